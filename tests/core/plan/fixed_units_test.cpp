// SPDX-License-Identifier: Apache-2.0
// Units that a budget protects or forces, from the file to the masks.
#include "core/plan/fixed_units.h"

#include "core/plan/budget_planner.h"
#include "tests/core/plan/random_budgets.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace sentei::plan {
namespace {

using nlohmann::json;
using testing::Caught;
using ::testing::HasSubstr;
using testing::MakeModel;
using testing::RandomBudget;
using testing::RandomCase;
using testing::SmolLm2;
using Units = std::vector<std::int64_t>;

constexpr BudgetMode kModes[] = {
    BudgetMode::kUniform, BudgetMode::kCustom, BudgetMode::kGlobal, BudgetMode::kGlobalUniform};

BudgetPlan Resolve(const ModelDescription& model,
                   const BudgetSpec& spec,
                   ExportProfile profile = ExportProfile::kHfPerLayer) {
  return ResolveBudget(
      model, BuildUnitFamilies(model, spec.attention_kind), spec, profile, ExportDType::kBF16);
}

TEST(FixedUnitsFile, ReadsBackWhatItWroteAndLeavesEmptyListsOut) {
  BudgetSpec spec;
  spec.layers = {
      {.layer = 4, .attention = {.protected_units = {0}}, .ffn = {.forced_units = {3, 7}}}};
  const json written = spec;
  EXPECT_EQ(written["layers"][0].dump(),
            R"({"attention":{"protected":[0]},"ffn":{"forced":[3,7]},"layer":4})");
  EXPECT_EQ(written.get<BudgetSpec>(), spec);
  EXPECT_EQ(json(written.get<BudgetSpec>()), written);
  spec.layers = {{.layer = 4, .ffn = {.cap = 0.5}}};
  EXPECT_EQ(json(spec)["layers"][0].dump(), R"({"ffn":{"cap":0.5},"layer":4})");
}

TEST(FixedUnitsFile, SortsUnitsThatWereWrittenInAnotherOrder) {
  const auto spec = json::parse(R"({"layers": [{"layer": 0, "ffn": {"protected": [9, 2, 5]}}]})")
                        .get<BudgetSpec>();
  EXPECT_EQ(spec.layers[0].ffn.protected_units, (Units{2, 5, 9}));
}

TEST(FixedUnitsFile, NamesWhatIsWrongByItsPath) {
  const auto message = [](std::string_view family) {
    const Error error = Caught([&] {
      (void)json::parse(fmt::format(R"({{"layers": [{{"layer": 2, "ffn": {}}}]}})", family))
          .get<BudgetSpec>();
    });
    EXPECT_EQ(error.code(), ErrorCode::kUsage) << family;
    return std::string(error.what());
  };
  EXPECT_THAT(message(R"({"protected": 3})"),
              HasSubstr("budget.layers[0].ffn.protected is no list"));
  EXPECT_THAT(message(R"({"forced": [1, -2]})"), HasSubstr("budget.layers[0].ffn.forced[1] is -2"));
  EXPECT_THAT(message(R"({"forced": [0.5]})"), HasSubstr("budget.layers[0].ffn.forced[0] is 0.5"));
  EXPECT_THAT(message(R"({"forced": [1e30]})"), HasSubstr("budget.layers[0].ffn.forced[0]"));
  EXPECT_THAT(message(R"({"protected": [4, 1, 4]})"),
              HasSubstr("budget.layers[0].ffn.protected lists unit 4 twice"));
  EXPECT_THAT(message(R"({"protected": [1, 4], "forced": [4, 5]})"),
              HasSubstr("budget.layers[0].ffn protects and forces unit 4"));
}

TEST(FixedUnitsFile, AreAscendingWhereverASpecComesFrom) {
  BudgetSpec spec;
  spec.layers = {{.layer = 0, .ffn = {.forced_units = {5, 3}}}};
  EXPECT_THAT(Caught([&] { Validate(spec); }).what(), HasSubstr("unit 3 after 5"));
  spec.layers = {{.layer = 0, .attention = {.protected_units = {-1}}}};
  EXPECT_THAT(Caught([&] { Validate(spec); }).what(), HasSubstr("attention.protected"));
}

Units Numbers(std::int64_t count) {
  Units units(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < units.size(); ++i) units[i] = static_cast<std::int64_t>(i);
  return units;
}

TEST(FixedUnits, ThatContradictTheModelOrALimitAreRefusedInOneSentence) {
  const auto refusal = [](const FamilyLimit& ffn) {
    BudgetSpec spec;
    spec.layers = {{.layer = 4, .ffn = ffn}};
    const Error error = Caught([&] { (void)Resolve(SmolLm2(), spec); });
    EXPECT_EQ(error.code(), ErrorCode::kUsage) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("FFN of layer 4"));
    return std::string(error.what());
  };
  EXPECT_THAT(refusal({.protected_units = {3, 1536}}), HasSubstr("unit 1536 is protected"));
  EXPECT_THAT(refusal({.forced_units = {1600}}), HasSubstr("unit 1600 is forced"));
  EXPECT_THAT(refusal({.locked = true, .forced_units = {7}}), HasSubstr("locked, yet unit 7"));
  EXPECT_THAT(refusal({.cap = 0.01, .forced_units = Numbers(16)}), HasSubstr("more than its cap"));
  EXPECT_THAT(refusal({.floor = 1530, .forced_units = Numbers(7)}), HasSubstr("below its floor"));
  EXPECT_THAT(refusal({.floor = 1534, .forced_units = {0}}), HasSubstr("multiples of 8"));
  EXPECT_THAT(refusal({.keep = 1500, .forced_units = Numbers(40)}), HasSubstr("only 1496 of 1536"));
  EXPECT_THAT(refusal({.keep = 100, .protected_units = Numbers(101)}), HasSubstr("need 101"));
  EXPECT_THAT(refusal({.forced_units = Numbers(1200)}), HasSubstr("cap 0.75")) << "the default cap";
}

