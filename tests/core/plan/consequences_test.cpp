// SPDX-License-Identifier: Apache-2.0
#include "core/plan/consequences.h"

#include "core/plan/budget_presets.h"
#include "core/plan/census.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <utility>

namespace sentei::plan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Consequences Of(const ModelDescription& model,
                const BudgetSpec& spec,
                const ConsequenceRequest& request = {}) {
  return ConsequencesOf(model, BuildUnitFamilies(model, spec.attention_kind), spec, request);
}

const OpensIn& For(const Consequences& result, Program program) {
  for (const OpensIn& answer : result.opens_in) {
    if (answer.program == program) return answer;
  }
  throw LogicError("no answer");
}

template <typename Action>
double Milliseconds(Action&& action) {
  const auto begin = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

TEST(ConsequencesOf, AddUpToThePlan) {
  ConsequenceRequest request;
  request.memory.uses = {MemoryUse::kTrain, MemoryUse::kEval};
  request.memory.lora_rank = 8;
  const Consequences got = Of(testing::SmolLm2(), {}, request);
  EXPECT_EQ(got.parameters.dense, 134'515'008);
  EXPECT_EQ(got.parameters.now, 134'515'008 - got.plan.reached);
  EXPECT_EQ(got.ffn_channels.dense, 30 * 1536);
  EXPECT_EQ(got.attention_units, (Amount{90, 90}));
  EXPECT_EQ(got.file_bytes.dense - got.file_bytes.now, 2 * got.plan.reached);
  EXPECT_EQ(got.cache_bytes.dense, 2 * 30 * 3 * 64 * 2 * 2048);
  EXPECT_EQ(got.cache_bytes.now, got.cache_bytes.dense);
  EXPECT_EQ(got.decode_macs.dense - got.decode_macs.now, static_cast<double>(got.plan.reached));
  EXPECT_LT(got.prefill_macs.now, got.prefill_macs.dense);
  EXPECT_GT(got.peak_memory, 134'515'008);
  EXPECT_EQ(
      std::accumulate(got.removed_by_layer.begin(), got.removed_by_layer.end(), std::int64_t{0}),
      got.plan.reached);
  EXPECT_EQ(got.removed_by_layer.front(), 0);
}

TEST(ConsequencesOf, APaddedExportIsAsLargeAsItsWidestLayerAndAMaskedOneAsDense) {
  const BudgetSpec spec;  // outer layers stay at full width
  for (const ExportProfile profile : {ExportProfile::kHfPadded, ExportProfile::kHfMasked}) {
    const Consequences got = Of(testing::SmolLm2(), spec, {.profile = profile});
    EXPECT_EQ(got.file_bytes.now, got.file_bytes.dense);
    EXPECT_EQ(got.decode_macs.now, got.decode_macs.dense);
    EXPECT_LT(got.parameters.now, got.parameters.dense);
    EXPECT_EQ(For(got, Program::kTransformers).state, Opens::kYes);
  }
}

TEST(WhatOpens, UnevenWidthsNeedBundledCodeAndOneWidthWouldHelp) {
  const Consequences got = Of(testing::SmolLm2(), {});
  EXPECT_EQ(For(got, Program::kTransformers).state, Opens::kNo);
  EXPECT_EQ(For(got, Program::kTransformers).remedy, Remedy::kMakeUniform);
  EXPECT_THAT(For(got, Program::kTransformers).reason, HasSubstr("different widths"));
  EXPECT_EQ(For(got, Program::kTransformersBundled).state, Opens::kYes);
  EXPECT_EQ(For(got, Program::kLlamaCpp).state, Opens::kNo);
  EXPECT_EQ(For(got, Program::kGgufKQuants).state, Opens::kNo);
  EXPECT_EQ(For(got, Program::kSentei).state, Opens::kYes);
  EXPECT_THAT(got.remedies, ::testing::ElementsAre(Remedy::kMakeUniform));
}

TEST(WhatOpens, MakingItUniformOpensStockClassesAndLlamaCpp) {
  for (const BudgetMode mode : {BudgetMode::kUniform, BudgetMode::kGlobal, BudgetMode::kCustom}) {
    BudgetSpec spec;
    spec.mode = mode;
    spec.layers = {{.layer = 4, .ffn = {.cap = 0.5, .ratio = 0.9}},
                   {.layer = 5, .ffn = {.ratio = 1.0}},
                   {.layer = 6, .ffn = {.keep = 1001}}};
    if (mode == BudgetMode::kCustom) spec.target = 0.015;
    EXPECT_EQ(For(Of(testing::SmolLm2(), spec), Program::kLlamaCpp).state, Opens::kNo);
    const Consequences got = Of(testing::SmolLm2(), MakeUniform(spec));
    EXPECT_EQ(For(got, Program::kLlamaCpp).state, Opens::kYes);
    EXPECT_EQ(For(got, Program::kTransformers).state, Opens::kWarning);
    EXPECT_THAT(For(got, Program::kTransformers).reason, HasSubstr("hf-uniform"));
    EXPECT_GE(got.plan.reached, got.plan.asked);
  }
}

TEST(MakeUniform, AHeadThatMightLeaveStillMay) {
  BudgetSpec spec;
  spec.layers = {{.layer = 4, .attention = {.keep = 2}}};
  EXPECT_EQ(MakeUniform(spec).attention_locked, false);
  spec.attention_locked = true;
  EXPECT_EQ(MakeUniform(spec).attention_locked, true);
  EXPECT_EQ(MakeUniform({}).attention_locked, std::nullopt);
}

TEST(WhatOpens, KQuantsWantMultiplesOf256) {
  BudgetSpec spec = MakeUniform({});
  const ModelDescription model = testing::Llama7B();
  const ConsequenceRequest request{.profile = ExportProfile::kGguf};
  const Consequences odd = Of(model, spec, request);
  EXPECT_EQ(For(odd, Program::kGgufKQuants).state, Opens::kWarning);
  EXPECT_EQ(For(odd, Program::kGgufKQuants).remedy, Remedy::kRoundTo256);
  spec.attention_locked = true;
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  const Consequences even = Of(model, RoundTo(spec, families, 256), request);
  EXPECT_EQ(For(even, Program::kGgufKQuants).state, Opens::kYes);
  EXPECT_THAT(even.remedies, IsEmpty());
  const Consequences hidden = Of(testing::SmolLm2(), RoundTo(spec, families, 256), request);
  EXPECT_EQ(For(hidden, Program::kGgufKQuants).state, Opens::kWarning)
      << "576 is no multiple, whatever the FFN width";
  EXPECT_EQ(For(hidden, Program::kGgufKQuants).remedy, std::nullopt);
}

TEST(RoundTo, FixedCountsGoToTheNearestMultipleThatTheirLimitsAllow) {
  BudgetSpec spec;
  spec.layers = {{.layer = 4, .ffn = {.keep = 700}},
                 {.layer = 5, .ffn = {.floor = 800, .keep = 850}},
                 {.layer = 6, .ffn = {.cap = 0.5, .keep = 800}},
                 {.layer = 7, .ffn = {.keep = 1536}},
                 {.layer = 8, .ffn = {.keep = 3}}};
  const ModelDescription model = testing::SmolLm2();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  const BudgetSpec got = RoundTo(spec, families, 256);
  std::vector<std::int64_t> keeps;
  for (const LayerLimit& layer : got.layers) keeps.push_back(*layer.ffn.keep);
  EXPECT_EQ(keeps, (std::vector<std::int64_t>{768, 1024, 768, 1536, 256}));
  EXPECT_EQ(got.ffn_alignment, 256);
  (void)ResolveBudget(model, families, got, ExportProfile::kHfPerLayer, ExportDType::kBF16);
}

TEST(BudgetPresets, EachSolvesForASmallModelAndALargeOne) {
  for (const BudgetPreset& preset : BudgetPresets()) {
    for (const ModelDescription& model : {testing::SmolLm2(), testing::Llama31Of8B()}) {
      const Consequences got = Of(model, preset.spec);
      EXPECT_GE(got.plan.reached, got.plan.asked) << preset.key;
      EXPECT_LT(got.plan.reached, got.plan.asked + got.plan.step) << preset.key;
    }
    EXPECT_EQ(FindBudgetPreset(preset.key), &preset);
    EXPECT_EQ(PresetOf(preset.spec), &preset) << "no two are the same";
  }
  EXPECT_EQ(FindBudgetPreset("nothing"), nullptr);
  BudgetSpec edited = FindBudgetPreset("half")->spec;
  edited.target = 0.49;
  EXPECT_EQ(PresetOf(edited), nullptr);
}

TEST(BudgetPresets, SayWhatTheirNamesDo) {
  const ModelDescription model = testing::Llama31Of8B();
  const Consequences ffn = Of(model, FindBudgetPreset("ffn-only-20")->spec);
  EXPECT_EQ(ffn.attention_units.now, ffn.attention_units.dense);
  const Consequences uniform = Of(model, FindBudgetPreset("uniform-20")->spec);
  EXPECT_EQ(For(uniform, Program::kLlamaCpp).state, Opens::kYes);
  const Consequences quants = Of(model, FindBudgetPreset("k-quants-20")->spec);
  EXPECT_EQ(For(quants, Program::kGgufKQuants).state, Opens::kYes);
  const Consequences half = Of(testing::SmolLm2(), FindBudgetPreset("half")->spec);
  EXPECT_LE(half.parameters.now, half.parameters.dense / 2 + 1);
}

TEST(ConsequencesOf, AreQuickForTheLargestModels) {
  const ModelDescription model = testing::MakeModel(80, 8192, {64, 8, 28672}, 128, 128256);
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  ConsequenceRequest request;
  request.memory.uses = {MemoryUse::kTrain};
  for (const BudgetMode mode : {BudgetMode::kUniform,
                                BudgetMode::kCustom,
                                BudgetMode::kGlobal,
                                BudgetMode::kGlobalUniform}) {
    for (const std::int64_t alignment : {1, 8}) {
      BudgetSpec spec;
      spec.mode = mode;
      spec.ffn_alignment = alignment;
      spec.target = 0.3;
      for (std::int64_t layer = 0; layer < 80 && mode == BudgetMode::kCustom; ++layer) {
        const double ratio = 0.2 + 0.01 * static_cast<double>(layer % 50);
        spec.layers.push_back(
            {.layer = layer, .attention = {.ratio = ratio}, .ffn = {.ratio = ratio}});
      }
      BudgetPlan plan;
      const double solving = Milliseconds([&] {
        plan = ResolveBudget(model, families, spec, ExportProfile::kHfPerLayer, ExportDType::kBF16);
      });
      const double counting =
          Milliseconds([&] { (void)ConsequencesOf(model, families, std::move(plan), request); });
      fmt::print("{} alignment {}: solved in {:.1f} ms, counted in {:.1f} ms\n",
                 Name(mode),
                 alignment,
                 solving,
                 counting);
      // Told, not judged: machines differ. A quadratic step would take seconds.
      EXPECT_LT(solving, 5000.0);
      EXPECT_LT(counting, 5000.0);
    }
  }
}

}  // namespace
}  // namespace sentei::plan
