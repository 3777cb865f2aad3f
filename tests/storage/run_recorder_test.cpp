// SPDX-License-Identifier: Apache-2.0
#include "storage/run_recorder.h"

#include "core/run/ulid.h"
#include "storage/process_identity.h"
#include "storage/run_store.h"
#include "storage/sql.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

namespace sentei::storage {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryDirectory;

constexpr const char* kRun = "01ARYZ6S410000000000000001";

void Record(RunRecorder& recorder, const std::string& id, std::int64_t steps) {
  recorder.OnEvent(id, testing::StartedFor(id, testing::PruneSpecForScript(steps)));
  for (const run::RunEvent& event : testing::PruneScript(steps, 2)) recorder.OnEvent(id, event);
  recorder.OnEvent(id, run::RunFinished{});
}

run::RunFinished Failed() {
  run::RunFinished finished;
  finished.outcome = run::Outcome::kFailed;
  return finished;
}

/// Runs `body` in a child process; `then` gets its number.
void InChild(const std::function<void()>& body, const std::function<void(pid_t)>& then) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    try {
      body();
    } catch (...) {
      _exit(1);
    }
    _exit(0);
  }
  then(child);
}

int WaitFor(pid_t child) {
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

TEST(RunRecorder, RecordsARunOfAService) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  std::vector<std::string> warnings;
  RunRecorder recorder(Connection::Open(file), [&](const std::string&, const std::string& message) {
    warnings.push_back(message);
  });
  testing::FakeRunService service(testing::PruneScript(30, 2));
  service.AddObserver(&recorder);
  const auto id = service.Start(testing::PruneSpecForScript(30));
  ASSERT_TRUE(service.Wait(id.value()).has_value());
  service.RemoveObserver(&recorder);
  EXPECT_THAT(warnings, ::testing::IsEmpty());
  RunStore store(Connection::Open(file), directory.path());
  const auto record = store.Show(id.value());
  ASSERT_TRUE(record.has_value()) << record.error().message;
  EXPECT_EQ(record.value().steps.size(), 30U);
  EXPECT_EQ(record.value().summary.status, run::RunStatus::kCompleted);
}

TEST(RunRecorder, AHeldDatabaseCostsOneWarningAndNoEvent) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  Connection blocked = Connection::Open(file);
  blocked.database().setBusyTimeout(1);
  int warnings = 0;
  RunRecorder recorder(std::move(blocked), [&](const std::string& id, const std::string& message) {
    ++warnings;
    EXPECT_EQ(id, kRun);
    EXPECT_THAT(message, HasSubstr("The run goes on"));
  });
  const auto script = testing::PruneScript(20, 2);
  recorder.OnEvent(kRun, testing::StartedFor(kRun, testing::PruneSpecForScript(20)));
  {
    Connection other = Connection::Open(file);
    WriteTransaction held(other.database());
    for (std::size_t i = 0; i < 10; ++i) recorder.OnEvent(kRun, script[i]);
    EXPECT_GT(recorder.pending(), 0U);
  }
  for (std::size_t i = 10; i < script.size(); ++i) recorder.OnEvent(kRun, script[i]);
  recorder.OnEvent(kRun, run::RunFinished{});
  EXPECT_EQ(recorder.pending(), 0U);
  EXPECT_EQ(warnings, 1);
  RunStore store(Connection::Open(file), directory.path());
  EXPECT_EQ(store.Show(kRun).value().steps.size(), 20U);
}

TEST(RunRecorder, AFullDiskNeverReachesTheRun) {
  Connection connection = Connection::OpenInMemory();
  const int pages = connection.database().execAndGet("PRAGMA page_count").getInt();
  connection.database().execAndGet(fmt::format("PRAGMA max_page_count = {}", pages + 2));
  std::vector<std::string> warnings;
  RunRecorder recorder(std::move(connection), [&](const std::string&, const std::string& message) {
    warnings.push_back(message);
  });
  Record(recorder, kRun, 500);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_THAT(warnings[0], HasSubstr("full"));
}

TEST(RunRecorder, AnEventThatCanNeverBeStoredDoesNotBlockTheNext) {
  const TemporaryDirectory directory;
  int warnings = 0;
  RunRecorder recorder(Connection::Open(directory / "runs.db"),
                       [&](const std::string&, const std::string&) { ++warnings; });
  recorder.OnEvent("01ARYZ6S410000000000000009", run::StepDone{});  // never started
  Record(recorder, kRun, 10);
  EXPECT_EQ(recorder.pending(), 0U);
  EXPECT_EQ(warnings, 1);
}

TEST(RunRecorder, TwoProcessesWriteAtOnce) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  { Connection create = Connection::Open(file); }
  const auto write = [&file](const std::string& id) {
    RunRecorder recorder(Connection::Open(file), [](const std::string&, const std::string&) {
      _exit(2);  // a warning means that an event was not stored
    });
    Record(recorder, id, 300);
  };
  InChild([&] { write("01ARYZ6S410000000000000001"); },
          [&](pid_t first) {
            InChild([&] { write("01ARYZ6S410000000000000002"); },
                    [&](pid_t second) {
                      EXPECT_EQ(WaitFor(first), 0);
                      EXPECT_EQ(WaitFor(second), 0);
                    });
          });
  RunStore store(Connection::Open(file), directory.path());
  const auto runs = store.List("status = completed and step = 300");
  EXPECT_EQ(runs.value().size(), 2U);
}