TEST(FixedUnits, OfQueryStripesCountByTheFullestGroup) {
  const auto model = MakeModel(1, 8, {12, 3, 64}, 4, 10);
  const UnitFamily family = BuildUnitFamilies(model, UnitKind::kQueryStripe)[0];
  EXPECT_EQ(FewestWith(family, Units{}), 0);
  EXPECT_EQ(FewestWith(family, Units{0, 4, 8}), 3);
  EXPECT_EQ(FewestWith(family, Units{0, 1, 8}), 6);
  BudgetSpec spec;
  spec.attention_kind = UnitKind::kQueryStripe;
  spec.layers = {{.layer = 0,
                  .attention = {.cap = 1.0, .protected_units = {0, 1, 2}, .forced_units = {8, 9}}}};
  EXPECT_THAT(Caught([&] { (void)Resolve(model, spec); }).what(),
              HasSubstr("its forced units let 6 of 12 stay, but its protected units need 9"));
}

TEST(FixedUnits, ReachTheLargestTargetAndItsReason) {
  BudgetSpec spec;
  spec.target = 0.35;
  for (std::int64_t layer = 3; layer < 29; ++layer) {
    spec.layers.push_back({.layer = layer, .ffn = {.protected_units = Numbers(800)}});
  }
  EXPECT_THAT(Caught([&] { (void)Resolve(SmolLm2(), spec); }).what(),
              HasSubstr("800 protected units on the FFN of layers 3-28"));
}

