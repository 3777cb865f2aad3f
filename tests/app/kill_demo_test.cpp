// SPDX-License-Identifier: Apache-2.0
// The demo model's run, killed while it trains, while it writes a checkpoint and while it exports,
// ends with the state of a run that was never interrupted.
#include "tests/app/kill_fixture.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <thread>

namespace sentei::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class KillDemo : public Kill {
 protected:
  void SetUp() override {
    const auto model = test::FindDemoModel();
    const fs::path text = test::CacheDirectory() / "text" / "kjv-train.txt";
    if (!model || !fs::exists(text)) GTEST_SKIP() << "the demo model or its text is not installed";
    model_ = model->string();
    text_ = text.string();
  }

  [[nodiscard]] std::vector<std::string> PruneDemo(const std::string& out) const {
    return {SENTEI_PROGRAM,
            "prune",
            model_,
            "--text",
            text_,
            "--target",
            "0.2",
            "--steps",
            "20",
            "--prune-every",
            "4",
            "--checkpoint-every",
            "4",
            "--length",
            "64",
            "--eval-length",
            "64",
            "--eval-windows",
            "4",
            "--dtype",
            "bf16",
            "--out",
            out,
            "--json"};
  }

  // Folders below `place` that are being written.
  static std::size_t HalfWritten(const fs::path& place) {
    std::size_t count = 0;
    std::error_code gone;
    fs::recursive_directory_iterator at(place, gone);
    for (const fs::recursive_directory_iterator end; !gone && at != end; at.increment(gone)) {
      const std::string name = at->path().filename().string();
      count += name.starts_with('.') && name.find(".partial") != std::string::npos ? 1U : 0U;
    }
    return count;
  }

  // Kills `victim` as soon as a folder below `place` is half-written; what it had printed.
  static Finished KillWhileWriting(Subprocess& victim, const fs::path& place) {
    while (victim.Running() && HalfWritten(place) == 0) {
      std::this_thread::sleep_for(milliseconds(1));
    }
    victim.Signal(SIGKILL);
    const Finished killed = victim.Wait();
    EXPECT_EQ(killed.code, 128 + SIGKILL);
    EXPECT_GT(HalfWritten(place), 0U) << "killed too late";
    return killed;
  }

  std::string model_;
  std::string text_;
};

TEST_F(KillDemo, WhileItTrainsSavesAndExportsChangesNothing) {
  const Finished whole = RunProgram(PruneDemo(Path("whole-export")), Home("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const std::string expected = LastStateHash(whole.out);
  ASSERT_FALSE(expected.empty());

  const fs::path home = folder_.path() / "killed";
  const fs::path exports = folder_.path() / "exports";
  Subprocess training(PruneDemo((exports / "model").string()), Home("killed"));
  WaitForCheckpoints(training, home, 2);
  std::this_thread::sleep_for(milliseconds(300));
  training.Signal(SIGKILL);
  const Finished first = training.Wait();
  ASSERT_EQ(first.code, 128 + SIGKILL);
  const std::string run = RunOf(first.out);
  ASSERT_FALSE(run.empty());
  Subprocess saving(Resume(run), Home("killed"));
  static_cast<void>(KillWhileWriting(saving, home));
  Subprocess exporting(Resume(run), Home("killed"));
  const Finished trained = KillWhileWriting(exporting, exports);
  EXPECT_EQ(LastStateHash(trained.out), expected);
  EXPECT_FALSE(fs::exists(exports / "model"));

  const Finished finished = RunProgram(Resume(run), Home("killed"));
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(HalfWritten(exports), 0U);
  EXPECT_EQ(
      RunProgram({SENTEI_PROGRAM, "verify", (exports / "model").string(), "--json"}, Home("killed"))
          .code,
      0);
  EXPECT_EQ(RunProgram({SENTEI_PROGRAM, "runs", "show", run, "--json"}, Home("killed")).code, 0);
  EXPECT_EQ(DatabaseState("killed"), "ok");
}

}  // namespace
}  // namespace sentei::testing
