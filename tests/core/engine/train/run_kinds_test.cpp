// SPDX-License-Identifier: Apache-2.0
// Sweeps and self-checks through the service.
#include "tests/core/engine/train/event_barrier.h"
#include "tests/core/engine/train/service_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

namespace sentei::engine::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class KindsTest : public ServiceTest {
 protected:
  [[nodiscard]] run::RunSpec SweepSpec() const {
    run::RunSpec spec = PruneSpec();
    spec.kind = run::RunKind::kSweep;
    return spec;
  }
  [[nodiscard]] run::RunSpec CheckSpec() const {
    run::RunSpec spec;
    spec.kind = run::RunKind::kSelfCheck;
    spec.model = (folder_ / "model").string();
    spec.threads = 1;
    return spec;
  }
};

TEST_F(KindsTest, ASweepMeasuresTheDenseModelAndThenEveryLayer) {
  const run::RunFinished finished = Run(SweepSpec());
  ASSERT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
  std::vector<run::Phase> phases;
  for (const auto& changed : events_.All<run::PhaseChanged>()) phases.push_back(changed.phase);
  EXPECT_EQ(
      phases,
      (std::vector<run::Phase>{
          run::Phase::kTokenise, run::Phase::kLoad, run::Phase::kDenseEval, run::Phase::kSweep}));
  const auto dense = events_.All<run::EvalDone>();
  ASSERT_EQ(dense.size(), 1U);
  EXPECT_EQ(dense[0].stage, "dense");
  const auto points = events_.All<run::SweepPoint>();
  ASSERT_EQ(points.size(), 4U * (1U + 4U)) << "one ratio of two KV groups, four of 128 channels";
  std::int64_t layer = 0;
  for (const run::SweepPoint& point : points) {
    EXPECT_GE(point.layer, layer);
    layer = point.layer;
    EXPECT_GT(point.perplexity, 1.0);
    EXPECT_NE(point.perplexity, dense[0].perplexity);
  }
  EXPECT_EQ(layer, 3);
  EXPECT_EQ(points[1].kind, plan::UnitKind::kFfnChannel);
  EXPECT_EQ(points[1].kept, 102);
  const auto progress = events_.All<run::Progress>();
  EXPECT_EQ(progress.back().done, progress.back().total) << "all work was foreseen";
  EXPECT_NEAR(progress.back().eta_seconds, 0.0, 1e-6);
  EXPECT_GT(progress[progress.size() / 2].eta_seconds, 0.0);
}

TEST_F(KindsTest, AStoppedSweepKeepsThePointsItHas) {
  EventBarrier barrier([](const run::RunEvent& event) {
    const auto* point = std::get_if<run::SweepPoint>(&event);
    return point != nullptr && point->layer == 1;
  });
  service_->AddObserver(&barrier);
  const std::string id = Start(SweepSpec());
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->RequestStop(id);
  barrier.Release();
  const run::RunFinished finished = Finish(id);
  service_->RemoveObserver(&barrier);
  EXPECT_EQ(finished.outcome, run::Outcome::kCancelled);
  EXPECT_EQ(finished.rule, "user");
  EXPECT_EQ(events_.All<run::SweepPoint>().size(), 6U) << "layer 0 and the first of layer 1";
}

TEST_F(KindsTest, APausedSweepWaitsBetweenWindowsAndAStopWakesIt) {
  EventBarrier barrier(AtPhase(run::Phase::kSweep));
  service_->AddObserver(&barrier);
  const std::string id = Start(SweepSpec());
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->Pause(id);
  barrier.Release();
  std::this_thread::sleep_for(200ms);  // time to arrive at the gate
  EXPECT_TRUE(events_.All<run::SweepPoint>().empty()) << "paused after the first window";
  service_->RequestStop(id);
  auto finished = std::async(std::launch::async, [&] { return Finish(id); });
  ASSERT_EQ(finished.wait_for(20s), std::future_status::ready);
  EXPECT_EQ(finished.get().outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
}

TEST_F(KindsTest, ASweepOfALayerThatDoesNotExistIsRefusedBeforeTheRun) {
  run::RunSpec spec = SweepSpec();
  spec.sweep.layers = {1, 4};
  const auto id = service_->Start(spec);
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().code, ErrorCode::kUsage);
  EXPECT_THAT(id.error().message, HasSubstr("layer 4"));
}

TEST_F(KindsTest, ASelfCheckComparesInFp32WhateverTheDtype) {
  run::RunSpec spec = CheckSpec();
  spec.dtype = run::ComputeDType::kBF16;
  const run::RunFinished finished = Run(spec);
  ASSERT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
  EXPECT_EQ(events_.All<run::RunStarted>()[0].dtype, "f32");
  const auto checks = events_.All<run::SelfCheckDone>();
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_TRUE(checks[0].passed);
  EXPECT_GT(checks[0].max_abs_diff, 0.0);
  EXPECT_LE(checks[0].max_abs_diff, checks[0].tolerance);
  EXPECT_EQ(checks[0].tolerance, 1e-3);
  for (const char* path : {"at once", "through the cache", "left-padded"}) {
    EXPECT_THAT(checks[0].detail, HasSubstr(path));
  }
}

TEST_F(KindsTest, ASelfCheckOfAModelThatComputesNoNumbersFailsAsVerification) {
  PoisonTensor(folder_ / "model/model.safetensors", "model.layers.2.mlp.up_proj.weight");
  const run::RunFinished finished = Run(CheckSpec());
  EXPECT_EQ(finished.outcome, run::Outcome::kFailed);
  EXPECT_EQ(finished.code, ErrorCode::kVerification);
  ASSERT_EQ(events_.All<run::SelfCheckDone>().size(), 1U);
  EXPECT_FALSE(events_.All<run::SelfCheckDone>()[0].passed);
}

}  // namespace
}  // namespace sentei::engine::testing