TEST(FixedUnits, ForcedInAFamilyKeptWholeByDefaultLeaveItAlone) {
  BudgetSpec spec;
  spec.layers = {{.layer = 0, .ffn = {.forced_units = {3, 9}}},
                 {.layer = 9, .attention = {.forced_units = {1}}}};
  for (const BudgetMode mode : {BudgetMode::kUniform, BudgetMode::kGlobal}) {
    spec.mode = mode;
    const BudgetPlan plan = Resolve(SmolLm2(), spec);
    EXPECT_EQ(plan.families[1].choices, Units{1528}) << "rounded to the alignment";
    EXPECT_EQ(plan.families[18].choices, Units{2});
    EXPECT_EQ(plan.families[16].kept_whole, KeptWhole::kFewUnits);
    EXPECT_EQ(plan.forced, 8 * 1728 + 294'912);
    EXPECT_THAT(plan.notes, ::testing::Contains(HasSubstr("3 are forced")));
  }
}

TEST(FixedUnits, AloneAreABudgetInModeCustom) {
  BudgetSpec spec;
  spec.mode = BudgetMode::kCustom;
  spec.ffn_alignment = 1;
  spec.layers = {{.layer = 6, .ffn = {.forced_units = {3, 9, 11}}}};
  const BudgetPlan plan = Resolve(SmolLm2(), spec);
  EXPECT_EQ(plan.reached, 3 * 1728);
  EXPECT_EQ(plan.families[13].keep, 1533);
}

TEST(FixedUnits, ForcedInOneLayerTakeAsManyFromEveryLayerOfAUniformProfile) {
  BudgetSpec spec;
  spec.target = 0.0;
  spec.layers = {{.layer = 6, .ffn = {.forced_units = Numbers(9)}}};
  const BudgetPlan plan = Resolve(SmolLm2(), spec, ExportProfile::kHfUniform);
  for (std::size_t f = 1; f < plan.families.size(); f += 2) EXPECT_EQ(plan.families[f].keep, 1520);
  spec.layers.push_back({.layer = 8, .ffn = {.protected_units = Numbers(1530)}});
  EXPECT_THAT(Caught([&] { (void)Resolve(SmolLm2(), spec, ExportProfile::kHfUniform); }).what(),
              HasSubstr("share"));
}

TEST(RemovalOrder, PutsForcedUnitsFirstAndProtectedOnesLast) {
  const auto model = MakeModel(1, 8, {6, 2, 6}, 4, 10);
  const std::vector<float> scores{1, 2, 3, 9, 8, 7};
  const std::vector<bool> all(6, true);
  const Units guarded{0, 4};
  const Units forced{2, 3};
  const FixedUnits fixed{guarded, forced};
  const UnitFamily ffn = BuildUnitFamilies(model, UnitKind::kKvGroup)[1];
  EXPECT_EQ(RemovalOrder(ffn, scores, all, fixed), (Units{2, 3, 1, 5, 0, 4}));
  const UnitFamily heads = BuildUnitFamilies(model, UnitKind::kQueryStripe)[0];
  EXPECT_EQ(RemovalOrder(heads, scores, all, fixed), (Units{2, 3, 1, 5, 0, 4}));
  EXPECT_EQ(SelectUnits(ffn, scores, all, 3, fixed),
            (std::vector<bool>{true, false, false, false, true, true}));
  EXPECT_EQ(Caught([&] { (void)SelectUnits(ffn, scores, all, 1, fixed); }).code(),
            ErrorCode::kInternal);
}

/// Units of a family drawn without repetition and divided between the two lists.
void DrawUnits(const UnitFamily& family, std::mt19937& random, FamilyLimit& limit) {
  Units units = Numbers(family.num_units);
  std::shuffle(units.begin(), units.end(), random);
  const auto some = [&](std::int64_t most) {
    return std::uniform_int_distribution<std::ptrdiff_t>(0,
                                                         std::max<std::int64_t>(1, most))(random);
  };
  const auto guarded = std::min<std::ptrdiff_t>(some(family.num_units / 3), std::ssize(units));
  const auto forced =
      std::min<std::ptrdiff_t>(some(family.num_units / 4), std::ssize(units) - guarded);
  limit.protected_units.assign(units.begin(), units.begin() + guarded);
  limit.forced_units.assign(units.begin() + guarded, units.begin() + guarded + forced);
  std::sort(limit.protected_units.begin(), limit.protected_units.end());
  std::sort(limit.forced_units.begin(), limit.forced_units.end());
}

/// A random budget with fixed units in some families that the solver accepts.
RandomCase SolvableCase(std::mt19937& random, BudgetMode mode, BudgetPlan& plan) {
  for (;;) {
    RandomCase setting = RandomBudget(random);
    setting.spec.mode = mode;
    setting.spec.target = std::min(setting.spec.target, 0.3);
    for (LayerLimit& layer : setting.spec.layers) {
      const auto at = static_cast<std::size_t>(2 * layer.layer);
      if (random() % 2 == 0) DrawUnits(setting.families[at], random, layer.attention);
      if (random() % 2 == 0) DrawUnits(setting.families[at + 1], random, layer.ffn);
    }
    try {
      plan = setting.Resolve();
      const bool used =
          std::any_of(plan.families.begin(), plan.families.end(), [](const FamilyPlan& family) {
            return family.protected_count + family.forced_count > 0;
          });
      if (used) return setting;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage) << error.what();
    }
  }
}

