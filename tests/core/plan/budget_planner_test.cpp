// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_planner.h"

#include "core/plan/schedule.h"
#include "tests/core/plan/random_budgets.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <string>

namespace sentei::plan {
namespace {

using testing::Caught;
using testing::Llama7B;
using testing::MakeModel;
using testing::RandomBudget;
using testing::RandomCase;
using testing::SmolLm2;

UnitScores RandomScores(std::span<const UnitFamily> families, std::mt19937& random) {
  UnitScores scores;
  for (const UnitFamily& family : families) {
    // Families of different importance, units log-normal within them.
    std::lognormal_distribution<float> draw(std::uniform_real_distribution<float>(0, 2)(random));
    auto& own = scores.emplace_back(static_cast<std::size_t>(family.num_units));
    std::generate(own.begin(), own.end(), [&] { return draw(random); });
  }
  return scores;
}

std::vector<double> Shares() {
  std::vector<double> shares;
  for (const PruneMoment& moment : PruneMoments({.steps = 100})) shares.push_back(moment.sigma);
  return shares;
}

UnitFamily FfnOf(std::int64_t units) {
  return BuildUnitFamilies(MakeModel(1, 8, {2, 2, units}, 4, 10), UnitKind::kKvGroup)[1];
}

TEST(SelectUnits, TakesTheLowestAndBreaksTiesByIndex) {
  const UnitFamily family = FfnOf(6);
  const std::vector<float> scores{3, 1, 2, 1, 5, 1};
  const std::vector<bool> all(6, true);
  EXPECT_EQ(SelectUnits(family, scores, all, 4),
            (std::vector<bool>{true, false, true, false, true, true}));
  EXPECT_EQ(SelectUnits(family, scores, all, 6), all);
}

TEST(SelectUnits, LeavesUnitsAwayThatHaveLeft) {
  const UnitFamily family = FfnOf(5);
  const std::vector<bool> keep{false, true, true, true, true};
  const std::vector<float> scores{9, 4, 3, 2, 1};
  EXPECT_EQ(SelectUnits(family, scores, keep, 3),
            (std::vector<bool>{false, true, true, true, false}));
  EXPECT_EQ(SelectUnits(family, scores, keep, 5), keep) << "nothing returns";
}

TEST(SelectUnits, TakesOneHeadOfEveryGroupForAStripe) {
  const auto model = MakeModel(1, 8, {6, 2, 8}, 4, 10);
  const UnitFamily family = BuildUnitFamilies(model, UnitKind::kQueryStripe)[0];
  const std::vector<float> scores{1, 2, 3, 9, 8, 7};
  const std::vector<bool> all(6, true);
  EXPECT_EQ(RemovalOrder(family, scores, all), (std::vector<std::int64_t>{0, 5, 1, 4, 2, 3}));
  EXPECT_EQ(SelectUnits(family, scores, all, 4),
            (std::vector<bool>{false, true, true, true, true, false}));
  EXPECT_EQ(Caught([&] { (void)SelectUnits(family, scores, all, 5); }).code(),
            ErrorCode::kInternal);
}

TEST(SelectUnits, RefusesScoresThatAreNotFinite) {
  const UnitFamily family = FfnOf(3);
  const std::vector<bool> all(3, true);
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const Error error = Caught([&] {
      (void)SelectUnits(family, std::vector<float>{1, bad, 2}, all, 2);
    });
    EXPECT_EQ(error.code(), ErrorCode::kInternal);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("unit 1"));
  }
  const std::vector<bool> dead{true, false, true};
  const std::vector<float> scores{1, std::numeric_limits<float>::quiet_NaN(), 2};
  EXPECT_NO_THROW((void)SelectUnits(family, scores, dead, 1));
}

TEST(SelectUnits, FollowsAPermutationOfTheUnits) {
  std::mt19937 random(3);
  const UnitFamily family = FfnOf(40);
  std::vector<float> scores(40);
  std::iota(scores.begin(), scores.end(), 0.5F);
  std::shuffle(scores.begin(), scores.end(), random);
  std::vector<std::size_t> order(40);
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<float> moved(40);
  for (std::size_t i = 0; i < 40; ++i) moved[i] = scores[order[i]];
  const std::vector<bool> all(40, true);
  const auto before = SelectUnits(family, scores, all, 17);
  const auto after = SelectUnits(family, moved, all, 17);
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(after[i], before[order[i]]);
}

/// A case the solver accepts, so that events can be played through.
RandomCase SolvableCase(std::mt19937& random, BudgetPlan& plan) {
  for (;;) {
    RandomCase setting = RandomBudget(random);
    try {
      plan = setting.Resolve();
      return setting;
    } catch (const Error&) {
    }
  }
}

