// SPDX-License-Identifier: Apache-2.0
// A run survives what kills the process: kill -9 at random moments, Ctrl-C, and a kill during the
// export. After resuming, the result equals that of a run that was never interrupted.
#include "tests/app/kill_fixture.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

namespace sentei::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kKills = 10;

class KillTiny : public Kill {
 protected:
  void SetUp() override { WriteTinyInputs(); }
  [[nodiscard]] std::vector<std::string> Prune(const std::string& steps) const {
    return Prune(steps, Path("model"));
  }
  [[nodiscard]] std::vector<std::string> Prune(const std::string& steps,
                                               const std::string& model) const {
    return {SENTEI_PROGRAM,
            "prune",
            model,
            "--text",
            Path("train.txt"),
            "--eval-text",
            Path("eval.txt"),
            "--target",
            "0.2",
            "--lock",
            "none",
            "--steps",
            steps,
            "--length",
            "32",
            "--eval-length",
            "64",
            "--eval-windows",
            "4",
            "--dtype",
            "f32",
            "--checkpoint-every",
            "3",
            "--threads",
            "1",
            "--json"};
  }
  void KillTenTimes(const std::string& model);
};

// Kills the same run again and again, each time a little further on, and lets it finish.
void KillTiny::KillTenTimes(const std::string& model) {
  const Clock::time_point begin = Clock::now();
  const Finished whole = RunProgram(Prune("200", model), Home("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  const std::string expected = LastStateHash(whole.out);
  ASSERT_FALSE(expected.empty());

  std::mt19937_64 random(20261123);
  std::string run;
  std::string reached;
  int kills = 0;
  for (int attempt = 0; attempt < 3 * kKills && kills < kKills && reached.empty(); ++attempt) {
    Subprocess victim(run.empty() ? Prune("200", model) : Resume(run), Home("killed"));
    const auto share = static_cast<std::uint64_t>(duration.count() / kKills);
    std::this_thread::sleep_for(std::chrono::milliseconds(share + random() % (share + 1)));
    victim.Signal(SIGKILL);
    const Finished killed = victim.Wait();
    if (run.empty()) run = RunOf(killed.out);
    if (killed.code == 0) reached = LastStateHash(killed.out);
    kills += killed.code == 0 ? 0 : 1;
  }
  ASSERT_FALSE(run.empty()) << "no process lived until its run began";
  if (reached.empty()) {
    const Finished finished = RunProgram(Resume(run), Home("killed"));
    ASSERT_EQ(finished.code, 0) << finished.err;
    reached = LastStateHash(finished.out);
  }
  RecordProperty("kills", kills);
  EXPECT_GE(kills, 3);
  EXPECT_EQ(reached, expected);
  const Finished list = RunProgram({SENTEI_PROGRAM, "runs", "show", run, "--json"}, Home("killed"));
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_EQ(DatabaseState("killed"), "ok");
}

TEST_F(KillTiny, TenKillsAtRandomMomentsChangeNothing) { KillTenTimes(Path("model")); }

TEST_F(KillTiny, TenKillsChangeNothingOnATrainedModel) {
  const auto model = test::FindSharedData("llama-stories260K");
  if (!model) GTEST_SKIP() << "no test data llama-stories260K";
  KillTenTimes(model->string());
}

TEST_F(KillTiny, CtrlCFinishesTheStepSavesAndResumesToTheSameResult) {
  const Finished whole = RunProgram(Prune("200"), Home("whole"));
  Subprocess victim(Prune("200"), Home("stopped"));
  WaitForCheckpoints(victim, Path("stopped"), 2);
  victim.Signal(SIGINT);
  const Finished stopped = victim.Wait();
  ASSERT_EQ(stopped.code, 5) << stopped.err;
  const Finished resumed = RunProgram(Resume(RunOf(stopped.out)), Home("stopped"));
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(LastStateHash(resumed.out), LastStateHash(whole.out));
}

TEST_F(KillTiny, AKillDuringTheExportLeavesNoHalfFolder) {
  const Finished whole = RunProgram(Prune("12"), Home("home"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const std::string run = RunOf(whole.out);
  std::mt19937 random(7);
  for (int i = 0; i < 6; ++i) {
    const std::string out = Path("export" + std::to_string(i));
    Subprocess victim(
        {SENTEI_PROGRAM, "export", "--run", run, "--out", out, "--threads", "1", "--json"},
        Home("home"));
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + random() % 500));
    victim.Signal(SIGKILL);
    static_cast<void>(victim.Wait());
    if (!std::filesystem::exists(out)) continue;
    const Finished verified = RunProgram({SENTEI_PROGRAM, "verify", out, "--json"}, Home("home"));
    EXPECT_EQ(verified.code, 0) << verified.err;
  }
}

}  // namespace
}  // namespace sentei::testing
