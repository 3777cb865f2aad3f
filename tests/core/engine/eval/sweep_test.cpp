// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/sweep.h"

#include "core/base/error.h"
#include "core/engine/prune/criterion.h"
#include "core/plan/budget_planner.h"
#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sentei::engine {
namespace {

using test::TinyModel;
using Window = std::vector<text::TokenId>;

Window RandomWindow(std::size_t length, std::uint64_t seed) {
  const at::Tensor ids = test::RandomIds(1, static_cast<std::int64_t>(length), 61, seed);
  const auto* values = ids.const_data_ptr<std::int64_t>();
  return {values, values + length};
}

struct Case {
  std::unique_ptr<Decoder> model;
  std::vector<plan::UnitFamily> families;
  std::vector<Window> windows{RandomWindow(20, 1), RandomWindow(9, 2)};

  [[nodiscard]] std::vector<std::span<const text::TokenId>> Views() const {
    return {windows.begin(), windows.end()};
  }
  [[nodiscard]] Sweep MakeSweep() const { return {*model, families, Views()}; }
};

Case MakeCase(TinyModel tiny) {
  tiny.layers = 3;
  Case made{.model = test::MakeDecoder(tiny, at::kFloat), .families = {}};
  made.families = plan::BuildUnitFamilies(made.model->description, plan::UnitKind::kKvGroup);
  return made;
}

Interruption GoOn(std::int64_t) { return Interruption::kGoOn; }

/// The whole model once more with the units of lowest magnitude masked.
Perplexity BruteForce(const Case& made, const SweepTask& task) {
  const auto gated = std::make_unique<Decoder>(*made.model);
  UnitMasks masks(*gated, made.families, {}, GateGradients::kOff);
  const auto criterion = MakeCriterion(run::Criterion::kMagnitude, *gated, masks, {});
  const at::Tensor scores = criterion->Scores()[task.family].to(at::kFloat).contiguous();
  const std::vector<float> values(scores.const_data_ptr<float>(),
                                  scores.const_data_ptr<float>() + scores.numel());
  plan::KeepMask keep = plan::AllKept(made.families);
  keep[task.family] =
      plan::SelectUnits(made.families[task.family], values, keep[task.family], task.kept);
  masks.Apply(keep);
  return MeasureWindows(*gated, made.Views());
}

class SweepTest : public testing::TestWithParam<TinyModel> {};
INSTANTIATE_TEST_SUITE_P(Shapes,
                         SweepTest,
                         testing::ValuesIn(test::TinyModels()),
                         [](const auto& chosen) { return chosen.param.name; });

TEST_P(SweepTest, EveryPointEqualsAWholeForwardWithItsUnitsMasked) {
  const Case made = MakeCase(GetParam());
  const Perplexity dense = MeasureWindows(*made.model, made.Views());
  const std::vector<SweepTask> tasks = SweepTasks(made.families, {});
  EXPECT_GE(tasks.size(), 3U * 4U);
  Sweep sweep = made.MakeSweep();
  for (const SweepTask& task : tasks) {
    const auto measured = sweep.Measure(task, GoOn);
    ASSERT_TRUE(measured.has_value());
    const Perplexity expected = BruteForce(made, task);
    ASSERT_EQ(measured->window_losses.size(), 2U);
    EXPECT_EQ(measured->tokens, 19 + 8);
    for (std::size_t w = 0; w < 2; ++w) {
      EXPECT_NEAR(measured->window_losses[w], expected.window_losses[w], 1e-5);
    }
    EXPECT_NEAR(measured->perplexity / expected.perplexity, 1.0, 1e-5);
    EXPECT_NE(measured->mean_loss, dense.mean_loss) << "units are missing";
  }
  EXPECT_EQ(MeasureWindows(*made.model, made.Views()).mean_loss, dense.mean_loss)
      << "the model is as it was";
}

TEST(SweepTasksTest, LeavesOutRatiosThatKeepTheSameUnits) {
  const Case made = MakeCase({.kv_heads = 2, .ffn = 10});
  std::vector<std::int64_t> attention;
  std::vector<std::int64_t> ffn;
  for (const SweepTask& task : SweepTasks(made.families, {.ratios = {0.8, 0.2, 0.4, 0.6, 0.2}})) {
    if (made.families[task.family].layer != 1) continue;
    const bool channels = made.families[task.family].group() == plan::FamilyGroup::kFfn;
    (channels ? ffn : attention).push_back(task.kept);
  }
  EXPECT_THAT(attention, testing::ElementsAre(1)) << "of two groups one stays at least";
  EXPECT_THAT(ffn, testing::ElementsAre(8, 6, 4, 2));
}

TEST(SweepTasksTest, AFamilyOfOneUnitHasNothingToLose) {
  const Case made = MakeCase({.query_heads = 4, .kv_heads = 1});
  EXPECT_TRUE(SweepTasks(made.families, {.ffn = false}).empty());
}

TEST(SweepTasksTest, GoesByLayersInOrderWhateverTheirOrderInTheRequest) {
  const Case made = MakeCase({});
  std::vector<std::int64_t> layers;
  for (const SweepTask& task :
       SweepTasks(made.families, {.ratios = {0.5}, .layers = {2, 0, 2}, .attention = false})) {
    layers.push_back(made.families[task.family].layer);
  }
  EXPECT_THAT(layers, testing::ElementsAre(0, 2));
  try {
    static_cast<void>(SweepTasks(made.families, {.layers = {3}}));
    ADD_FAILURE() << "layer 3 does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_THAT(error.what(), testing::HasSubstr("layers 0 to 2"));
  }
}

TEST(SweepTest, SkippedLayersChangeNoPoint) {
  const Case made = MakeCase({});
  const SweepTask last = SweepTasks(made.families, {.ratios = {0.5}, .layers = {2}}).back();
  Sweep alone = made.MakeSweep();
  Sweep after_others = made.MakeSweep();
  static_cast<void>(after_others.Measure({.family = 1, .ratio = 0.5, .kept = 7}, GoOn));
  EXPECT_EQ(alone.Measure(last, GoOn)->mean_loss, after_others.Measure(last, GoOn)->mean_loss);
}

TEST(SweepTest, EndsAfterTheWindowInWhichItIsStopped) {
  const Case made = MakeCase({});
  const SweepTask task = SweepTasks(made.families, {.ratios = {0.5}, .layers = {1}}).front();
  for (int allowed = 1; allowed <= 4; ++allowed) {
    Sweep sweep = made.MakeSweep();
    int windows = 0;
    const auto stop = [&](std::int64_t work) {
      EXPECT_GT(work, 0);
      return ++windows == allowed ? Interruption::kStop : Interruption::kGoOn;
    };
    EXPECT_FALSE(sweep.Measure(task, stop).has_value());
    EXPECT_EQ(windows, allowed) << "two windows of one dense layer, two of the measurement";
  }
}

}  // namespace
}  // namespace sentei::engine