void ExpectWithin(const BudgetPlan& plan, const std::vector<std::int64_t>& counts) {
  for (std::size_t f = 0; f < counts.size(); ++f) {
    EXPECT_LE(counts[f], plan.families[f].num_units);
    EXPECT_GE(counts[f], plan.families[f].choices.back());
  }
}

void ExpectEqualWidths(const BudgetPlan& plan, const std::vector<std::int64_t>& counts) {
  if (!NeedsUniformWidths(plan.profile)) return;
  for (std::size_t f = 2; f < counts.size(); ++f) EXPECT_EQ(counts[f], counts[f % 2]);
}

TEST(CountsAt, EndsAtThePlanWithinTheCapsOnRandomBudgets) {
  std::mt19937 random(41);
  for (int i = 0; i < 500; ++i) {
    BudgetPlan plan;
    const RandomCase setting = SolvableCase(random, plan);
    SCOPED_TRACE(nlohmann::json(setting.spec).dump());
    const RankKey key = i % 2 == 0 ? RankKey::kPerParameter : RankKey::kZScore;
    KeepMask keep = AllKept(setting.families);
    std::vector<std::int64_t> before = KeptCounts(keep);
    for (const double share : Shares()) {
      const UnitScores scores = RandomScores(setting.families, random);
      const KeepMask next = NextKeepMask(plan, setting.families, share, keep, scores, key);
      const auto counts = KeptCounts(next);
      ExpectWithin(plan, counts);
      ExpectEqualWidths(plan, counts);
      for (std::size_t f = 0; f < counts.size(); ++f) {
        EXPECT_LE(counts[f], before[f]);
        EXPECT_EQ(counts[f] % UnitQuantum(setting.families[f]), 0);
        for (std::size_t u = 0; u < next[f].size(); ++u) EXPECT_TRUE(keep[f][u] || !next[f][u]);
      }
      keep = next;
      before = counts;
    }
    const std::int64_t removed = RemovedParameters(setting.families, before);
    EXPECT_GE(removed, plan.asked);
    if (!plan.DecidedByScores()) {
      EXPECT_EQ(before, plan.Keeps());
      continue;
    }
    for (std::size_t f = 0; f < before.size(); ++f) {
      EXPECT_THAT(plan.families[f].choices, ::testing::Contains(before[f]));
    }
    if (removed > plan.forced) {
      EXPECT_LT(removed, plan.asked + plan.step) << plan.sentence;
    }
  }
}

/// Other caps, floors and locks for the same target.
BudgetSpec WithOtherLimits(const RandomCase& setting, std::mt19937& random) {
  const auto draw = [&random](double most) {
    return std::uniform_real_distribution<double>(0.0, most)(random);
  };
  BudgetSpec spec = setting.spec;
  if (draw(1.0) < 0.3) spec.default_cap = 0.3 + draw(0.7);
  for (LayerLimit& layer : spec.layers) {
    for (FamilyLimit* limit : {&layer.attention, &layer.ffn}) {
      if (draw(1.0) < 0.3) limit->cap = 0.2 + draw(0.8);
      if (draw(1.0) < 0.1) limit->locked = !limit->locked.value_or(false);
    }
  }
  return spec;
}

/// Prunes until `until` of the schedule's events are over.
KeepMask PlayEvents(const BudgetPlan& plan,
                    const RandomCase& setting,
                    std::span<const double> shares,
                    KeepMask keep,
                    std::mt19937& random) {
  for (const double share : shares) {
    keep =
        NextKeepMask(plan, setting.families, share, keep, RandomScores(setting.families, random));
  }
  return keep;
}

