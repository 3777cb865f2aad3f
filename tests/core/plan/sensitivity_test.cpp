// SPDX-License-Identifier: Apache-2.0
#include "core/plan/sensitivity.h"

#include "core/plan/budget_solver.h"
#include "core/plan/census.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace sentei::plan {
namespace {

using testing::Caught;
using ::testing::HasSubstr;

constexpr auto kProfile = ExportProfile::kHfPerLayer;
constexpr auto kDType = ExportDType::kBF16;

SensitivityCurve Curve(std::int64_t layer, double at_full, double power = 2.0) {
  SensitivityCurve curve{layer, UnitKind::kFfnChannel, 3.0, {}};
  for (const double ratio : {0.25, 0.5, 0.75, 1.0}) {
    curve.points.push_back({ratio, 3.0 + at_full * std::pow(ratio, power)});
  }
  return curve;
}

/// Layers of `ffn` channels that may shrink one by one, attention locked, no other lock.
BudgetSpec FreeSpec(std::int64_t layers, double target) {
  BudgetSpec spec;
  spec.target = target;
  spec.ffn_alignment = 1;
  spec.attention_locked = true;
  spec.lock_outer_layers = false;
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    spec.layers.push_back({.layer = layer, .ffn = {.floor = 1}});
  }
  return spec;
}

double RiseOf(std::span<const SensitivityCurve> curves, const BudgetPlan& plan) {
  double rise = 0.0;
  for (const SensitivityCurve& curve : curves) {
    for (const FamilyPlan& family : plan.families) {
      if (family.layer != curve.layer || family.kind != curve.kind) continue;
      rise += LossRise(curve).At(1.0 - static_cast<double>(family.keep) /
                                           static_cast<double>(family.num_units));
    }
  }
  return rise;
}

/// The smallest rise over all counts that remove at least `asked`.
double BruteForce(std::span<const SensitivityCurve> curves,
                  std::int64_t units,
                  std::int64_t least,
                  std::int64_t cost,
                  std::int64_t asked) {
  double best = std::numeric_limits<double>::infinity();
  std::function<void(std::size_t, std::int64_t, double)> choose;
  choose = [&](std::size_t c, std::int64_t removed, double rise) {
    if (c == curves.size()) {
      if (removed >= asked) best = std::min(best, rise);
      return;
    }
    const LossRise curve(curves[c]);
    for (std::int64_t keep = units; keep >= least; --keep) {
      const double ratio = static_cast<double>(units - keep) / static_cast<double>(units);
      choose(c + 1, removed + cost * (units - keep), rise + curve.At(ratio));
    }
  };
  choose(0, 0, 0.0);
  return best;
}

TEST(LossRise, IsLinearBetweenPointsAndNeverFalls) {
  const LossRise rise({0, UnitKind::kFfnChannel, 3.0, {{0.8, 3.5}, {0.4, 3.2}, {0.6, 3.1}}});
  EXPECT_EQ(rise.At(0.0), 0.0);
  EXPECT_NEAR(rise.At(0.2), 0.1, 1e-12);
  EXPECT_NEAR(rise.At(0.6), 0.2, 1e-12) << "the dip is noise";
  EXPECT_NEAR(rise.At(0.7), 0.35, 1e-12);
  EXPECT_NEAR(rise.At(0.9), 0.65, 1e-12) << "goes on as it ended";
}

TEST(LossRise, ValuesThatAreNotFiniteAreTerribleAndGainsAreNone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const LossRise rise({0, UnitKind::kFfnChannel, 3.0, {{0.2, 2.9}, {0.4, nan}}});
  EXPECT_EQ(rise.At(0.2), 0.0);
  EXPECT_GT(rise.At(0.4), 100.0);
  EXPECT_EQ(LossRise({0, UnitKind::kFfnChannel, 3.0, {}}).At(0.5), 0.0);
}

TEST(SuggestBudget, IsOptimalForConvexCurvesOverEqualUnits) {
  std::mt19937 random(5);
  const ModelDescription model = testing::MakeModel(4, 8, {2, 2, 12}, 4, 10);
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  std::uniform_real_distribution<double> draw(0.01, 3.0);
  for (int round = 0; round < 40; ++round) {
    std::vector<SensitivityCurve> curves;
    for (std::int64_t layer = 0; layer < 4; ++layer) {
      curves.push_back(Curve(layer, draw(random), 1.0 + draw(random)));
    }
    const BudgetSpec base = FreeSpec(4, 0.02 + 0.12 * draw(random) / 3.0);
    const BudgetSuggestion got = SuggestBudget(model, families, curves, base, kProfile, kDType);
    const BudgetPlan plan = ResolveBudget(model, families, got.spec, kProfile, kDType);
    EXPECT_EQ(plan.reached, got.removed);
    EXPECT_GE(got.removed, got.asked);
    EXPECT_NEAR(RiseOf(curves, plan), got.loss_rise, 1e-9);
    const double best = BruteForce(curves, 12, 3, families[1].unit_cost, got.asked);
    EXPECT_NEAR(got.loss_rise, best, 1e-9) << "round " << round;
  }
}

