// SPDX-License-Identifier: Apache-2.0
// With --engine=process the engine may die without taking the window along.
#include "core/run/remote_run_service.h"
#include "tests/app/studio/studio_fixture.h"
#include "ui/text.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace sentei::testing {
namespace {

class StudioLostEngine : public StudioTest {
 protected:
  /// The child processes of this one.
  static std::vector<pid_t> Children() {
    std::vector<pid_t> children;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
      std::ifstream list(entry.path() / "children");
      for (pid_t pid = 0; list >> pid;) children.push_back(pid);
    }
    return children;
  }
};

TEST_F(StudioLostEngine, TheWindowSaysSoAndTheRunGoesOnFromItsCheckpoint) {
  Open("process");
  PrepareDemo(12);
  workspace().settings().SetLevel(ui::Level::kAdvanced);
  Enter("run-setting-train-checkpoint-every", QStringLiteral("3"));
  StartRun();
  WaitForStep(5);
  const std::vector<pid_t> children = Children();
  ASSERT_EQ(children.size(), 1U);
  ASSERT_EQ(kill(children.front(), SIGKILL), 0);

  WaitForState(ui::JobState::kFailed);
  EXPECT_EQ(job().finished->rule, run::kEngineLostRule);
  EXPECT_TRUE(IsSeen("window-note"));
  EXPECT_TRUE(IsSeen("run-end-note"));
  EXPECT_LT(job().last_step->step, 12);

  Click("run-end-resume");
  WaitForState(ui::JobState::kCompleted);
  EXPECT_EQ(job().last_step->step, 12);
}

}  // namespace
}  // namespace sentei::testing
