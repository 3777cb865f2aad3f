// SPDX-License-Identifier: Apache-2.0
// A database whose file system fails at any write, sync or truncation: no event is lost once the
// disk is well again, no run is lost when it stays broken, and the file is sound in every case.
#include "storage/run_recorder.h"
#include "storage/run_store.h"
#include "storage/sql.h"
#include "tests/storage/fault_vfs.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sentei::storage {
namespace {

namespace fs = std::filesystem;
using sentei::testing::PruneScript;
using sentei::testing::PruneSpecForScript;
using sentei::testing::StartedFor;
using sentei::testing::TemporaryDirectory;
using testing::FaultVfs;
using testing::SqlFault;

constexpr const char* kRun = "01ARYZ6S410000000000000001";
constexpr std::int64_t kSteps = 10;

/// All events of a run that goes well.
std::vector<run::RunEvent> Events() {
  std::vector<run::RunEvent> events{StartedFor(kRun, PruneSpecForScript(kSteps))};
  for (const run::RunEvent& event : PruneScript(kSteps, 2)) events.push_back(event);
  events.emplace_back(run::RunFinished{});
  return events;
}

std::string Integrity(const fs::path& file) {
  Connection connection = Connection::Open(file);
  return connection.database().execAndGet("PRAGMA integrity_check").getString();
}

/// The record without its times.
std::string Stored(const fs::path& directory) {
  RunStore store = RunStore::Open(directory).value();
  const Result<run::RunRecord> record = store.Show(kRun, Detail::kScores);
  if (!record.has_value()) return record.error().message;
  nlohmann::json json = run::ToJson(record.value());
  const auto strip = [](auto&& self, nlohmann::json& value) -> void {
    if (value.is_object()) {
      for (const char* key : {"at", "started_at", "finished_at"}) value.erase(key);
    }
    for (nlohmann::json& child : value) {
      if (child.is_structured()) self(self, child);
    }
  };
  strip(strip, json);
  return json.dump();
}

class DatabaseFault : public ::testing::TestWithParam<SqlFault> {
 protected:
  struct Count {
    int warnings = 0;
    RunRecorder::WarningSink Sink() {
      return [this](const std::string&, const std::string&) { ++warnings; };
    }
  };

  /// The calls that a whole recorded run takes, closing included.
  std::uint64_t CallsOfAWholeRun() {
    const TemporaryDirectory directory;
    std::optional<RunRecorder> recorder(std::in_place, Opened(directory.path()), nullptr);
    vfs_.Heal();
    for (const run::RunEvent& event : Events()) recorder->OnEvent(kRun, event);
    recorder.reset();
    expected_ = Stored(directory.path());
    return vfs_.calls();
  }
  static Connection Opened(const fs::path& directory) {
    return Connection::Open(directory / "runs.db");
  }
  [[nodiscard]] std::string Trace(std::uint64_t call, std::uint64_t calls) const {
    return fmt::format("{} at call {} of {}", Name(GetParam()), call, calls);
  }