UnitScores RandomScores(std::span<const UnitFamily> families, std::mt19937& random) {
  UnitScores scores;
  std::lognormal_distribution<float> draw;
  for (const UnitFamily& family : families) {
    auto& own = scores.emplace_back(static_cast<std::size_t>(family.num_units));
    std::generate(own.begin(), own.end(), [&] { return draw(random); });
  }
  return scores;
}

/// Scores that would do the opposite: forced units matter most, protected ones least.
void Tempt(const BudgetPlan& plan, UnitScores& scores) {
  for (std::size_t f = 0; f < scores.size(); ++f) {
    for (const std::int64_t unit : plan.families[f].protected_units) {
      scores[f][static_cast<std::size_t>(unit)] = 0.0F;
    }
    for (const std::int64_t unit : plan.families[f].forced_units) {
      scores[f][static_cast<std::size_t>(unit)] = 1e6F;
    }
  }
}

void ExpectFixedUnitsHold(const BudgetPlan& plan, const KeepMask& keep) {
  for (std::size_t f = 0; f < keep.size(); ++f) {
    for (const std::int64_t unit : plan.families[f].protected_units) {
      EXPECT_TRUE(keep[f][static_cast<std::size_t>(unit)]) << "family " << f << " unit " << unit;
    }
    for (const std::int64_t unit : plan.families[f].forced_units) {
      EXPECT_FALSE(keep[f][static_cast<std::size_t>(unit)]) << "family " << f << " unit " << unit;
    }
  }
}

class RandomFixedUnits : public ::testing::TestWithParam<BudgetMode> {};

