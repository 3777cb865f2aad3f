// SPDX-License-Identifier: Apache-2.0
// A run survives what kills the process: kill -9 at random moments, Ctrl-C, and a kill during the
// export. After resuming, the result equals that of a run that was never interrupted.
#include "tests/support/subprocess.h"
#include "tests/support/tiny_checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

namespace sentei::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kKills = 10;

class Kill : public ::testing::Test {
 protected:
  void SetUp() override {
    WriteTinyCheckpoint(Path("model"));
    WriteTinyText(Path("train.txt"), 60'000, 1);
    WriteTinyText(Path("eval.txt"), 12'000, 2);
  }
  [[nodiscard]] std::string Path(const std::string& name) const {
    return (folder_.path() / name).string();
  }

  [[nodiscard]] std::map<std::string, std::string> Home(const std::string& name) const {
    return {{"SENTEI_HOME", Path(name)}};
  }
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
  [[nodiscard]] std::vector<std::string> Resume(const std::string& run) const {
    return {SENTEI_PROGRAM, "prune", "--resume", run, "--json"};
  }

  // Every JSON line of a program's output that carries `key`.
  static std::vector<nlohmann::json> Lines(const std::string& out) {
    std::vector<nlohmann::json> lines;
    std::istringstream text(out);
    for (std::string line; std::getline(text, line);) {
      nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
      if (!json.is_discarded()) lines.push_back(std::move(json));
    }
    return lines;
  }
  static std::string RunOf(const std::string& out) {
    for (const nlohmann::json& line : Lines(out)) {
      if (line.contains("run")) return line["run"].get<std::string>();
    }
    return "";
  }
  static std::string LastStateHash(const std::string& out) {
    std::string hash;
    for (const nlohmann::json& line : Lines(out)) {
      if (line.contains("state_hash")) hash = line["state_hash"].get<std::string>();
    }
    return hash;
  }

  // Test data that is not part of the project.
  static std::filesystem::path SharedData() {
    const char* shared = std::getenv("SENTEI_SHARED");
    return std::filesystem::path(shared == nullptr ? SENTEI_SOURCE_DIR "/../shared" : shared) /
           "data";
  }

  void KillTenTimes(const std::string& model);

  TemporaryFolder folder_;
};

// Kills the same run again and again, each time a little further on, and lets it finish.
void Kill::KillTenTimes(const std::string& model) {
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
}

TEST_F(Kill, TenKillsAtRandomMomentsChangeNothing) { KillTenTimes(Path("model")); }

TEST_F(Kill, TenKillsChangeNothingOnATrainedModel) {
  const std::filesystem::path model = SharedData() / "llama-stories260K";
  if (!std::filesystem::exists(model)) GTEST_SKIP() << model << " is not there";
  KillTenTimes(model.string());
}

TEST_F(Kill, CtrlCFinishesTheStepSavesAndResumesToTheSameResult) {
  const Finished whole = RunProgram(Prune("40"), Home("whole"));
  Subprocess victim(Prune("40"), Home("stopped"));
  std::this_thread::sleep_for(std::chrono::milliseconds(900));
  victim.Signal(SIGINT);
  const Finished stopped = victim.Wait();
  if (stopped.code == 0) GTEST_SKIP() << "the run had ended before it could be stopped";
  EXPECT_EQ(stopped.code, 5) << stopped.err;
  const Finished resumed = RunProgram(Resume(RunOf(stopped.out)), Home("stopped"));
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(LastStateHash(resumed.out), LastStateHash(whole.out));
}

TEST_F(Kill, AKillDuringTheExportLeavesNoHalfFolder) {
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
