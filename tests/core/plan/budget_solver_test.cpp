// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_solver.h"

#include "core/plan/budget_limits.h"
#include "core/plan/census.h"
#include "tests/core/plan/random_budgets.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

namespace sentei::plan {
namespace {

using testing::Caught;
using ::testing::HasSubstr;
using testing::Llama31Of8B;
using testing::Llama7B;
using testing::MakeModel;
using testing::RandomBudget;
using testing::RandomCase;
using testing::SmolLm2;

BudgetPlan Resolve(const ModelDescription& model,
                   const BudgetSpec& spec,
                   ExportProfile profile = ExportProfile::kHfPerLayer,
                   ExportDType dtype = ExportDType::kBF16) {
  return ResolveBudget(model, BuildUnitFamilies(model, spec.attention_kind), spec, profile, dtype);
}

std::set<std::int64_t> Keeps(const BudgetPlan& plan, FamilyGroup group) {
  std::set<std::int64_t> keeps;
  for (const FamilyPlan& family : plan.families) {
    if (family.group() == group) keeps.insert(family.keep);
  }
  return keeps;
}

void ExpectReached(const BudgetPlan& plan) {
  EXPECT_GE(plan.reached, plan.asked) << plan.sentence;
  EXPECT_LT(plan.reached, plan.asked + plan.step) << plan.sentence;
}

TEST(ResolveBudget, OfSmolLm2UniformKeeps1016Channels) {
  const BudgetPlan plan = Resolve(SmolLm2(), {}, ExportProfile::kHfUniform);
  EXPECT_EQ(Keeps(plan, FamilyGroup::kFfn), std::set<std::int64_t>{1016});
  EXPECT_EQ(Keeps(plan, FamilyGroup::kAttention), std::set<std::int64_t>{3});
  EXPECT_EQ(plan.asked, 26'903'002);
  EXPECT_EQ(plan.reached, 520 * 1728 * 30);
  EXPECT_EQ(plan.step, 8 * 1728 * 30);
  EXPECT_THAT(plan.sentence, HasSubstr("1016"));
  EXPECT_THAT(plan.notes, ::testing::Contains(HasSubstr("first event")));
}

TEST(ResolveBudget, OfSmolLm2AsQ8Keeps992Channels) {
  const BudgetPlan plan = Resolve(SmolLm2(), {}, ExportProfile::kGguf, ExportDType::kQ8_0);
  EXPECT_EQ(Keeps(plan, FamilyGroup::kFfn), std::set<std::int64_t>{992});
  EXPECT_EQ(plan.step, 32 * 1728 * 30);
  const BudgetPlan half = Resolve(SmolLm2(), {}, ExportProfile::kGguf, ExportDType::kF16);
  EXPECT_EQ(Keeps(half, FamilyGroup::kFfn), std::set<std::int64_t>{1016});
}

TEST(ResolveBudget, LocksOuterLayersByDefault) {
  const BudgetPlan plan = Resolve(SmolLm2(), {});
  ExpectReached(plan);
  EXPECT_EQ(plan.step, 8 * 1728 * 26);
  for (const FamilyPlan& family : plan.families) {
    const bool outer = family.layer < 3 || family.layer == 29;
    if (family.group() == FamilyGroup::kAttention) {
      EXPECT_EQ(family.kept_whole, KeptWhole::kFewUnits);
      EXPECT_EQ(family.keep, 3);
    } else {
      EXPECT_EQ(family.kept_whole, outer ? KeptWhole::kOuterLayer : KeptWhole::kNo);
      EXPECT_EQ(family.keep == 1536, outer);
      EXPECT_EQ(family.keep % 8, 0);
    }
  }
}

TEST(ResolveBudget, ReproducesLlmPrunersQuarter) {
  BudgetSpec spec;
  spec.target_kind = TargetKind::kUnitShare;
  spec.target = 0.25;
  for (const std::int64_t layer : {0, 1, 2, 3, 30, 31}) {
    spec.layers.push_back({.layer = layer, .attention = {.locked = true}, .ffn = {.locked = true}});
  }
  spec.lock_outer_layers = false;
  const BudgetPlan llama = Resolve(Llama7B(), spec);
  EXPECT_EQ(llama.total - llama.reached, 5'422'977'024);
  const BudgetPlan grouped = Resolve(Llama31Of8B(), spec);
  EXPECT_EQ(grouped.total - grouped.reached, 6'612'586'496);
}

TEST(ResolveBudget, FixesCountsThatAreGivenExactly) {
  BudgetSpec spec;
  for (std::int64_t layer = 3; layer < 29; ++layer) {
    spec.layers.push_back({.layer = layer, .attention = {.keep = 2}, .ffn = {.keep = 1229}});
  }
  const BudgetPlan plan = Resolve(SmolLm2(), spec);
  EXPECT_EQ(plan.reached, 26 * (294'912 + 307 * 1728));
  EXPECT_EQ(plan.asked, plan.reached);
  EXPECT_EQ(Keeps(plan, FamilyGroup::kFfn), (std::set<std::int64_t>{1229, 1536}));
}

TEST(ResolveBudget, ClosesTheGapAroundExactCounts) {
  BudgetSpec spec;
  spec.layers = {{.layer = 10, .attention = {.keep = 1}, .ffn = {.keep = 1000}}};
  const BudgetPlan plan = Resolve(SmolLm2(), spec);
  ExpectReached(plan);
  EXPECT_EQ(plan.families[20].keep, 1);
  EXPECT_EQ(plan.families[21].keep, 1000);
}

TEST(ResolveBudget, RefusesLimitsThatContradictEachOther) {
  const auto refuse = [](LayerLimit limit, ExportProfile profile = ExportProfile::kHfPerLayer) {
    BudgetSpec spec;
    spec.layers = {limit};
    const Error error = Caught([&] { (void)Resolve(SmolLm2(), spec, profile); });
    EXPECT_EQ(error.code(), ErrorCode::kUsage) << error.what();
    return std::string(error.what());
  };
  EXPECT_THAT(refuse({.layer = 30}), HasSubstr("layer 30"));
  EXPECT_THAT(refuse({.layer = 4, .ffn = {.keep = 2000}}), HasSubstr("1536"));
  EXPECT_THAT(refuse({.layer = 4, .ffn = {.locked = true, .keep = 100}}), HasSubstr("locked"));
  EXPECT_THAT(refuse({.layer = 4, .ffn = {.cap = 0.1, .keep = 100}}), HasSubstr("cap"));
  EXPECT_THAT(refuse({.layer = 4, .ffn = {.floor = 200, .keep = 100}}), HasSubstr("floor"));
  EXPECT_THAT(refuse({.layer = 4, .ffn = {.keep = 1001}}, ExportProfile::kGguf),
              HasSubstr("share"));
}

TEST(ResolveBudget, NamesTheLargestTargetAndWhatBinds) {
  BudgetSpec spec;
  spec.target = 0.6;
  const Error error = Caught([&] { (void)Resolve(SmolLm2(), spec); });
  EXPECT_EQ(error.code(), ErrorCode::kUsage);
  EXPECT_THAT(error.what(), HasSubstr("51,757,056"));
  EXPECT_THAT(error.what(), HasSubstr("cap 0.75 on the FFN of layers 3-28"));
  EXPECT_THAT(error.what(), HasSubstr("outer layers"));
  EXPECT_THAT(error.what(), HasSubstr("fewer than 8"));
  EXPECT_THAT(error.hint(), HasSubstr("0.3847"));
  spec.target = 0.3847;
  ExpectReached(Resolve(SmolLm2(), spec));
  spec.target = 0.3849;
  EXPECT_THROW((void)Resolve(SmolLm2(), spec), Error);
}

TEST(ResolveBudget, TakesTargetsOfEveryKind) {
  const std::int64_t total = 134'515'008;
  BudgetSpec spec;
  spec.target_kind = TargetKind::kParameters;
  spec.target = 110e6;
  const BudgetPlan parameters = Resolve(SmolLm2(), spec);
  EXPECT_EQ(parameters.asked, total - 110'000'000);
  ExpectReached(parameters);

  spec.target_kind = TargetKind::kBytes;
  spec.target = 220e6;
  for (const auto& [profile, dtype] : {std::pair{ExportProfile::kHfPerLayer, ExportDType::kBF16},
                                       std::pair{ExportProfile::kHfUniform, ExportDType::kF16},
                                       std::pair{ExportProfile::kGguf, ExportDType::kF16}}) {
    const BudgetPlan bytes = Resolve(SmolLm2(), spec, profile, dtype);
    ExpectReached(bytes);
    const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
    const auto after = WithKeptCounts(SmolLm2(), families, bytes.Keeps());
    EXPECT_LE(WeightBytes(after, dtype, profile), 220'000'000);
    EXPECT_GT(WeightBytes(after, dtype, profile), 220'000'000 - 2 * bytes.step);
  }
  spec.target = 120e6;
  const BudgetPlan packed = Resolve(SmolLm2(), spec, ExportProfile::kGguf, ExportDType::kQ8_0);
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
  const auto after = WithKeptCounts(SmolLm2(), families, packed.Keeps());
  EXPECT_LE(WeightBytes(after, ExportDType::kQ8_0, ExportProfile::kGguf), 120'000'000);
}

TEST(ResolveBudget, OfNothingTakesNothing) {
  BudgetSpec spec;
  spec.target = 0.0;
  for (const BudgetMode mode : {BudgetMode::kUniform, BudgetMode::kGlobal}) {
    spec.mode = mode;
    const BudgetPlan plan = Resolve(SmolLm2(), spec);
    EXPECT_EQ(plan.reached, 0);
    EXPECT_EQ(Keeps(plan, FamilyGroup::kFfn), std::set<std::int64_t>{1536});
  }
}

TEST(ResolveBudget, FollowsDrawnRatios) {
  BudgetSpec spec;
  spec.mode = BudgetMode::kCustom;
  spec.target = 0.1;
  for (std::int64_t layer = 5; layer < 15; ++layer) {
    spec.layers.push_back({.layer = layer, .ffn = {.ratio = layer < 10 ? 0.2 : 0.4}});
  }
  const BudgetPlan plan = Resolve(SmolLm2(), spec);
  ExpectReached(plan);
  EXPECT_EQ(plan.step, 8 * 1728) << "one layer's FFN may move alone";
  for (const FamilyPlan& family : plan.families) {
    const std::int64_t gone = family.num_units - family.keep;
    if (family.group() == FamilyGroup::kAttention || family.layer < 5 || family.layer >= 15) {
      EXPECT_EQ(gone, 0);
    } else {
      const std::int64_t once = plan.families[11].num_units - plan.families[11].keep;
      EXPECT_LE(std::abs(gone - (family.layer < 10 ? once : 2 * once)), 16);
    }
  }
  spec.layers.clear();
  EXPECT_THAT(Caught([&] { (void)Resolve(SmolLm2(), spec); }).what(), HasSubstr("ratio"));
}

TEST(ResolveBudget, DividesBetweenHeadsAndChannelsEvenly) {
  const BudgetPlan plan = Resolve(Llama7B(), {});
  ExpectReached(plan);
  EXPECT_EQ(plan.step, 8 * 12'288 * 28);
  const double heads = 1.0 - static_cast<double>(plan.families[8].keep) / 32.0;
  const double channels = 1.0 - static_cast<double>(plan.families[9].keep) / 11008.0;
  EXPECT_NEAR(heads, channels, 0.02);
}

TEST(ResolveBudget, ExcludesWidthsByLayerWhereTheProfileDoes) {
  BudgetSpec spec;
  spec.mode = BudgetMode::kGlobal;
  for (const ExportProfile profile : {ExportProfile::kHfUniform, ExportProfile::kGguf}) {
    EXPECT_EQ(Caught([&] { (void)Resolve(SmolLm2(), spec, profile); }).code(), ErrorCode::kUsage);
  }
  spec.mode = BudgetMode::kGlobalUniform;
  EXPECT_EQ(Keeps(Resolve(SmolLm2(), spec, ExportProfile::kGguf), FamilyGroup::kFfn).size(), 1U);
}

TEST(ResolveBudget, LiftsADefaultLockForALimitOfItsOwn) {
  BudgetSpec spec;
  spec.layers = {{.layer = 0, .ffn = {.cap = 0.1}}, {.layer = 29, .ffn = {.locked = false}}};
  const BudgetPlan plan = Resolve(SmolLm2(), spec);
  EXPECT_EQ(plan.families[1].kept_whole, KeptWhole::kNo);
  EXPECT_EQ(plan.families[1].keep, 1384) << "the largest multiple of 8 within the cap";
  EXPECT_EQ(plan.families[59].keep, plan.families[31].keep);
  EXPECT_EQ(plan.families[3].kept_whole, KeptWhole::kOuterLayer);
}

TEST(ResolveBudget, KeepsStockClassesWithBiasesLoadable) {
  ModelDescription model = MakeModel(4, 96, {12, 12, 256}, 8, 100);
  model.qkv_bias = true;
  BudgetSpec spec;
  spec.target = 0.3;
  const BudgetPlan plan = Resolve(model, spec, ExportProfile::kHfUniform);
  EXPECT_EQ(96 % plan.families[0].keep, 0);
  for (const std::int64_t heads : plan.families[0].choices) EXPECT_EQ(96 % heads, 0);
}

TEST(ResolveBudget, MakesAModelOfUnevenWidthsUniform) {
  ModelDescription model = MakeModel(3, 32, {8, 8, 256}, 8, 100);
  model.layers = {{8, 8, 256}, {8, 8, 200}, {8, 8, 232}};
  BudgetSpec spec;
  spec.target = 0.3;
  const BudgetPlan plan = Resolve(model, spec, ExportProfile::kHfUniform);
  ExpectReached(plan);
  EXPECT_EQ(Keeps(plan, FamilyGroup::kFfn).size(), 1U);
}

TEST(OuterLayers, AreTheFirstTenthAndTheLast) {
  const auto locked = [](std::int64_t layers) {
    std::vector<std::int64_t> found;
    for (std::int64_t i = 0; i < layers; ++i) {
      if (IsOuterLayer(i, layers)) found.push_back(i);
    }
    return found;
  };
  EXPECT_EQ(locked(30), (std::vector<std::int64_t>{0, 1, 2, 29}));
  EXPECT_EQ(locked(32), (std::vector<std::int64_t>{0, 1, 2, 31}));
  EXPECT_EQ(locked(5), (std::vector<std::int64_t>{0, 4}));
  EXPECT_EQ(locked(2), std::vector<std::int64_t>{});
  EXPECT_EQ(locked(1), std::vector<std::int64_t>{});
}

TEST(FormatRanges, JoinsNeighbours) {
  EXPECT_EQ(FormatRanges(std::vector<std::int64_t>{0, 1, 2, 5, 7, 8}), "0-2, 5, 7-8");
}

/// Every limit that a person set, checked against the model rather than against the solver's
/// choices.
void ExpectWithinLimits(const RandomCase& setting, const BudgetPlan& plan) {
  for (const FamilyPlan& family : plan.families) {
    SCOPED_TRACE(fmt::format("layer {} {}", family.layer, Name(family.kind)));
    const FamilyLimit* limit = setting.LimitOf(family);
    const std::int64_t gone = family.num_units - family.keep;
    EXPECT_GE(family.keep, 1);
    EXPECT_GE(gone, 0);
    if (limit != nullptr && limit->keep.has_value()) {
      EXPECT_EQ(family.keep, *limit->keep);
      continue;
    }
    if (limit != nullptr && limit->locked.value_or(false)) {
      EXPECT_EQ(gone, 0);
    }
    const double cap =
        limit != nullptr && limit->cap.has_value() ? *limit->cap : setting.spec.default_cap;
    EXPECT_LE(static_cast<double>(gone), cap * static_cast<double>(family.num_units) + 1e-6);
    const bool ffn = family.group() == FamilyGroup::kFfn;
    const std::int64_t floor = limit != nullptr && limit->floor.has_value() ? *limit->floor
                               : ffn                                        ? 64
                                                                            : 1;
    EXPECT_GE(family.keep, std::min(floor, family.num_units));
    if (ffn && gone > 0) {
      EXPECT_EQ(family.keep % setting.spec.ffn_alignment, 0);
    }
    if (ffn && setting.dtype == ExportDType::kQ8_0) {
      EXPECT_EQ(family.keep % 32, 0);
    }
  }
}

TEST(ResolveBudget, HoldsItsPromiseOnRandomModelsAndBudgets) {
  std::mt19937 random(23);
  int solved = 0;
  for (int i = 0; i < 3000; ++i) {
    const RandomCase setting = RandomBudget(random);
    SCOPED_TRACE(nlohmann::json(setting.spec).dump());
    try {
      const BudgetPlan plan = setting.Resolve();
      ++solved;
      EXPECT_EQ(plan.total - plan.reached,
                ParameterCount(WithKeptCounts(setting.model, setting.families, plan.Keeps())));
      ExpectWithinLimits(setting, plan);
      EXPECT_GE(plan.reached, plan.asked);
      EXPECT_LE(plan.reached, plan.largest);
      if (NeedsUniformWidths(setting.profile)) {
        EXPECT_EQ(Keeps(plan, FamilyGroup::kFfn).size(), 1U);
        EXPECT_EQ(Keeps(plan, FamilyGroup::kAttention).size(), 1U);
      }
      if (plan.reached > plan.forced) {
        EXPECT_LT(plan.reached, plan.asked + plan.step) << plan.sentence;
      }
      const ModelDescription& dense = setting.model;
      const bool holds_dense = dense.IsUniform() && setting.dtype != ExportDType::kQ8_0 &&
                               !StockModelType(dense, dense.layers[0].num_query_heads).empty();
      if (!setting.HasExactCounts() && holds_dense) {
        EXPECT_EQ(plan.forced, 0);
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage) << error.what();
      EXPECT_FALSE(std::string(error.what()).empty());
    }
  }
  EXPECT_GT(solved, 700);
}

/// Every pair of widths that a uniform profile could choose: what is the least that meets the
/// target?
struct Enumerated {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::int64_t most = 0;
};
Enumerated Enumerate(const ModelDescription& model, const BudgetSpec& spec, std::int64_t asked) {
  const auto families = BuildUnitFamilies(model, spec.attention_kind);
  const UnitFamily& heads = families[0];
  const UnitFamily& ffn = families[1];
  const auto lowest = [&](std::int64_t units, std::int64_t floor) {
    return std::max(
        std::min(floor, units),
        units - static_cast<std::int64_t>(spec.default_cap * static_cast<double>(units) + 1e-9));
  };
  Enumerated found;
  for (std::int64_t h = lowest(heads.num_units, 1); h <= heads.num_units; ++h) {
    if (h != heads.num_units && heads.num_units < 8) continue;
    for (std::int64_t c = lowest(ffn.num_units, 64); c <= ffn.num_units; ++c) {
      if (c != ffn.num_units && (c % spec.ffn_alignment != 0 || ffn.num_units < 8)) continue;
      const std::int64_t removed = model.num_layers() * ((heads.num_units - h) * heads.unit_cost +
                                                         (ffn.num_units - c) * ffn.unit_cost);
      found.most = std::max(found.most, removed);
      if (removed >= asked) found.least = std::min(found.least, removed);
    }
  }
  return found;
}

TEST(ResolveBudget, AgreesWithEnumerationOnUniformModels) {
  std::mt19937 random(29);
  int solved = 0;
  for (int i = 0; i < 2000; ++i) {
    RandomCase setting = RandomBudget(random);
    if (!setting.model.IsUniform() || setting.model.HasBiases()) continue;
    setting.spec.layers.clear();
    setting.spec.mode = BudgetMode::kUniform;
    setting.spec.attention_kind = UnitKind::kKvGroup;
    setting.spec.attention_locked.reset();
    setting.spec.target_kind = TargetKind::kParameterShare;
    setting.profile = ExportProfile::kHfUniform;
    setting.dtype = ExportDType::kBF16;
    setting.families = BuildUnitFamilies(setting.model, UnitKind::kKvGroup);
    const double share = setting.spec.target = std::min(setting.spec.target, 0.99);
    const auto asked = static_cast<std::int64_t>(
        std::ceil(share * static_cast<double>(ParameterCount(setting.model)) - 1e-6));
    const Enumerated truth = Enumerate(setting.model, setting.spec, asked);
    SCOPED_TRACE(nlohmann::json(setting.spec).dump());
    if (truth.most < asked) {
      EXPECT_THROW((void)setting.Resolve(), Error);
      continue;
    }
    const BudgetPlan plan = setting.Resolve();
    ++solved;
    EXPECT_EQ(plan.asked, asked);
    EXPECT_EQ(plan.largest, truth.most);
    EXPECT_GE(plan.reached, truth.least);
    const bool heads_move = plan.families[0].choices.size() > 1;
    if (!heads_move) {
      EXPECT_EQ(plan.reached, truth.least) << "one group has one best width";
    }
  }
  EXPECT_GT(solved, 200);
}

TEST(ResolveBudget, OfALargerTargetTakesMoreFromOneGroup) {
  std::mt19937 random(31);
  for (int i = 0; i < 300; ++i) {
    RandomCase setting = RandomBudget(random);
    setting.spec.target_kind = TargetKind::kParameterShare;
    setting.spec.attention_locked = true;
    setting.spec.layers.clear();
    std::int64_t before = 0;
    for (double target = 0.0; target < 0.9; target += 0.03) {
      setting.spec.target = target;
      try {
        const std::int64_t reached = setting.Resolve().reached;
        EXPECT_GE(reached, before);
        before = reached;
      } catch (const Error&) {
        break;
      }
    }
  }
}

}  // namespace
}  // namespace sentei::plan