TEST(SuggestBudget, TakesMostWhereItHurtsLeast) {
  const ModelDescription model = testing::SmolLm2();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  std::vector<SensitivityCurve> curves;
  for (std::int64_t layer = 3; layer < 29; ++layer) {
    curves.push_back(Curve(layer, layer == 10 ? 0.01 : layer == 20 ? 50.0 : 1.0));
  }
  const BudgetSpec base;
  const BudgetSuggestion got = SuggestBudget(model, families, curves, base, kProfile, kDType);
  const BudgetPlan plan = ResolveBudget(model, families, got.spec, kProfile, kDType);
  EXPECT_EQ(got.spec.mode, BudgetMode::kCustom);
  EXPECT_EQ(got.measured, 26);
  EXPECT_GE(plan.reached, got.asked);
  EXPECT_EQ(plan.families[21].keep, 384) << "the cap of 0.75";
  EXPECT_GT(plan.families[41].keep, plan.families[31].keep);
  EXPECT_EQ(plan.families[1].keep, 1536) << "outer layers stay locked";
  for (const FamilyPlan& family : plan.families)
    EXPECT_EQ(family.keep % (family.group() == FamilyGroup::kFfn ? 8 : 1), 0);
  const BudgetPlan even = ResolveBudget(model, families, base, kProfile, kDType);
  EXPECT_LT(got.loss_rise, RiseOf(curves, even));
}

TEST(SuggestBudget, WhatWasNotMeasuredStaysAsTheBaseHasIt) {
  const ModelDescription model = testing::SmolLm2();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  const std::vector<SensitivityCurve> curves{Curve(5, 0.1), Curve(6, 4.0)};
  BudgetSpec base;
  base.layers = {{.layer = 8, .ffn = {.cap = 0.1}}};
  const BudgetSuggestion got = SuggestBudget(model, families, curves, base, kProfile, kDType);
  const BudgetPlan plan = ResolveBudget(model, families, got.spec, kProfile, kDType);
  const BudgetPlan before = ResolveBudget(model, families, base, kProfile, kDType);
  EXPECT_EQ(got.measured, 2);
  for (std::size_t f = 0; f < plan.families.size(); ++f) {
    if (f == 11 || f == 13) continue;
    EXPECT_EQ(plan.families[f].keep, before.families[f].keep) << f;
  }
  EXPECT_LT(plan.families[11].keep, before.families[11].keep);
  EXPECT_GT(plan.families[13].keep, before.families[13].keep);
  EXPECT_GE(plan.reached, before.asked);
}

TEST(SuggestBudget, ObeysLocksCapsFloorsAndFixedCounts) {
  const ModelDescription model = testing::SmolLm2();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  std::vector<SensitivityCurve> curves;
  for (std::int64_t layer = 0; layer < 30; ++layer) curves.push_back(Curve(layer, 1.0));
  BudgetSpec base;
  base.layers = {{.layer = 4, .ffn = {.locked = true}},
                 {.layer = 5, .ffn = {.cap = 0.1}},
                 {.layer = 6, .ffn = {.floor = 1500}},
                 {.layer = 7, .ffn = {.keep = 800}}};
  const BudgetSuggestion got = SuggestBudget(model, families, curves, base, kProfile, kDType);
  const BudgetPlan plan = ResolveBudget(model, families, got.spec, kProfile, kDType);
  EXPECT_EQ(plan.families[9].keep, 1536);
  EXPECT_GE(plan.families[11].keep, 1383);
  EXPECT_GE(plan.families[13].keep, 1500);
  EXPECT_EQ(plan.families[15].keep, 800);
  EXPECT_EQ(plan.families[1].keep, 1536);
}

TEST(SuggestBudget, KeepsWidthsEqualWhereTheProfileNeedsIt) {
  const ModelDescription model = testing::SmolLm2();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  const std::vector<SensitivityCurve> curves{Curve(3, 0.5), Curve(9, 1.0)};
  const BudgetSuggestion got =
      SuggestBudget(model, families, curves, {}, ExportProfile::kGguf, ExportDType::kQ8_0);
  const BudgetPlan plan =
      ResolveBudget(model, families, got.spec, ExportProfile::kGguf, ExportDType::kQ8_0);
  EXPECT_TRUE(WithKeptCounts(model, families, plan.Keeps()).IsUniform());
  EXPECT_EQ(plan.families[1].keep % 32, 0);
  EXPECT_GE(plan.reached, got.asked);
}

TEST(SuggestBudget, AnUndrawnCustomBudgetTakesFromMeasuredLayersAlone) {
  const ModelDescription model = testing::SmolLm2();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  BudgetSpec base;
  base.mode = BudgetMode::kCustom;
  base.target = 0.01;
  const std::vector<SensitivityCurve> curves{Curve(5, 0.1), Curve(6, 4.0)};
  const BudgetSuggestion got = SuggestBudget(model, families, curves, base, kProfile, kDType);
  const BudgetPlan plan = ResolveBudget(model, families, got.spec, kProfile, kDType);
  EXPECT_EQ(plan.families[15].keep, 1536);
  EXPECT_GE(plan.reached, got.asked);
  base.target = 0.2;
  EXPECT_THAT(
      Caught([&] { (void)SuggestBudget(model, families, curves, base, kProfile, kDType); }).what(),
      HasSubstr("measured layers"));
}

}  // namespace
}  // namespace sentei::plan
