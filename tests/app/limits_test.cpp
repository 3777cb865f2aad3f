// SPDX-License-Identifier: Apache-2.0
// The whole program where the system gives less than it should: files that may not grow, memory
// that runs out, folders that may not be written to, no home, an output that cannot be written.
#include "tests/app/kill_fixture.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sentei::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using Command = std::vector<std::string>;

class Limits : public Kill {
 protected:
  void SetUp() override { WriteTinyInputs(); }

  /// Runs a command in a shell that first limits itself; "ulimit -f 16".
  static Command Under(const std::string& limit, const Command& command) {
    return With({"/bin/sh", "-c", limit + "; exec \"$@\"", "sh"}, command);
  }
  /// Root may write anywhere: its capabilities are dropped.
  static Command Unprivileged(const Command& command) {
    if (geteuid() != 0) return command;
    return With({"/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all"}, command);
  }
  static Command WithoutHome(const Command& command) {
    return With({"/usr/bin/env", "-u", "HOME", "-u", "XDG_DATA_HOME", "-u", "XDG_CACHE_HOME"},
                command);
  }
  [[nodiscard]] Finished Sentei(const Command& arguments, const std::string& home) const {
    return RunProgram(With({SENTEI_PROGRAM}, arguments), Home(home));
  }
  [[nodiscard]] Command PruneArguments() const {
    Command arguments = Prune("3");
    arguments.erase(arguments.begin());
    return arguments;
  }
  static void ExpectOneSentence(const Finished& finished) {
    EXPECT_THAT(finished.err, HasSubstr("sentei: "));
    EXPECT_THAT(finished.err, Not(HasSubstr("defect")));
    EXPECT_THAT(finished.err, Not(HasSubstr("terminate")));
  }
};

/// A folder that refuses new names until the object goes.
class ReadOnlyFolder {
 public:
  explicit ReadOnlyFolder(fs::path path) : path_(std::move(path)) {
    fs::permissions(path_, fs::perms::owner_write, fs::perm_options::remove);
  }
  ~ReadOnlyFolder() { fs::permissions(path_, fs::perms::owner_write, fs::perm_options::add); }
  ReadOnlyFolder(const ReadOnlyFolder&) = delete;
  ReadOnlyFolder& operator=(const ReadOnlyFolder&) = delete;

 private:
  fs::path path_;
};