TEST(ReplanBudget, ReachesTheTargetFromWhereverARunStandsWithinTheNewCaps) {
  std::mt19937 random(97);
  const std::vector<double> shares = Shares();
  int replanned = 0;
  for (int i = 0; i < 600; ++i) {
    BudgetPlan plan;
    const RandomCase setting = SolvableCase(random, plan);
    const auto done = std::uniform_int_distribution<std::size_t>(0, shares.size() - 1)(random);
    const KeepMask keep =
        PlayEvents(plan, setting, std::span(shares).first(done), AllKept(setting.families), random);
    const auto before = KeptCounts(keep);
    const BudgetSpec spec = i % 4 == 0 ? setting.spec : WithOtherLimits(setting, random);
    SCOPED_TRACE(nlohmann::json(spec).dump() + " after event " + std::to_string(done));
    BudgetPlan next;
    try {
      next = ReplanBudget(
          setting.model, setting.families, spec, setting.profile, setting.dtype, before);
    } catch (const Error& refused) {
      EXPECT_EQ(refused.code(), ErrorCode::kUsage);
      EXPECT_NE(i % 4, 0) << "unchanged limits hold: " << refused.what();
      continue;
    }
    ++replanned;
    for (std::size_t f = 0; f < before.size(); ++f) EXPECT_LE(next.families[f].keep, before[f]);
    EXPECT_GE(next.reached, next.asked);
    const auto after =
        KeptCounts(PlayEvents(next, setting, std::span(shares).subspan(done), keep, random));
    ExpectWithin(next, after);
    ExpectEqualWidths(next, after);
    for (std::size_t f = 0; f < after.size(); ++f) EXPECT_LE(after[f], before[f]);
    const std::int64_t removed = RemovedParameters(setting.families, after);
    EXPECT_GE(removed, next.asked);
    if (removed > next.forced) {
      EXPECT_LT(removed, next.asked + next.step) << next.sentence;
    }
    if (!next.DecidedByScores()) {
      EXPECT_EQ(after, next.Keeps());
    }
  }
  EXPECT_GT(replanned, 250);
}

TEST(ReplanBudget, FromAWholeModelIsThePlanItself) {
  std::mt19937 random(101);
  for (int i = 0; i < 100; ++i) {
    BudgetPlan plan;
    const RandomCase setting = SolvableCase(random, plan);
    const auto whole = KeptCounts(AllKept(setting.families));
    const BudgetPlan again = ReplanBudget(
        setting.model, setting.families, setting.spec, setting.profile, setting.dtype, whole);
    EXPECT_EQ(again.Keeps(), plan.Keeps());
    EXPECT_EQ(again.sentence, plan.sentence);
  }
}

TEST(ReplanBudget, NamesTheLayerThatHasLostMoreThanItsNewCap) {
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
  auto kept = KeptCounts(AllKept(families));
  kept[2 * 7 + 1] = 1000;
  BudgetSpec spec;
  spec.layers.push_back({.layer = 7, .ffn = {.cap = 0.3}});
  const auto replan = [&] {
    return ReplanBudget(
        SmolLm2(), families, spec, ExportProfile::kHfPerLayer, ExportDType::kBF16, kept);
  };
  const Error error = Caught([&] { static_cast<void>(replan()); });
  EXPECT_EQ(error.code(), ErrorCode::kUsage);
  EXPECT_THAT(error.what(), ::testing::HasSubstr("FFN of layer 7 has lost 536 of its 1536"));
  spec.layers[0].ffn = {.locked = true};
  EXPECT_EQ(Caught([&] { static_cast<void>(replan()); }).code(), ErrorCode::kUsage);
  spec.layers[0].ffn = {.cap = 0.4};
  EXPECT_GE(replan().families[2 * 7 + 1].keep, 922);
  EXPECT_LE(replan().families[2 * 7 + 1].keep, 1000);
  spec.default_cap = 0.1;
  EXPECT_THAT(Caught([&] { static_cast<void>(replan()); }).what(),
              ::testing::HasSubstr("may leave"));
}

TEST(CountsAt, RoundsHalfUpOnTheWayInLocalModes) {
  BudgetSpec spec;
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
  const BudgetPlan plan =
      ResolveBudget(SmolLm2(), families, spec, ExportProfile::kHfUniform, ExportDType::kBF16);
  const KeepMask keep = AllKept(families);
  for (const double share : {0.0, 0.1, 0.37, 0.5, 0.999, 1.0}) {
    const auto counts = CountsAt(plan, families, share, keep, {});
    EXPECT_EQ(counts[1], 1536 - std::lround(520 * share));
    EXPECT_EQ(counts[0], 3);
    ExpectEqualWidths(plan, counts);
  }
}

BudgetPlan GlobalPlan(const ModelDescription& model, double target) {
  BudgetSpec spec;
  spec.mode = BudgetMode::kGlobal;
  spec.target = target;
  return ResolveBudget(model,
                       BuildUnitFamilies(model, spec.attention_kind),
                       spec,
                       ExportProfile::kHfPerLayer,
                       ExportDType::kBF16);
}