  FaultVfs vfs_;
  std::string expected_;
};

TEST_P(DatabaseFault, ADiskThatRecoversCostsOneWarningAndNoEvent) {
  const std::uint64_t calls = CallsOfAWholeRun();
  ASSERT_GT(calls, 50U);
  for (std::uint64_t call = 1; call <= calls; ++call) {
    SCOPED_TRACE(Trace(call, calls));
    const TemporaryDirectory directory;
    Count count;
    std::optional<RunRecorder> recorder(std::in_place, Opened(directory.path()), count.Sink());
    vfs_.FailAt(call, GetParam());
    int since = 0;
    for (const run::RunEvent& event : Events()) {
      recorder->OnEvent(kRun, event);
      if (vfs_.failures() > 0 && ++since == 4) vfs_.Heal();
    }
    vfs_.Heal();
    EXPECT_EQ(recorder->Flush(), 0U);
    recorder.reset();
    EXPECT_LE(count.warnings, 1);
    EXPECT_EQ(Integrity(directory / "runs.db"), "ok");
    EXPECT_EQ(Stored(directory.path()), expected_);
    if (HasFailure()) return;
  }
  std::printf("%d injected faults\n", static_cast<int>(calls));
}

TEST_P(DatabaseFault, ADiskThatStaysBrokenLosesNoRun) {
  const std::uint64_t calls = CallsOfAWholeRun();
  const std::vector<run::RunEvent> events = Events();
  for (std::uint64_t call = 1; call <= calls; ++call) {
    SCOPED_TRACE(Trace(call, calls));
    const TemporaryDirectory directory;
    Count count;
    std::optional<RunRecorder> recorder(std::in_place, Opened(directory.path()), count.Sink());
    vfs_.FailAt(call, GetParam());
    for (const run::RunEvent& event : events) recorder->OnEvent(kRun, event);
    const std::size_t lost = recorder->Flush();
    EXPECT_TRUE(lost == 0 || count.warnings == 1);
    recorder.reset();  // the process ends; the disk is well when the next one comes
    vfs_.Heal();
    EXPECT_EQ(Integrity(directory / "runs.db"), "ok");
    if (lost == 0) {
      EXPECT_EQ(Stored(directory.path()), expected_);
    }
    RunRecorder resumed(Opened(directory.path()), count.Sink());
    run::RunStarted started = std::get<run::RunStarted>(events.front());
    started.resumed_from_step = 0;
    resumed.OnEvent(kRun, started);
    for (std::size_t i = 1; i < events.size(); ++i) resumed.OnEvent(kRun, events[i]);
    EXPECT_EQ(resumed.pending(), 0U);
    RunStore store = RunStore::Open(directory.path()).value();
    const Result<run::RunRecord> record = store.Show(kRun);
    ASSERT_TRUE(record.has_value()) << record.error().message;
    EXPECT_EQ(record.value().summary.status, run::RunStatus::kCompleted);
    EXPECT_EQ(record.value().steps.size(), static_cast<std::size_t>(kSteps));
    if (HasFailure()) return;
  }
  std::printf("%d injected faults\n", static_cast<int>(calls));
}

std::vector<Migration> First() { return {AllMigrations().front()}; }

void AddModel(Connection& connection) {
  connection.statements().Run(
      "INSERT INTO models (id, path, type, parameters, first_seen) VALUES ('m', 'p', 'llama', 1, "
      "2)");
}

TEST_P(DatabaseFault, AFailedMigrationCanBeDoneAgain) {
  for (std::uint64_t call = 1;; ++call) {
    const TemporaryDirectory directory;
    const fs::path file = directory / "runs.db";
    {
      Connection old = Connection::Open(file, First());
      AddModel(old);
    }
    vfs_.FailAt(call, GetParam());
    try {
      (void)Connection::Open(file);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kIo) << error.what();
    }
    const bool failed = vfs_.failures() > 0;
    vfs_.Heal();
    Connection again = Connection::Open(file);
    EXPECT_EQ(again.database().execAndGet("SELECT id FROM models").getString(), "m") << call;
    EXPECT_EQ(again.database().execAndGet("PRAGMA integrity_check").getString(), "ok") << call;
    EXPECT_EQ(SchemaVersion(again.database()), AllMigrations().back().version);
    EXPECT_FALSE(fs::exists(directory / "runs.db.v1.bak.tmp")) << call;
    if (!failed || HasFailure()) {
      EXPECT_GT(call, 20U);
      std::printf("%d injected faults\n", static_cast<int>(call) - 1);
      return;
    }
  }
}

std::string FaultName(const ::testing::TestParamInfo<SqlFault>& fault) {
  std::string name(Name(fault.param));
  std::erase_if(name, [](char c) { return c == ' ' || c == '/'; });
  return name;
}

INSTANTIATE_TEST_SUITE_P(Faults,
                         DatabaseFault,
                         ::testing::Values(SqlFault::kDiskFull,
                                           SqlFault::kShortWrite,
                                           SqlFault::kIoError),
                         FaultName);

}  // namespace
}  // namespace sentei::storage