TEST_F(Limits, AFileThatMayNotGrowEndsTheRunAndTheResumedOneIsTheSame) {
  const Finished whole = RunProgram(With(Prune("12"), {"--out", Path("whole-out")}), Home("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const std::string expected = NewestState("whole", RunOf(whole.out));
  int failed = 0;
  for (const char* blocks : {"1", "4", "16", "64", "100", "160", "240", "400", "800", "2000"}) {
    SCOPED_TRACE(std::string("files of at most ") + blocks + " blocks of 512 bytes");
    const std::string home = std::string("home") + blocks;
    const Command prune = With(Prune("12"), {"--out", Path(home + "-out")});
    const Finished limited =
        RunProgram(Under(std::string("ulimit -f ") + blocks, prune), Home(home));
    ASSERT_TRUE(limited.code == 0 || limited.code == 3) << limited.code << "\n" << limited.err;
    if (limited.code == 3) ExpectOneSentence(limited);
    failed += limited.code == 3 ? 1 : 0;
    const std::string begun = RunOf(limited.out);
    const Finished after = RunProgram(begun.empty() ? prune : Resume(begun), Home(home));
    ASSERT_EQ(after.code, 0) << after.err;
    EXPECT_EQ(NewestState(home, RunOf(after.out)), expected);
    EXPECT_EQ(DatabaseState(home), "ok");
    EXPECT_EQ(Sentei({"verify", Path(home + "-out")}, home).code, 0);
  }
  EXPECT_GE(failed, 5);
}

TEST_F(Limits, AnOutputThatCannotBeWrittenIsAFailure) {
  ASSERT_EQ(RunProgram(Prune("3"), Home("home")).code, 0);
  const Finished full =
      RunProgram({"/bin/sh", "-c", "exec \"$@\" > /dev/full", "sh", SENTEI_PROGRAM, "runs", "list"},
                 Home("home"));
  EXPECT_EQ(full.code, 3);
  ExpectOneSentence(full);
}

/// A run whose training takes far more memory than anything else it does.
class MemoryLimits : public Limits {
 protected:
  void SetUp() override {
    Limits::SetUp();
    WriteTinyCheckpoint(Path("model"), {.hidden = 64, .heads = 8, .kv_heads = 4});
  }
  [[nodiscard]] Command Wide(const std::string& micro_batch) const {
    Command command = Prune("2");
    for (std::size_t i = 0; i + 1 < command.size(); ++i) {
      if (command[i] == "--length") command[i + 1] = "256";
    }
    return With(command, {"--batch", "64", "--micro-batch", micro_batch});
  }
  /// Kilobytes of address space that a run takes at most; its result too.
  [[nodiscard]] long PeakOf(const Command& command, const std::string& home) const {
    Subprocess run(command, Home(home));
    long peak = 0;
    while (run.Running()) {
      const std::string status = test::ReadText("/proc/" + std::to_string(run.pid()) + "/status");
      const std::size_t at = status.find("VmPeak:");
      if (at != std::string::npos) peak = std::max(peak, std::stol(status.substr(at + 7)));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(run.Wait().code, 0);
    return peak;
  }
};

/// Where exactly memory runs out depends on how the allocator cuts it: limits all the way from what
/// the run takes to less than half of its training needs.
TEST_F(MemoryLimits, TrainingGoesOnWithHalfTheMicroBatchOrEndsWithRemedies) {
  const long whole = PeakOf(Wide("64"), "whole");
  const long half = PeakOf(Wide("32"), "half");
  ASSERT_GT(whole - half, 50'000) << "training is no longer what takes the memory";
  int halved = 0;
  int ended = 0;
  for (long part = 2; part <= 20; part += 2) {
    const std::string home = "limited" + std::to_string(part);
    const std::string limit = std::to_string(whole - part * (whole - half) / 8);
    SCOPED_TRACE(limit);
    const Finished run = RunProgram(Under("ulimit -v " + limit, Wide("64")), Home(home));
    EXPECT_EQ(DatabaseState(home), "ok");
    if (run.code == 0) {
      if (run.err.find("micro-batch is 32 instead of 64") == std::string::npos) continue;
      ++halved;
      EXPECT_NE(
          RunSql(home,
                 "print(*database.execute(\"SELECT message FROM log WHERE level = 'warning'\"))")
              .find("32 instead of 64"),
          std::string::npos);
      continue;
    }
    ++ended;
    EXPECT_EQ(run.code, 4) << run.err;
    ExpectOneSentence(run);
    EXPECT_THAT(run.err, HasSubstr("--micro-batch"));
  }
  EXPECT_GT(halved, 0);
  EXPECT_GT(ended, 0);
}

TEST_F(Limits, ARunIsWhatTheKernelEndsFirst) {
  Subprocess victim(Prune("100000"), Home("home"));
  WaitForCheckpoints(victim, Path("home"), 1);
  const std::string score =
      test::ReadText("/proc/" + std::to_string(victim.pid()) + "/oom_score_adj");
  ASSERT_FALSE(score.empty());
  EXPECT_GE(std::stoi(score), 500);
  victim.Signal(SIGINT);
  EXPECT_EQ(victim.Wait().code, 5);
}

TEST_F(Limits, ADatabaseInAFolderThatMayNotBeWrittenToIsReadAndNothingElse) {
  const Finished whole = RunProgram(Prune("3"), Home("home"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const ReadOnlyFolder folder(Path("home"));
  const auto run = [&](const Command& arguments) {
    return RunProgram(Unprivileged(With({SENTEI_PROGRAM}, arguments)), Home("home"));
  };
  for (const Command& reads : {Command{"runs", "list", "--json"},
                               Command{"runs", "show", "last"},
                               Command{"report", "last", "--out", Path("report.html")}}) {
    const Finished read = run(reads);
    EXPECT_EQ(read.code, 0) << reads[0] << read.err;
    EXPECT_THAT(read.err, HasSubstr("opened for reading only"));
  }
  EXPECT_THAT(run({"runs", "list", "--json"}).out, HasSubstr(RunOf(whole.out)));
  for (const Command& writes : {Command{"runs", "edit", "last", "--name", "x"},
                                Command{"runs", "delete", "last"},
                                PruneArguments()}) {
    const Finished refused = run(writes);
    EXPECT_EQ(refused.code, 3) << writes[0] << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("reading only"));
    EXPECT_EQ(refused.out, "") << "it began";
    ExpectOneSentence(refused);
  }
}

TEST_F(Limits, AHomeThatMayNotBeWrittenToIsSaidSoBeforeTheRun) {
  fs::create_directories(Path("home"));
  const ReadOnlyFolder folder(Path("home"));
  const Finished refused = RunProgram(
      Unprivileged(Prune("3")),
      {{"HOME", Path("home")}, {"SENTEI_HOME", ""}, {"XDG_DATA_HOME", ""}, {"XDG_CACHE_HOME", ""}});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr(Path("home")));
  EXPECT_THAT(refused.err, HasSubstr("--data-dir"));
  ExpectOneSentence(refused);
}

TEST_F(Limits, WithoutAHomeADataFolderMustBeNamedAndIsEnough) {
  const std::map<std::string, std::string> nowhere{{"SENTEI_HOME", ""}};
  const Finished refused = RunProgram(WithoutHome(Prune("3")), nowhere);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--data-dir"));
  const Command placed = With(Prune("3"), {"--data-dir", Path("data"), "--out", Path("out")});
  const Finished done = RunProgram(WithoutHome(placed), nowhere);
  EXPECT_EQ(done.code, 0) << done.err;
  const Finished demo = RunProgram(
      WithoutHome({SENTEI_PROGRAM, "inspect", "demo", "--data-dir", Path("data")}), nowhere);
  EXPECT_EQ(demo.code, 3);
  EXPECT_THAT(demo.err, HasSubstr("HOME"));
}

TEST_F(Limits, ADatabaseOfANewerVersionIsReadAndNothingElse) {
  const Finished whole = RunProgram(Prune("3"), Home("home"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  ASSERT_EQ(RunSql("home", "database.execute('PRAGMA user_version = 99')\n"), "");
  for (const Command& reads : {Command{"runs", "list"},
                               Command{"runs", "show", "last"},
                               Command{"runs", "export"},
                               Command{"report", "last", "--out", Path("report.html")}}) {
    const Finished read = Sentei(reads, "home");
    EXPECT_EQ(read.code, 0) << reads[0] << read.err;
    EXPECT_THAT(read.err, HasSubstr("newer version of Sentei"));
  }
  for (const Command& writes : {Command{"runs", "edit", "last", "--name", "x"},
                                Command{"runs", "delete", "last"},
                                Command{"prune", "--resume", RunOf(whole.out)},
                                PruneArguments()}) {
    const Finished refused = Sentei(writes, "home");
    EXPECT_EQ(refused.code, 3) << writes[0] << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("newer version of Sentei"));
    EXPECT_EQ(refused.out, "") << "it began";
  }
}

}  // namespace
}  // namespace sentei::testing