TEST(RunRecorder, AKilledProcessLeavesASoundDatabaseAndAnInterruptedRun) {
  for (int round = 0; round < 5; ++round) {
    const TemporaryDirectory directory;
    const auto file = directory / "runs.db";
    { Connection create = Connection::Open(file); }
    InChild(
        [&] {
          RunRecorder recorder(Connection::Open(file), nullptr);
          recorder.OnEvent(kRun, testing::StartedFor(kRun, testing::PruneSpecForScript(100'000)));
          for (const run::RunEvent& event : testing::PruneScript(100'000, 2)) {
            recorder.OnEvent(kRun, event);
          }
        },
        [&](pid_t child) {
          // Wait for the first steps, then kill in the middle of whatever is written.
          Connection reader = Connection::Open(file);
          int steps = 0;
          while (steps < 5 + 20 * round) {
            steps = reader.database().execAndGet("SELECT count(*) FROM metrics").getInt();
          }
          kill(child, SIGKILL);
          EXPECT_TRUE(WIFSIGNALED(WaitFor(child)));
        });
    Connection after = Connection::Open(file);
    EXPECT_EQ(after.database().execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(after.database().execAndGet("SELECT max(step) - count(*) FROM metrics").getInt(), 0);
    EXPECT_EQ(after.database()
                  .execAndGet("SELECT count(*) FROM runs r WHERE r.step <> "
                              "(SELECT max(step) FROM metrics m WHERE m.run_key = r.key)")
                  .getInt(),
              0)
        << "a step's two rows belong to one transaction";
    RunStore store(std::move(after), directory.path());
    EXPECT_EQ(store.List("status = interrupted").value().size(), 1U);
    EXPECT_TRUE(store.Delete(kRun).has_value());
  }
}

TEST(RunRecorder, AnotherProcessDoesNotEndARunThatIsAtWork) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  { Connection create = Connection::Open(file); }
  InChild(
      [&] {
        RunRecorder recorder(Connection::Open(file), nullptr);
        recorder.OnEvent(kRun, testing::StartedFor(kRun, testing::PruneSpecForScript(10)));
        pause();
      },
      [&](pid_t child) {
        RunStore store = RunStore::Open(directory.path()).value();
        while (store.List().value().empty()) usleep(1000);
        int warnings = 0;
        RunRecorder second(Connection::Open(file),
                           [&](const std::string&, const std::string&) { ++warnings; });
        second.OnEvent(kRun, Failed());
        EXPECT_EQ(store.Show(kRun).value().summary.status, run::RunStatus::kRunning);
        EXPECT_EQ(warnings, 0);
        kill(child, SIGKILL);
        WaitFor(child);
        EXPECT_EQ(store.Show(kRun).value().summary.status, run::RunStatus::kInterrupted);
      });
}

TEST(RunRecorder, ARunThatFailsBeforeItBeginsNeedsNoWarning) {
  const TemporaryDirectory directory;
  int warnings = 0;
  RunRecorder recorder(Connection::Open(directory / "runs.db"),
                       [&](const std::string&, const std::string&) { ++warnings; });
  recorder.OnEvent(kRun, Failed());
  EXPECT_EQ(warnings, 0);
  EXPECT_EQ(recorder.pending(), 0U);
}

TEST(RunRecorder, ADatabaseThatCanOnlyBeReadIsLeftAlone) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    Connection newer = Connection::Open(file);
    newer.database().exec("PRAGMA user_version = 99");
  }
  RunRecorder recorder(Connection::Open(file), nullptr);
  Record(recorder, kRun, 3);
  EXPECT_GT(recorder.Flush(), 0U);
}

TEST(ProcessIdentity, ThisProcessIsAliveAndAnotherStartIsNot) {
  ProcessIdentity self = CurrentProcess();
  const std::int64_t now = NowMilliseconds();
  EXPECT_TRUE(IsAlive(self, 0, now));
  self.start += 1;  // the number was given to another process
  EXPECT_FALSE(IsAlive(self, now, now));
}

TEST(ProcessIdentity, OfAnotherMachineOnlyTheSilenceIsKnown) {
  const ProcessIdentity elsewhere{"another boot", 1, 1};
  EXPECT_TRUE(IsAlive(elsewhere, 1000, 100'000));
  EXPECT_FALSE(IsAlive(elsewhere, 1000, 200'000));
}

TEST(ProcessIdentity, AHeartbeatOfTheFutureIsAClockThatWasSetBack) {
  const ProcessIdentity before_the_reboot{"another boot", 1, 1};
  EXPECT_TRUE(IsAlive(before_the_reboot, 101'000, 100'000));
  EXPECT_FALSE(IsAlive(before_the_reboot, 9'000'000, 100'000));
}

}  // namespace
}  // namespace sentei::storage
