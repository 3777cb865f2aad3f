// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/adamw.h"
#include "core/engine/train/learning_rate.h"
#include "tests/support/tiny_models.h"

#include <torch/optim/adamw.h>
#include <torch/types.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sentei::engine::testing {
namespace {

TEST(AdamW, EqualsLibTorchsOverManySteps) {
  run::TrainSpec settings;
  settings.weight_decay = 0.1;
  settings.adam_beta1 = 0.8;
  settings.adam_beta2 = 0.95;
  settings.adam_epsilon = 1e-6;
  at::Tensor ours = test::RandomTensor({50}, at::kDouble, 1);
  at::Tensor theirs = ours.clone().requires_grad_(true);
  AdamW optimizer(ours, settings);
  torch::optim::AdamW reference({theirs},
                                torch::optim::AdamWOptions(1.0)
                                    .betas({settings.adam_beta1, settings.adam_beta2})
                                    .eps(settings.adam_epsilon)
                                    .weight_decay(settings.weight_decay));
  for (std::uint64_t step = 0; step < 25; ++step) {
    const at::Tensor gradient = test::RandomTensor({50}, at::kDouble, 100 + step);
    const double rate = 0.01 / static_cast<double>(step + 1);
    theirs.mutable_grad() = gradient;
    static_cast<torch::optim::AdamWOptions&>(reference.param_groups()[0].options()).lr(rate);
    reference.step();
    optimizer.Step(gradient, rate);
    EXPECT_LT((ours - theirs.detach()).abs().max().item<double>(), 1e-12) << "step " << step;
  }
  EXPECT_EQ(optimizer.updates(), 25);
}

TEST(ClipByNorm, ScalesLongGradientsToTheLimitAndLeavesShortOnes) {
  const at::Tensor gradient = torch::tensor({3.0, 4.0}, at::kDouble);
  EXPECT_NEAR(ClipByNorm(gradient, 10.0), 5.0, 1e-12);
  EXPECT_EQ(gradient[0].item<double>(), 3.0);
  EXPECT_NEAR(ClipByNorm(gradient, 1.0), 5.0, 1e-12);
  EXPECT_NEAR(gradient.norm().item<double>(), 1.0, 1e-5);
}

TEST(ClipByNorm, OnlyMeasuresWithoutALimit) {
  const at::Tensor gradient = torch::tensor({30.0, 40.0}, at::kDouble);
  EXPECT_NEAR(ClipByNorm(gradient, 0.0), 50.0, 1e-12);
  EXPECT_EQ(gradient[1].item<double>(), 40.0);
}

run::TrainSpec Rates(run::LrSchedule schedule, double warmup) {
  run::TrainSpec spec;
  spec.steps = 100;
  spec.learning_rate = 2.0;
  spec.schedule = schedule;
  spec.warmup_ratio = warmup;
  return spec;
}

TEST(LearningRate, RisesLinearlyToTheFullRateDuringTheWarmUp) {
  const run::TrainSpec spec = Rates(run::LrSchedule::kCosine, 0.1);
  for (std::int64_t step = 0; step < 10; ++step) {
    EXPECT_NEAR(LearningRateAt(spec, step), 2.0 * static_cast<double>(step + 1) / 10.0, 1e-12);
  }
  EXPECT_NEAR(LearningRateAt(spec, 10), 2.0, 1e-12);
}

TEST(LearningRate, FollowsTheCosineToZero) {
  const run::TrainSpec spec = Rates(run::LrSchedule::kCosine, 0.0);
  EXPECT_NEAR(LearningRateAt(spec, 0), 2.0, 1e-12);
  EXPECT_NEAR(LearningRateAt(spec, 25), 1.0 + std::cos(std::acos(-1.0) / 4.0), 1e-12);
  EXPECT_NEAR(LearningRateAt(spec, 50), 1.0, 1e-12);
  EXPECT_NEAR(LearningRateAt(spec, 100), 0.0, 1e-12);
}

TEST(LearningRate, LinearAndConstantDoAsTheyAreCalled) {
  EXPECT_NEAR(LearningRateAt(Rates(run::LrSchedule::kLinear, 0.2), 60), 1.0, 1e-12);
  EXPECT_NEAR(LearningRateAt(Rates(run::LrSchedule::kConstant, 0.2), 99), 2.0, 1e-12);
}

}  // namespace
}  // namespace sentei::engine::testing