TEST(GlobalRanking, TakesMoreFromLayersThatMatterLess) {
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
  const BudgetPlan plan = GlobalPlan(SmolLm2(), 0.2);
  std::mt19937 random(43);
  UnitScores scores = RandomScores(families, random);
  for (float& score : scores[2 * 10 + 1]) score *= 1e-4F;
  for (float& score : scores[2 * 20 + 1]) score *= 1e4F;
  const auto counts = CountsAt(plan, families, 1.0, AllKept(families), scores);
  EXPECT_EQ(counts[2 * 10 + 1], 384) << "down to its cap";
  EXPECT_EQ(counts[2 * 20 + 1], 1536);
  EXPECT_EQ(counts[1], 1536) << "locked";
  const auto standardised =
      CountsAt(plan, families, 1.0, AllKept(families), scores, RankKey::kZScore);
  EXPECT_GT(standardised[2 * 10 + 1], 384) << "the z-score does not see a layer's scale";
  EXPECT_LT(standardised[2 * 20 + 1], 1536);
}

TEST(GlobalRanking, SparesALayerFromEarlyScores) {
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
  const BudgetPlan plan = GlobalPlan(SmolLm2(), 0.2);
  std::mt19937 random(47);
  UnitScores scores = RandomScores(families, random);
  for (float& score : scores[2 * 10 + 1]) score *= 1e-4F;
  const std::int64_t early = CountsAt(plan, families, 0.1, AllKept(families), scores)[2 * 10 + 1];
  EXPECT_EQ(early, 1536 - 288) << "a quarter of its cap of 1152";
}

/// The cheapest way to remove enough with one group of equal costs is the lowest keys overall.
TEST(GlobalRanking, AgreesWithSortingAllUnitsWhereNothingElseBinds) {
  std::mt19937 random(53);
  const ModelDescription model = MakeModel(6, 8, {8, 8, 40}, 2, 10);
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  BudgetSpec spec;
  spec.mode = BudgetMode::kGlobal;
  spec.attention_locked = true;
  spec.lock_outer_layers = false;
  spec.ffn_alignment = 1;
  spec.default_cap = 1.0;
  for (std::int64_t layer = 0; layer < 6; ++layer) {
    spec.layers.push_back({.layer = layer, .ffn = {.floor = 1}});
  }
  for (int i = 0; i < 100; ++i) {
    spec.target = std::uniform_real_distribution<double>(0.05, 0.4)(random);
    const BudgetPlan plan =
        ResolveBudget(model, families, spec, ExportProfile::kHfPerLayer, ExportDType::kBF16);
    const UnitScores scores = RandomScores(families, random);
    std::vector<float> all;
    for (std::size_t f = 1; f < scores.size(); f += 2) {
      all.insert(all.end(), scores[f].begin(), scores[f].end());
    }
    std::sort(all.begin(), all.end());
    const std::int64_t cost = families[1].unit_cost;
    const auto leaving = static_cast<std::size_t>((plan.asked + cost - 1) / cost);
    const KeepMask kept =
        NextKeepMask(plan, families, 1.0, AllKept(families), scores, RankKey::kPerParameter);
    std::size_t gone = 0;
    for (std::size_t f = 1; f < scores.size(); f += 2) {
      for (std::size_t u = 0; u < scores[f].size(); ++u) {
        gone += kept[f][u] ? 0U : 1U;
        const bool sole = KeptCounts(kept)[f] == 1;
        if (!sole) {
          EXPECT_EQ(kept[f][u], scores[f][u] >= all[leaving]);
        }
      }
    }
    EXPECT_EQ(gone, leaving);
  }
}

TEST(GlobalUniform, DividesByScoresAndKeepsLayersEqual) {
  BudgetSpec spec;
  spec.mode = BudgetMode::kGlobalUniform;
  const ModelDescription model = Llama7B();
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  const BudgetPlan plan =
      ResolveBudget(model, families, spec, ExportProfile::kHfUniform, ExportDType::kBF16);
  std::mt19937 random(59);
  UnitScores heads_matter = RandomScores(families, random);
  UnitScores channels_matter = heads_matter;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const auto cost = static_cast<float>(families[f].unit_cost);
    for (float& score : heads_matter[f]) score *= f % 2 == 0 ? 10.0F * cost : cost;
    for (float& score : channels_matter[f]) score *= f % 2 == 0 ? cost : 10.0F * cost;
  }
  const KeepMask all = AllKept(families);
  const auto a = CountsAt(plan, families, 1.0, all, heads_matter);
  const auto b = CountsAt(plan, families, 1.0, all, channels_matter);
  ExpectEqualWidths(plan, a);
  ExpectEqualWidths(plan, b);
  EXPECT_GT(a[0], b[0]);
  EXPECT_LT(a[1], b[1]);
  for (const auto& counts : {a, b}) {
    const std::int64_t removed = RemovedParameters(families, counts);
    EXPECT_GE(removed, plan.asked);
    EXPECT_LT(removed, plan.asked + plan.step);
  }
}

}  // namespace
}  // namespace sentei::plan
