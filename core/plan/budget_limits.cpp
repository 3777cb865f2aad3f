// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_limits.h"

#include "core/base/error.h"
#include "core/plan/limit_conflicts.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

namespace sentei::plan {
namespace {

constexpr std::int64_t kQ8Block = 32;

/// What all families of one call share.
struct Context {
  const ModelDescription& model;
  const BudgetSpec& spec;
  ExportProfile profile;
  ExportDType dtype;
};

/// The limits given for a family; empty ones where none are.
const FamilyLimit& LimitOf(const BudgetSpec& spec, const UnitFamily& family) {
  static const FamilyLimit none;
  for (const LayerLimit& layer : spec.layers) {
    if (layer.layer != family.layer) continue;
    return family.group() == FamilyGroup::kFfn ? layer.ffn : layer.attention;
  }
  return none;
}

/// The multiple that export and structure force on the units that stay.
std::int64_t HardAlignment(const Context& context, const UnitFamily& family) {
  std::int64_t blocks = 1;
  if (context.dtype == ExportDType::kQ8_0) {
    blocks = kQ8Block / std::gcd(kQ8Block, family.gate_width);
  }
  return std::lcm(blocks, UnitQuantum(family));
}

KeptWhole DefaultLock(const Context& context, const UnitFamily& family) {
  const bool attention = family.group() == FamilyGroup::kAttention;
  if (attention && context.spec.attention_locked.has_value()) {
    if (*context.spec.attention_locked) return KeptWhole::kByRequest;
  } else if (family.num_units < kFewUnits) {
    return KeptWhole::kFewUnits;
  }
  const bool outer = context.spec.lock_outer_layers && !NeedsUniformWidths(context.profile) &&
                     IsOuterLayer(family.layer, context.model.num_layers());
  return outer ? KeptWhole::kOuterLayer : KeptWhole::kNo;
}

KeptWhole LockOf(const Context& context, const UnitFamily& family, const FamilyLimit& limit) {
  if (limit.locked.has_value()) return *limit.locked ? KeptWhole::kByRequest : KeptWhole::kNo;
  if (limit.cap.has_value() || limit.ratio.has_value() || limit.keep.has_value()) {
    return KeptWhole::kNo;
  }
  return DefaultLock(context, family);
}

/// The profile's own rule on the number of query heads (stock classes and biases).
bool HoldsWidth(const Context& context, const UnitFamily& family, std::int64_t kept) {
  if (context.profile != ExportProfile::kHfUniform || family.group() == FamilyGroup::kFfn) {
    return true;
  }
  const LayerShape& shape = context.model.layers[static_cast<std::size_t>(family.layer)];
  const std::int64_t per_unit = shape.num_query_heads / family.num_units;
  return !StockModelType(context.model, kept * per_unit).empty();
}

std::vector<std::int64_t> Choices(const Context& context,
                                  const UnitFamily& family,
                                  const FamilyPlan& plan,
                                  const FamilyLimit& limit) {
  const std::int64_t hard = HardAlignment(context, family);
  std::vector<std::int64_t> choices;
  const auto offer = [&](std::int64_t count) {
    if (count % hard == 0 && HoldsWidth(context, family, count)) choices.push_back(count);
  };
  if (limit.keep.has_value()) {
    offer(*limit.keep);
    return choices;
  }
  if (plan.forced_count == 0) offer(plan.num_units);
  if (plan.kept_whole != KeptWhole::kNo) return choices;
  const std::int64_t lowest = std::max<std::int64_t>(1, LowestCount(plan));
  const std::int64_t leaving = std::max<std::int64_t>(1, plan.forced_count);
  const std::int64_t first = (plan.num_units - leaving) / plan.alignment * plan.alignment;
  for (std::int64_t count = first; count >= lowest; count -= plan.alignment) {
    offer(count);
    if (plan.exact && !choices.empty()) break;
  }
  return choices;
}

[[noreturn]] void RefuseWidth(const Context& context,
                              const FamilyPlan& plan,
                              const UnitFamily& family,
                              const FamilyLimit& limit) {
  throw Error(
      ErrorCode::kUsage,
      fmt::format("{} has no width between {} and {} units that profile {} with {} can hold "
                  "(multiples of {})",
                  Where(plan),
                  limit.keep.value_or(LowestCount(plan)),
                  limit.keep.value_or(plan.num_units - plan.forced_count),
                  Name(context.profile),
                  Name(context.dtype),
                  plan.forced_count > 0 ? plan.alignment : HardAlignment(context, family)),
      "Change cap, floor, keep, protected or forced units of this family, its alignment, or the "
      "export dtype or profile.");
}

/// Why nothing but forced units leaves the family: a lock, or nothing that is asked of it.
KeptWhole HeldBy(const Context& context,
                 const UnitFamily& family,
                 const FamilyPlan& plan,
                 const FamilyLimit& limit) {
  const KeptWhole lock = LockOf(context, family, limit);
  const bool asks_nothing = plan.cap == 0.0 || plan.ratio == 0.0;
  const bool fixed = lock != KeptWhole::kNo || limit.keep.has_value();
  return !fixed && asks_nothing ? KeptWhole::kByRequest : lock;
}

FamilyPlan LimitFamily(const Context& context, const UnitFamily& family) {
  const FamilyLimit& limit = LimitOf(context.spec, family);
  const bool ffn = family.group() == FamilyGroup::kFfn;
  FamilyPlan plan;
  plan.layer = family.layer;
  plan.kind = family.kind;
  plan.num_units = family.num_units;
  plan.unit_cost = family.unit_cost;
  plan.cap = limit.cap.value_or(context.spec.default_cap);
  plan.floor =
      std::min(limit.floor.value_or(ffn ? kFfnFloor : UnitQuantum(family)), family.num_units);
  plan.alignment = std::lcm(ffn ? context.spec.ffn_alignment : 1, HardAlignment(context, family));
  if (context.spec.mode == BudgetMode::kCustom) plan.ratio = limit.ratio.value_or(0.0);
  RequireKnownUnits(plan, limit);
  plan.protected_units = limit.protected_units;
  plan.forced_units = limit.forced_units;
  plan.protected_count = FewestWith(family, limit.protected_units);
  plan.forced_count = FewestWith(family, limit.forced_units);
  const KeptWhole held = HeldBy(context, family, plan, limit);
  const bool only_forced = held != KeptWhole::kNo && plan.forced_count > 0;
  plan.kept_whole = only_forced ? KeptWhole::kNo : held;
  plan.exact = limit.keep.has_value() || only_forced;
  RequireConsistent(plan, limit);
  plan.choices = Choices(context, family, plan, limit);
  if (plan.choices.empty()) RefuseWidth(context, plan, family, limit);
  return plan;
}

/// Families that must keep the same count: all of a group where the profile needs equal widths, the
/// unlocked ones where only the mode does.
std::vector<std::size_t> EqualMembers(const Context& context,
                                      std::span<const FamilyPlan> families,
                                      FamilyGroup group) {
  const bool all = NeedsUniformWidths(context.profile);
  std::vector<std::size_t> members;
  if (!all && context.spec.mode != BudgetMode::kGlobalUniform) return members;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const bool free = families[f].kept_whole == KeptWhole::kNo && !families[f].exact;
    if (families[f].group() == group && (all || free)) members.push_back(f);
  }
  return members;
}

void EqualiseGroup(const Context& context, FamilyGroup group, std::vector<FamilyPlan>& families) {
  const std::vector<std::size_t> members = EqualMembers(context, families, group);
  if (members.empty()) return;
  std::vector<std::int64_t> common = families[members.front()].choices;
  double ratio = 0.0;
  for (const std::size_t f : members) {
    std::vector<std::int64_t> both;
    std::set_intersection(common.begin(),
                          common.end(),
                          families[f].choices.begin(),
                          families[f].choices.end(),
                          std::back_inserter(both),
                          std::greater<>());
    common = std::move(both);
    ratio += families[f].ratio / static_cast<double>(members.size());
  }
  if (common.empty()) {
    throw Error(ErrorCode::kUsage,
                fmt::format("the limits leave no {} width that all {} layers could share",
                            GroupName(group),
                            members.size()),
                "Unlock the layers that differ, or use profile hf-per-layer.");
  }
  for (const std::size_t f : members) {
    families[f].choices = common;
    families[f].ratio = ratio;
  }
}

void MarkWithoutRoom(std::vector<FamilyPlan>& families) {
  for (FamilyPlan& plan : families) {
    const bool fixed = plan.choices.size() == 1 && plan.choices.front() == plan.num_units;
    if (fixed && !plan.exact && plan.kept_whole == KeptWhole::kNo) {
      plan.kept_whole = KeptWhole::kNoRoom;
    }
  }
}

void CheckLayers(const Context& context) {
  Validate(context.spec);
  for (const LayerLimit& limit : context.spec.layers) {
    if (limit.layer >= context.model.num_layers()) {
      throw Error(ErrorCode::kUsage,
                  fmt::format("the budget names layer {}, but the model has layers 0 to {}",
                              limit.layer,
                              context.model.num_layers() - 1));
    }
  }
  const bool equal = NeedsUniformWidths(context.profile);
  if (equal && context.spec.mode == BudgetMode::kGlobal) {
    throw Error(ErrorCode::kUsage,
                fmt::format("budget mode global gives layers different widths, which profile {} "
                            "cannot hold",
                            Name(context.profile)),
                "Use mode global-uniform, or profile hf-per-layer.");
  }
}

std::string FixedUnitsNote(std::span<const FamilyPlan> families) {
  std::size_t protected_units = 0;
  std::size_t forced_units = 0;
  for (const FamilyPlan& plan : families) {
    protected_units += plan.protected_units.size();
    forced_units += plan.forced_units.size();
  }
  if (protected_units + forced_units == 0) return {};
  return fmt::format(
      "{} units are protected and never leave; {} are forced and leave at the first event.",
      protected_units,
      forced_units);
}

std::vector<std::string> Notes(const Context& context, std::span<const FamilyPlan> families) {
  std::vector<std::string> notes;
  if (NeedsUniformWidths(context.profile)) {
    notes.push_back(
        fmt::format("Profile {} needs the same widths in every layer: no layer is locked by "
                    "default, and widths "
                    "stay equal from the first event.",
                    Name(context.profile)));
  }
  const auto few = std::find_if(families.begin(), families.end(), [](const FamilyPlan& plan) {
    return plan.kept_whole == KeptWhole::kFewUnits;
  });
  if (few != families.end()) {
    notes.push_back(fmt::format("The {} is kept whole: {} units in a layer are fewer than {}.",
                                GroupName(few->group()),
                                few->num_units,
                                kFewUnits));
  }
  if (const std::string fixed = FixedUnitsNote(families); !fixed.empty()) notes.push_back(fixed);
  if (context.dtype == ExportDType::kQ8_0 && context.spec.ffn_alignment % kQ8Block != 0) {
    notes.push_back(fmt::format("FFN widths are multiples of {}, which q8_0 packs rows in.",
                                std::lcm(kQ8Block, context.spec.ffn_alignment)));
  }
  return notes;
}

}  // namespace

bool IsOuterLayer(std::int64_t layer, std::int64_t num_layers) {
  const std::int64_t first = std::max<std::int64_t>(1, num_layers / 10);
  if (first + 1 >= num_layers) return false;
  return layer < first || layer == num_layers - 1;
}

LimitedFamilies LimitFamilies(const ModelDescription& model,
                              std::span<const UnitFamily> families,
                              const BudgetSpec& spec,
                              ExportProfile profile,
                              ExportDType dtype) {
  const Context context{model, spec, profile, dtype};
  CheckLayers(context);
  LimitedFamilies limited;
  limited.families.reserve(families.size());
  for (const UnitFamily& family : families) {
    limited.families.push_back(LimitFamily(context, family));
  }
  EqualiseGroup(context, FamilyGroup::kAttention, limited.families);
  EqualiseGroup(context, FamilyGroup::kFfn, limited.families);
  MarkWithoutRoom(limited.families);
  limited.notes = Notes(context, limited.families);
  return limited;
}

}  // namespace sentei::plan
