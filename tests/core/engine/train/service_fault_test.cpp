// SPDX-License-Identifier: Apache-2.0
// A file system that fails at any moment of a run: the run ends with one sentence and its last good
// state, nothing half-written is seen, and resuming gives what an undisturbed run gives.
// SENTEI_FAULTS is the number of moments tried of each kind of fault, evenly over the run; with a
// number beyond the calls of a run (10000) every one is.
#include "core/base/atomic_directory.h"
#include "core/engine/export/export_run.h"
#include "core/engine/train/checkpoint.h"
#include "tests/core/engine/train/service_fixture.h"
#include "tests/support/fault_at_call.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace sentei::engine::testing {
namespace {

namespace fs = std::filesystem;
using test::FaultAtCall;
using test::FileFault;

std::uint64_t WantedFaults() {
  const char* set = std::getenv("SENTEI_FAULTS");
  return set == nullptr ? 80 : std::stoull(set);
}

class FileFaultTest : public ServiceTest, public ::testing::WithParamInterface<FileFault> {
 protected:
  [[nodiscard]] run::RunSpec Spec() const {
    run::RunSpec spec = PruneSpec(6);
    spec.train.checkpoint_every = 3;
    spec.prune.every = 2;
    spec.eval.windows = 1;
    spec.output.directory = (folder_ / "out").string();
    return spec;
  }

  /// The state of an undisturbed run, and how many calls of the file layer it takes.
  void RunUndisturbed() {
    FaultAtCall counting;
    {
      const ReplacedFileLayer replaced(counting);
      ASSERT_EQ(Run(Spec()).outcome, run::Outcome::kCompleted);
    }
    calls_ = counting.calls();
    expected_ = LastStateHash();
    fs::remove_all(folder_ / "out");
    fs::remove_all(folder_ / "data");
  }

  /// Runs with the fault; the run's id.
  std::string RunDisturbed(FaultAtCall& layer) {
    const ReplacedFileLayer replaced(layer);
    const std::string id = Start(Spec());
    const run::RunFinished finished = Finish(id);
    if (layer.failures() == 0) {  // the disk was full only after the last write
      EXPECT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
      return id;
    }
    EXPECT_EQ(finished.outcome, run::Outcome::kFailed);
    EXPECT_EQ(ExitCode(finished.code), 3) << finished.message;
    EXPECT_EQ(finished.message.find('\n'), std::string::npos) << finished.message;
    EXPECT_EQ(finished.message.rfind("cannot ", 0), 0U) << finished.message;
    return id;
  }

  /// Every checkpoint that has its name is sound, nothing hidden is left, and an export is either
  /// absent or whole.
  void ExpectNothingHalfWritten(const std::string& id) const {
    const fs::path directory = RunFolder(id) / "checkpoints";
    const CheckpointStore store(directory);
    const auto loaded = store.LoadNewest();
    if (loaded.has_value()) {
      EXPECT_TRUE(loaded->warnings.empty()) << loaded->warnings[0];
    }
    EXPECT_EQ(loaded.has_value(), !store.Steps().empty());
    for (const fs::path& place : {directory, directory.parent_path(), folder_.path()}) {
      if (!fs::exists(place)) continue;
      for (const auto& entry : fs::directory_iterator(place)) {
        EXPECT_NE(entry.path().filename().string().front(), '.') << entry.path();
      }
    }
    if (!fs::exists(folder_ / "out")) return;
    run::VerifySpec verify;
    verify.directory = (folder_ / "out").string();
    EXPECT_TRUE(VerifyExport(verify).verified);
  }

  /// Resumes, or starts again where the run had not begun, as a new process would.
  void ExpectTheSameEnd(const std::string& disturbed) {
    Open();
    const Result<std::string> resumed = service_->Resume(disturbed);
    if (!resumed.has_value()) {
      EXPECT_FALSE(HasBegun(disturbed)) << resumed.error().message;
    }
    const std::string id = resumed.has_value() ? disturbed : Start(Spec());
    const run::RunFinished finished = Finish(id);
    EXPECT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
    const auto loaded = CheckpointStore(RunFolder(id) / "checkpoints").LoadNewest();
    ASSERT_TRUE(loaded.has_value());
    EXPECT_EQ(StateHash(loaded->checkpoint), expected_);
    EXPECT_TRUE(FindExportOfRun(folder_ / "out", id).has_value());
  }

  std::uint64_t calls_ = 0;
  std::string expected_;

 private:
  [[nodiscard]] fs::path RunFolder(const std::string& id) const {
    return folder_ / "data" / "runs" / id;
  }
  [[nodiscard]] bool HasBegun(const std::string& id) const {
    const auto started = events_.All<run::RunStarted>();
    return std::any_of(started.begin(), started.end(), [&](const run::RunStarted& event) {
      return event.run_id == id;
    });
  }
};

TEST_P(FileFaultTest, AnyCallMayFailAndTheRunEndsAsItWould) {
  RunUndisturbed();
  ASSERT_GT(calls_, 100U);
  int faults = 0;
  const std::uint64_t moments = std::min(WantedFaults(), calls_);
  for (std::uint64_t moment = 1; moment <= moments; ++moment) {
    const std::uint64_t call = moment * calls_ / moments;
    SCOPED_TRACE(fmt::format("{} at call {} of {}", Name(GetParam()), call, calls_));
    FaultAtCall layer(call, GetParam());
    const std::string id = RunDisturbed(layer);
    ExpectNothingHalfWritten(id);
    ExpectTheSameEnd(id);
    if (HasFailure()) return;
    faults += layer.failures() > 0 ? 1 : 0;
    fs::remove_all(folder_ / "out");
    fs::remove_all(folder_ / "data");
  }
  RecordProperty("faults", faults);
  std::printf("%d injected faults\n", faults);
}

std::string FaultName(const ::testing::TestParamInfo<FileFault>& fault) {
  std::string name(test::Name(fault.param));
  std::erase_if(name, [](char c) { return c == ' ' || c == '/'; });
  return name;
}

INSTANTIATE_TEST_SUITE_P(Faults,
                         FileFaultTest,
                         ::testing::Values(FileFault::kDiskFull,
                                           FileFault::kShortWrite,
                                           FileFault::kIoError),
                         FaultName);

}  // namespace
}  // namespace sentei::engine::testing
