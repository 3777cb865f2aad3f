// SPDX-License-Identifier: Apache-2.0
#include "tests/core/plan/random_budgets.h"

#include "tests/core/plan/test_models.h"

#include <algorithm>

namespace sentei::plan::testing {
namespace {

double Share(std::mt19937& random, double most = 1.0) {
  return std::uniform_real_distribution<double>(0.0, most)(random);
}
std::int64_t Whole(std::mt19937& random, std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(random);
}
bool Now(std::mt19937& random, int one_in) { return Whole(random, 1, one_in) == 1; }

FamilyLimit RandomLimit(std::mt19937& random, const UnitFamily& family) {
  FamilyLimit limit;
  if (Now(random, 3)) limit.cap = Share(random);
  if (Now(random, 4)) limit.floor = Whole(random, 1, family.num_units);
  if (Now(random, 5)) limit.locked = Now(random, 2);
  if (Now(random, 3)) limit.ratio = Share(random);
  if (Now(random, 12)) limit.keep = Whole(random, 1, family.num_units);
  return limit;
}

BudgetSpec RandomSpec(std::mt19937& random, const RandomCase& setting) {
  BudgetSpec spec;
  spec.mode = static_cast<BudgetMode>(Whole(random, 0, 3));
  spec.target_kind = Now(random, 3) ? TargetKind::kUnitShare : TargetKind::kParameterShare;
  spec.target = Share(random, 0.6);
  spec.attention_kind = Now(random, 3) ? UnitKind::kQueryStripe : UnitKind::kKvGroup;
  spec.ffn_alignment =
      std::vector<std::int64_t>{1, 8, 32, 64}[static_cast<std::size_t>(Whole(random, 0, 3))];
  spec.default_cap = Now(random, 3) ? 0.75 : Share(random);
  if (!Now(random, 3)) spec.attention_locked = Now(random, 4);
  spec.lock_outer_layers = Now(random, 3);
  const auto families = BuildUnitFamilies(setting.model, spec.attention_kind);
  for (std::int64_t layer = 0; layer < setting.model.num_layers(); ++layer) {
    if (!Now(random, 3)) continue;
    const auto at = static_cast<std::size_t>(2 * layer);
    spec.layers.push_back({.layer = layer,
                           .attention = RandomLimit(random, families[at]),
                           .ffn = RandomLimit(random, families[at + 1])});
  }
  return spec;
}

}  // namespace

BudgetPlan RandomCase::Resolve() const {
  return ResolveBudget(model, families, spec, profile, dtype);
}

const FamilyLimit* RandomCase::LimitOf(const FamilyPlan& family) const {
  for (const LayerLimit& layer : spec.layers) {
    if (layer.layer != family.layer) continue;
    return family.group() == FamilyGroup::kFfn ? &layer.ffn : &layer.attention;
  }
  return nullptr;
}

bool RandomCase::HasExactCounts() const {
  return std::any_of(spec.layers.begin(), spec.layers.end(), [](const LayerLimit& layer) {
    return layer.attention.keep.has_value() || layer.ffn.keep.has_value();
  });
}

RandomCase RandomBudget(std::mt19937& random) {
  RandomCase setting;
  setting.model = RandomModel(random);
  setting.profile = static_cast<ExportProfile>(Whole(random, 0, 5));
  if (setting.profile == ExportProfile::kGguf && Now(random, 2)) {
    setting.dtype = ExportDType::kQ8_0;
  }
  setting.spec = RandomSpec(random, setting);
  setting.families = BuildUnitFamilies(setting.model, setting.spec.attention_kind);
  return setting;
}

}  // namespace sentei::plan::testing
