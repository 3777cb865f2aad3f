// SPDX-License-Identifier: Apache-2.0
// A run survives what kills the process: kill -9 at random moments, Ctrl-C, and a kill during the
// export. After resuming, the result equals that of a run that was never interrupted.
#include "tests/app/kill_fixture.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <thread>

namespace sentei::testing {
namespace {

using Clock = std::chrono::steady_clock;

class KillTiny : public Kill {
 protected:
  void SetUp() override { WriteTinyInputs(); }
  void KillAgainAndAgain(const std::string& model);
  /// Kills and resumes one run until it ends, as it does when there were enough kills.
  void KillOneRun(const std::string& model, const std::string& out);

  int kills_ = 0;
  std::chrono::milliseconds whole_life_{0};
  std::string expected_;
  std::set<std::string> runs_;
  std::mt19937_64 random_{20261123};
};

/// Kills of each test; SENTEI_KILLS=100 is what a release is tried with.
int WantedKills() {
  const char* set = std::getenv("SENTEI_KILLS");
  return set == nullptr ? 12 : std::stoi(set);
}

void KillTiny::KillOneRun(const std::string& model, const std::string& out) {
  std::string run;
  Finished last;
  do {
    const auto start = With(Prune("60", model), {"--out", Path(out)});
    Subprocess victim(run.empty() ? start : Resume(run), Home("killed"));
    if (kills_ < WantedKills()) {
      const auto life = static_cast<std::uint64_t>(whole_life_.count());
      std::this_thread::sleep_for(std::chrono::milliseconds(random_() % life));
      victim.Signal(SIGKILL);
    }
    last = victim.Wait();
    ASSERT_TRUE(last.code == 0 || last.code == 128 + SIGKILL) << last.err;
    if (run.empty()) run = RunOf(last.out);
    kills_ += last.code == 0 ? 0 : 1;
  } while (last.code != 0);
  runs_.insert(run);
  const Finished verified = RunProgram({SENTEI_PROGRAM, "verify", Path(out)}, Home("killed"));
  EXPECT_EQ(verified.code, 0) << verified.err;
}

// Kills runs at random moments of their whole life, from the start of the program to the verified
// export, and resumes each until it ends.
void KillTiny::KillAgainAndAgain(const std::string& model) {
  const Clock::time_point begin = Clock::now();
  const Finished whole =
      RunProgram(With(Prune("60", model), {"--out", Path("whole-out")}), Home("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  whole_life_ = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  expected_ = NewestState("whole", RunOf(whole.out));
  ASSERT_FALSE(expected_.empty());
  for (int out = 0; kills_ < WantedKills() && !HasFatalFailure(); ++out) {
    KillOneRun(model, "out" + std::to_string(out));
  }
  std::printf("%d kills of %zu runs\n", kills_, runs_.size());
  EXPECT_EQ(DatabaseState("killed"), "ok");
  for (const std::string& run : runs_) {
    EXPECT_EQ(NewestState("killed", run), expected_) << run;
    const Finished shown =
        RunProgram({SENTEI_PROGRAM, "runs", "show", run, "--json"}, Home("killed"));
    ASSERT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(Lines(shown.out).at(0).at("status"), "completed");
  }
}

TEST_F(KillTiny, KillsAtRandomMomentsChangeNothing) { KillAgainAndAgain(Path("model")); }

TEST_F(KillTiny, KillsChangeNothingOnATrainedModel) {
  const auto model = test::FindSharedData("llama-stories260K");
  if (!model) GTEST_SKIP() << "no test data llama-stories260K";
  KillAgainAndAgain(model->string());
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
