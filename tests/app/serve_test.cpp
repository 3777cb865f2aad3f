// SPDX-License-Identifier: Apache-2.0
// What the window does with --engine=process: its recorder watches a run that a child computes.
#include "core/run/remote_run_service.h"
#include "storage/run_recorder.h"
#include "storage/run_store.h"
#include "tests/app/program_fixture.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/recording_observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

namespace sentei::testing {
namespace {

using ::testing::HasSubstr;

class Serve : public ProgramTest {
 protected:
  Serve() { setenv("SENTEI_ENGINE", SENTEI_SCRIPTED_ENGINE, 1); }
  ~Serve() override {
    unsetenv("SENTEI_ENGINE");
    unsetenv("SENTEI_SCRIPT_INTERVAL_MS");
  }
  [[nodiscard]] run::RunSummary Stored(const std::string& run) const {
    auto store = storage::RunStore::Open(folder_.path());
    return store.value().Show(run).value().summary;
  }
};

TEST_F(Serve, ARunWhoseProcessWasKilledIsRecordedAsFailedAndAfterResumeAsCompleted) {
  setenv("SENTEI_SCRIPT_INTERVAL_MS", "5", 1);
  run::RemoteRunService service({.command = {SENTEI_PROGRAM}, .data_dir = Path("home")});
  storage::RunRecorder recorder(
      storage::Connection::Open(Path("runs.db")),
      [](const std::string&, const std::string& message) { ADD_FAILURE() << message; });
  RecordingObserver observer;
  service.AddObserver(&recorder);
  service.AddObserver(&observer);
  const std::string run = service.Start(PruneSpecForScript(60)).value();
  while (observer.All<run::StepDone>().size() < 12) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_EQ(Stored(run).status, run::RunStatus::kRunning);
  ASSERT_EQ(kill(service.engine_pid().value(), SIGKILL), 0);
  ASSERT_TRUE(service.Wait(run).has_value());
  const run::RunSummary failed = Stored(run);
  EXPECT_EQ(failed.status, run::RunStatus::kFailed);
  EXPECT_THAT(failed.message, HasSubstr("signal 9"));
  EXPECT_EQ(failed.rule, run::kEngineLostRule);
  EXPECT_GE(failed.step, 12);

  setenv("SENTEI_SCRIPT_INTERVAL_MS", "0", 1);
  ASSERT_TRUE(service.Resume(run).has_value());
  ASSERT_TRUE(service.Wait(run).has_value());
  service.RemoveObserver(&observer);
  service.RemoveObserver(&recorder);
  EXPECT_EQ(recorder.Flush(), 0U);
  const run::RunSummary resumed = Stored(run);
  EXPECT_EQ(resumed.status, run::RunStatus::kCompleted);
  EXPECT_EQ(resumed.message, "");
  EXPECT_EQ(resumed.step, 60);
}

TEST_F(Serve, WithoutADescriptorItSaysWhoStartsIt) {
  const Finished none = RunProgram({SENTEI_PROGRAM, "serve", "--fd", "77"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("started by the window"));
  EXPECT_EQ(RunProgram({SENTEI_PROGRAM, "serve", "--fd", "1"}).code, 2);
  EXPECT_THAT(RunProgram({SENTEI_PROGRAM, "--help"}).out, ::testing::Not(HasSubstr("serve")));
}

TEST_F(Serve, NonsenseOnTheDescriptorEndsItWithASentence) {
  const std::string fifo = Path("fifo");
  const std::string script = "mkfifo " + fifo + " && exec 3<>" + fifo +
                             " && echo nonsense >&3 && exec " SENTEI_PROGRAM " serve";
  const Finished done = RunProgram({"/bin/sh", "-c", script});
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.err, HasSubstr("no JSON object"));
}

}  // namespace
}  // namespace sentei::testing
