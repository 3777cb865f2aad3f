// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_run_service.h"

#include "core/run/ulid.h"
#include "tests/support/recording_observer.h"

#include <gtest/gtest.h>

namespace sentei::testing {
namespace {

TEST(FakeRunService, PlaysItsScriptBetweenStartAndFinish) {
  FakeRunService service(PruneScript(20, 2));
  RecordingObserver observer;
  service.AddObserver(&observer);
  const auto id = service.Start(PruneSpecForScript(20));
  ASSERT_TRUE(id.has_value()) << id.error().message;
  EXPECT_TRUE(run::IsUlid(id.value()));
  const auto finished = service.Wait(id.value());
  ASSERT_TRUE(finished.has_value());
  EXPECT_EQ(finished.value().outcome, run::Outcome::kCompleted);
  service.RemoveObserver(&observer);
  const auto calls = observer.calls();
  EXPECT_TRUE(std::holds_alternative<run::RunStarted>(calls.front().event));
  EXPECT_TRUE(std::holds_alternative<run::RunFinished>(calls.back().event));
  EXPECT_EQ(observer.All<run::StepDone>().size(), 20U);
  EXPECT_EQ(observer.All<run::PruneEventDone>().size(), 2U);
}

TEST(FakeRunService, RefusesASpecThatARealServiceWouldRefuse) {
  FakeRunService service;
  const auto id = service.Start(run::RunSpec{});
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().code, ErrorCode::kUsage);
}

TEST(FakeRunService, AStopEndsAPausedRunAsCancelled) {
  FakeRunService service(PruneScript(1000, 1));
  const auto id = service.Start(PruneSpecForScript(1000));
  service.Pause(id.value());
  service.RequestStop(id.value());
  const auto finished = service.Wait(id.value());
  EXPECT_EQ(service.stop_requests(id.value()), 1);
  // The script may have ended before the pause; otherwise the stop is what ended it.
  if (finished.value().outcome != run::Outcome::kCompleted) {
    EXPECT_EQ(finished.value().outcome, run::Outcome::kCancelled);
    EXPECT_EQ(finished.value().rule, "user");
  }
}

TEST(FakeRunService, ResumeSaysWhereItContinues) {
  FakeRunService service(PruneScript(10, 1));
  RecordingObserver observer;
  service.AddObserver(&observer);
  const auto id = service.Start(PruneSpecForScript(10));
  ASSERT_TRUE(service.Wait(id.value()).has_value());
  ASSERT_TRUE(service.Resume(id.value()).has_value());
  ASSERT_TRUE(service.Wait(id.value()).has_value());
  service.RemoveObserver(&observer);
  const auto started = observer.All<run::RunStarted>();
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].resumed_from_step, -1);
  EXPECT_EQ(started[1].resumed_from_step, 0);
}

TEST(FakeRunService, ManyStartsAndStopsLeaveNothingRunning) {
  FakeRunService service(PruneScript(50, 1));
  for (int round = 0; round < 200; ++round) {
    const auto id = service.Start(PruneSpecForScript(50));
    ASSERT_TRUE(id.has_value());
    if (round % 2 == 0) service.RequestStop(id.value());
    if (round % 3 == 0) {
      ASSERT_TRUE(service.Wait(id.value()).has_value());
    }
  }
}

}  // namespace
}  // namespace sentei::testing
