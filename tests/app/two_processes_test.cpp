// SPDX-License-Identifier: Apache-2.0
// Two programs at once on one database, one run and one export folder.
#include "tests/app/kill_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <string>

namespace sentei::testing {
namespace {

using ::testing::HasSubstr;

class TwoProcesses : public Kill {
 protected:
  void SetUp() override { WriteTinyInputs(); }
  [[nodiscard]] std::string StatusOf(const std::string& run) const {
    const Finished shown =
        RunProgram({SENTEI_PROGRAM, "runs", "show", run, "--json"}, Home("home"));
    EXPECT_EQ(shown.code, 0) << shown.err;
    return Lines(shown.out).at(0).at("status").get<std::string>();
  }
};

TEST_F(TwoProcesses, EachRecordsItsRunInTheOneDatabase) {
  Subprocess first(Prune("30"), Home("home"));
  Subprocess second(Prune("30"), Home("home"));
  for (Subprocess* process : {&first, &second}) {
    const Finished finished = process->Wait();
    EXPECT_EQ(finished.code, 0) << finished.err;
    const std::string run = RunOf(finished.out);
    EXPECT_EQ(StatusOf(run), "completed");
    EXPECT_EQ(RunSql("home",
                     "print(*database.execute('SELECT count(*) FROM metrics m JOIN runs r ON r.key "
                     "= m.run_key WHERE r.id = ?', ('" +
                         run + "',)).fetchone(), end='')\n"),
              "30");
  }
  EXPECT_EQ(DatabaseState("home"), "ok");
}

TEST_F(TwoProcesses, OneWorksOnARunAndTheOtherIsToldSo) {
  Subprocess first(Prune("100000"), Home("home"));
  WaitForCheckpoints(first, Path("home"), 1);
  const std::string run = FirstRunIn("home");
  const Finished second = RunProgram(Resume(run), Home("home"));
  EXPECT_EQ(second.code, 2);
  EXPECT_THAT(second.err, HasSubstr("another process works on run " + run));
  EXPECT_EQ(StatusOf(run), "running");
  first.Signal(SIGINT);
  const Finished stopped = first.Wait();
  EXPECT_EQ(stopped.code, 5) << stopped.err;
  EXPECT_EQ(StatusOf(run), "cancelled");
  EXPECT_EQ(DatabaseState("home"), "ok");
}

TEST_F(TwoProcesses, OneWritesAnExportFolderAndTheOtherLosesNothing) {
  const auto command = With(Prune("12"), {"--out", Path("out")});
  Subprocess first(command, Home("home"));
  Subprocess second(command, Home("home"));
  const Finished ends[] = {first.Wait(), second.Wait()};
  const bool first_won = ends[0].code == 0;
  const Finished& won = ends[first_won ? 0 : 1];
  const Finished& lost = ends[first_won ? 1 : 0];
  EXPECT_EQ(won.code, 0) << won.err;
  EXPECT_EQ(lost.code, 3);
  EXPECT_THAT(lost.err, HasSubstr("exists"));
  EXPECT_EQ(RunProgram({SENTEI_PROGRAM, "verify", Path("out")}, Home("home")).code, 0);
  const std::string run = RunOf(lost.out);
  if (run.empty()) return;  // it came so late that it was refused before it began
  const Finished rescued =
      RunProgram({SENTEI_PROGRAM, "export", "--run", run, "--out", Path("rescued")}, Home("home"));
  EXPECT_EQ(rescued.code, 0) << rescued.err;
}

}  // namespace
}  // namespace sentei::testing
