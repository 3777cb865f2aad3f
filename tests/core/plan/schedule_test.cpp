// SPDX-License-Identifier: Apache-2.0
#include "core/plan/schedule.h"

#include "tests/core/plan/test_models.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sentei::plan {
namespace {

using testing::Caught;

CubicSchedule Reference(double final) {
  return {
      .steps = 312, .initial = 0.0, .final = final, .warmup = 0.1, .cooldown = 0.1, .every = 10};
}

TEST(CubicSchedule, StartsAndEndsWhereItShould) {
  for (const std::int64_t steps : {10, 60, 100, 312, 1000}) {
    const CubicSchedule schedule{.steps = steps, .initial = 0.1, .final = 0.7};
    EXPECT_DOUBLE_EQ(Sigma(schedule, steps / 10), 0.1);
    EXPECT_DOUBLE_EQ(Sigma(schedule, steps), 0.7);
    EXPECT_NEAR(Sigma(schedule, steps - steps / 10), 0.7, 1e-3);
    for (std::int64_t step = 1; step <= steps; ++step) {
      EXPECT_GE(Sigma(schedule, step), Sigma(schedule, step - 1));
    }
  }
}

TEST(CubicSchedule, IsTheCubicOfTheFormula) {
  const CubicSchedule schedule{.steps = 100, .initial = 0.0, .final = 0.5};
  EXPECT_NEAR(Sigma(schedule, 50), 0.5 - 0.5 * 0.5 * 0.5 * 0.5, 1e-12);
  EXPECT_NEAR(Sigma(schedule, 30), 0.5 - 0.5 * 0.75 * 0.75 * 0.75, 1e-12);
}

TEST(ReferenceSchedule, StopsShortAsPublishedCodeDoes) {
  const auto moments = ReferencePruneMoments(Reference(0.5));
  ASSERT_EQ(moments.size(), 25U);
  EXPECT_EQ(moments.front().step, 40);
  EXPECT_NEAR(moments.front().sigma, 0.051, 5e-4);
  EXPECT_EQ(moments.back().step, 280);
  EXPECT_EQ(32 - ReferenceKeptAt(32, moments.back().sigma), 15);
  EXPECT_EQ(11008 - ReferenceKeptAt(11008, moments.back().sigma), 5503);
  EXPECT_EQ(32 - ReferenceKeptAt(32, ReferencePruneMoments(Reference(0.25)).back().sigma), 7);
  EXPECT_EQ(32 - ReferenceKeptAt(32, ReferencePruneMoments(Reference(0.2)).back().sigma), 6);
}

TEST(PruneMoments, ReachTheTargetByAForcedLastEvent) {
  const auto moments = PruneMoments(Reference(0.5));
  EXPECT_EQ(moments.front().step, 40);
  EXPECT_EQ(moments.back(), (PruneMoment{280, 0.5}));
  EXPECT_EQ(32 - KeptAt(32, moments.back().sigma), 16);
  EXPECT_EQ(11008 - KeptAt(11008, moments.back().sigma), 5504);
}

TEST(PruneMoments, OfTheQuickPreset) {
  std::vector<std::int64_t> steps;
  for (const PruneMoment& moment : PruneMoments({.steps = 60})) steps.push_back(moment.step);
  EXPECT_EQ(steps, (std::vector<std::int64_t>{10, 20, 30, 40, 50, 54}));
}

TEST(PruneMoments, AscendAndEndAtTheTargetForAnyLength) {
  for (std::int64_t steps = 1; steps < 200; ++steps) {
    for (const std::int64_t every : {1, 7, 10, 500}) {
      const CubicSchedule schedule{.steps = steps, .warmup = 0.2, .cooldown = 0.3, .every = every};
      const auto moments = PruneMoments(schedule);
      ASSERT_FALSE(moments.empty());
      EXPECT_EQ(moments.back().sigma, 1.0);
      EXPECT_LE(moments.back().step, steps);
      EXPECT_GE(moments.front().step, 1);
      for (std::size_t i = 1; i < moments.size(); ++i) {
        EXPECT_GT(moments[i].step, moments[i - 1].step);
        EXPECT_GE(moments[i].sigma, moments[i - 1].sigma);
      }
    }
  }
  EXPECT_TRUE(PruneMoments({.steps = 0}).empty());
}

TEST(PruneMoments, RefuseWhatIsNoSchedule) {
  const auto code = [](CubicSchedule schedule) {
    return Caught([&] { (void)PruneMoments(schedule); }).code();
  };
  EXPECT_EQ(code({.steps = 10, .warmup = 0.5, .cooldown = 0.5}), ErrorCode::kUsage);
  EXPECT_EQ(code({.steps = 10, .warmup = -0.1}), ErrorCode::kUsage);
  EXPECT_EQ(code({.steps = 10, .every = 0}), ErrorCode::kUsage);
  EXPECT_EQ(code({.steps = 10, .initial = 1.5}), ErrorCode::kUsage);
}

TEST(KeptAt, RoundsHalfUpAndStaysInRange) {
  EXPECT_EQ(KeptAt(10, 0.25), 7);
  EXPECT_EQ(KeptAt(10, 0.24), 8);
  EXPECT_EQ(KeptAt(10, 0.0), 10);
  EXPECT_EQ(KeptAt(10, 2.0), 0);
}

}  // namespace
}  // namespace sentei::plan