TEST_P(RandomFixedUnits, HoldAtEveryEventAndEndAtThePlan) {
  std::mt19937 random(101);
  for (int i = 0; i < 500; ++i) {
    BudgetPlan plan;
    const RandomCase setting = SolvableCase(random, GetParam(), plan);
    SCOPED_TRACE(json(setting.spec).dump());
    EXPECT_EQ(json(setting.spec).get<BudgetSpec>(), setting.spec);
    const RankKey key = i % 2 == 0 ? RankKey::kPerParameter : RankKey::kZScore;
    KeepMask keep = AllKept(setting.families);
    for (const double share : {0.02, 0.3, 0.3, 0.8, 1.0}) {
      UnitScores scores = RandomScores(setting.families, random);
      Tempt(plan, scores);
      const KeepMask next = NextKeepMask(plan, setting.families, share, keep, scores, key);
      ExpectFixedUnitsHold(plan, next);
      const auto counts = KeptCounts(next);
      for (std::size_t f = 0; f < counts.size(); ++f) {
        EXPECT_GE(counts[f], plan.families[f].choices.back());
        for (std::size_t u = 0; u < next[f].size(); ++u) EXPECT_TRUE(keep[f][u] || !next[f][u]);
        if (f >= 2 && NeedsUniformWidths(plan.profile)) {
          EXPECT_EQ(counts[f], counts[f % 2]);
        }
      }
      keep = next;
    }
    const auto counts = KeptCounts(keep);
    const std::int64_t removed = RemovedParameters(setting.families, counts);
    EXPECT_GE(removed, plan.asked);
    for (std::size_t f = 0; f < counts.size(); ++f) {
      EXPECT_THAT(plan.families[f].choices, ::testing::Contains(counts[f]));
    }
    if (!plan.DecidedByScores()) {
      EXPECT_EQ(counts, plan.Keeps());
    }
    if (plan.forced < plan.asked) {
      EXPECT_LT(removed, plan.asked + plan.step) << plan.sentence;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, RandomFixedUnits, ::testing::ValuesIn(kModes));

/// Every mask of a small family that its fixed units and structure allow, by how many stay: the
/// least sum of scores that leaves it.
std::map<std::int64_t, double> CheapestLosses(const UnitFamily& family,
                                              const FamilyPlan& plan,
                                              const std::vector<float>& scores) {
  std::map<std::int64_t, double> cheapest;
  const auto units = static_cast<std::size_t>(family.num_units);
  for (std::uint32_t mask = 1; mask < 1U << units; ++mask) {
    const auto stays = [&](std::int64_t unit) { return (mask >> unit & 1U) != 0; };
    const auto& guarded = plan.protected_units;
    const auto& forced = plan.forced_units;
    if (!std::all_of(guarded.begin(), guarded.end(), stays)) continue;
    if (std::any_of(forced.begin(), forced.end(), stays)) continue;
    std::map<std::int64_t, std::int64_t> in_group;
    std::int64_t kept = 0;
    double lost = 0.0;
    for (std::size_t u = 0; u < units; ++u) {
      const auto unit = static_cast<std::int64_t>(u);
      in_group[family.kind == UnitKind::kQueryStripe ? unit / family.units_per_group : 0] +=
          stays(unit) ? 1 : 0;
      kept += stays(unit) ? 1 : 0;
      lost += stays(unit) ? 0.0 : static_cast<double>(scores[u]);
    }
    const bool level = std::all_of(in_group.begin(), in_group.end(), [&](const auto& group) {
      return group.second == in_group.begin()->second;
    });
    if (!level) continue;
    const auto [found, added] = cheapest.try_emplace(kept, lost);
    if (!added) found->second = std::min(found->second, lost);
  }
  return cheapest;
}

class SmallFixedUnits : public ::testing::TestWithParam<BudgetMode> {};

TEST_P(SmallFixedUnits, AgreeWithTryingEveryMask) {
  std::mt19937 random(103);
  const ModelDescription model = MakeModel(2, 8, {9, 3, 10}, 2, 10);
  int solved = 0;
  for (int i = 0; i < 120; ++i) {
    BudgetSpec spec;
    spec.mode = GetParam();
    spec.attention_kind = i % 2 == 0 ? UnitKind::kQueryStripe : UnitKind::kKvGroup;
    spec.ffn_alignment = 1;
    spec.default_cap = 1.0;
    spec.target = std::uniform_real_distribution<double>(0.0, 0.3)(random);
    const auto families = BuildUnitFamilies(model, spec.attention_kind);
    for (std::int64_t layer = 0; layer < 2; ++layer) {
      const FamilyLimit open{.floor = 1, .locked = false, .ratio = 1.0};
      LayerLimit limit{.layer = layer, .attention = open, .ffn = open};
      limit.attention.floor.reset();
      const auto at = static_cast<std::size_t>(2 * layer);
      DrawUnits(families[at], random, limit.attention);
      DrawUnits(families[at + 1], random, limit.ffn);
      spec.layers.push_back(limit);
    }
    SCOPED_TRACE(json(spec).dump());
    std::optional<BudgetPlan> plan;
    try {
      plan = Resolve(model, spec);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage) << error.what();
      continue;
    }
    ++solved;
    const UnitScores scores = RandomScores(families, random);
    const KeepMask keep = NextKeepMask(*plan, families, 1.0, AllKept(families), scores);
    const auto counts = KeptCounts(keep);
    for (std::size_t f = 0; f < families.size(); ++f) {
      const auto cheapest = CheapestLosses(families[f], plan->families[f], scores[f]);
      Units possible;
      for (const auto& [count, lost] : cheapest) possible.insert(possible.begin(), count);
      if (spec.mode != BudgetMode::kGlobalUniform) {
        EXPECT_EQ(plan->families[f].choices, possible);
      }
      double lost = 0.0;
      for (std::size_t u = 0; u < scores[f].size(); ++u) {
        lost += keep[f][u] ? 0.0 : static_cast<double>(scores[f][u]);
      }
      ASSERT_EQ(cheapest.count(counts[f]), 1U);
      EXPECT_NEAR(lost, cheapest.at(counts[f]), 1e-4);
    }
  }
  EXPECT_GT(solved, 40);
}

INSTANTIATE_TEST_SUITE_P(Modes, SmallFixedUnits, ::testing::ValuesIn(kModes));

}  // namespace
}  // namespace sentei::plan
