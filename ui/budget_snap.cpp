// SPDX-License-Identifier: Apache-2.0
#include "ui/budget_snap.h"

#include "core/plan/budget_limits.h"
#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <span>

namespace sentei::ui {
namespace {

struct BudgetSnap {
  Q_DECLARE_TR_FUNCTIONS(BudgetSnap)
};

// The spec with this family's limit alone, so that one family can be asked about.
plan::BudgetSpec SpecOfOne(const BudgetState& state,
                           std::int64_t layer,
                           plan::FamilyGroup group,
                           const plan::FamilyLimit& limit) {
  plan::BudgetSpec spec;
  spec.mode = plan::BudgetMode::kUniform;
  spec.attention_kind = state.spec.attention_kind;
  spec.ffn_alignment = state.spec.ffn_alignment;
  spec.default_cap = state.spec.default_cap;
  spec.attention_locked = state.spec.attention_locked;
  spec.lock_outer_layers = state.spec.lock_outer_layers;
  SetLimit(spec, layer, group, limit);
  return spec;
}

std::int64_t CapLowest(double cap, std::int64_t units) {
  const double leaving = std::floor(cap * static_cast<double>(units) + 1e-9);
  return units - static_cast<std::int64_t>(leaving);
}

void Take(const plan::FamilyPlan& plan, KeptRange& range) {
  range.choices = plan.choices;
  range.floor = plan.floor;
  range.cap = plan.cap;
  range.cap_lowest = CapLowest(plan.cap, plan.num_units);
  range.alignment = plan.alignment;
}

bool ClosesLock(plan::KeptWhole whole) {
  return whole == plan::KeptWhole::kOuterLayer || whole == plan::KeptWhole::kByRequest;
}

QString BelowText(const KeptRange& range, const QString& units) {
  if (range.floor >= range.cap_lowest) {
    return BudgetSnap::tr("the floor of %1 is %2").arg(units, Count(range.floor));
  }
  return BudgetSnap::tr("the cap lets at most %1 of the %2 leave").arg(Percent(range.cap), units);
}

QString MultipleText(const KeptRange& range, const BudgetState& state) {
  const bool ffn = range.group == plan::FamilyGroup::kFfn;
  if (state.dtype == plan::ExportDType::kQ8_0 &&
      (!ffn || range.alignment != state.spec.ffn_alignment)) {
    return BudgetSnap::tr("q8_0 packs rows in blocks of 32, so counts are multiples of %1")
        .arg(Count(range.alignment));
  }
  return ffn ? BudgetSnap::tr("FFN widths are multiples of %1").arg(Count(range.alignment))
             : BudgetSnap::tr("every KV group loses as many heads, so counts are multiples of %1")
                   .arg(Count(range.alignment));
}

}  // namespace

KeptRange RangeOf(const OpenedModel& model,
                  const plan::UnitFamily& family,
                  const BudgetState& state) {
  KeptRange range;
  range.layer = family.layer;
  range.group = family.group();
  range.num_units = family.num_units;
  range.unit_cost = family.unit_cost;
  range.choices = {family.num_units};
  plan::FamilyLimit limit = LimitOf(state.spec, family.layer, family.group());
  const bool drawn = limit.keep.has_value();
  limit.keep.reset();
  limit.ratio.reset();
  const auto ask = [&] {
    return plan::LimitFamilies(*model.description,
                               std::span(&family, 1),
                               SpecOfOne(state, family.layer, family.group(), limit),
                               state.profile,
                               state.dtype)
        .families.front();
  };
  try {
    if (drawn && !limit.locked.has_value()) limit.locked = false;
    plan::FamilyPlan plan = ask();
    if (ClosesLock(plan.kept_whole)) range.lock = plan.kept_whole;
    if (plan.kept_whole == plan::KeptWhole::kFewUnits) {
      limit.locked = false;
      plan = ask();
    }
    Take(plan, range);
  } catch (const Error& error) {
    range.obstacle = CoreSentence(error.what());
  }
  return range;
}

SnappedCount Snap(const KeptRange& range, std::int64_t wanted, const BudgetState& state) {
  const auto nearest = std::ranges::min_element(range.choices, [&](auto first, auto second) {
    return std::abs(first - wanted) < std::abs(second - wanted);
  });
  SnappedCount snapped{*nearest, {}};
  if (*nearest == wanted) return snapped;
  const QString units = UnitsName(range.group, state.spec.attention_kind);
  if (!range.obstacle.isEmpty()) {
    snapped.reason = range.obstacle;
  } else if (wanted > range.num_units) {
    snapped.reason = BudgetSnap::tr("there are %1 %2").arg(Count(range.num_units), units);
  } else if (wanted < std::max(range.floor, range.cap_lowest)) {
    snapped.reason = BelowText(range, units);
  } else if (wanted % range.alignment != 0) {
    snapped.reason = MultipleText(range, state);
  } else {
    snapped.reason = BudgetSnap::tr("profile %1 has no class for this count")
                         .arg(ToQString(plan::Name(state.profile)));
  }
  return snapped;
}

std::int64_t StepFrom(const KeptRange& range, std::int64_t from, int steps) {
  const auto& choices = range.choices;
  // First choice that is not above `from`; choices descend.
  const auto at = std::ranges::lower_bound(choices, from, std::greater<>());
  auto index = at - choices.begin();
  const bool between = at == choices.end() || *at != from;
  if (between && steps < 0) --index;  // the first step down lands on the choice below
  index -= steps;
  return choices[static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(index, 0, std::ssize(choices) - 1))];
}

QString UnitsName(plan::FamilyGroup group, plan::UnitKind attention_kind) {
  if (group == plan::FamilyGroup::kFfn) return BudgetSnap::tr("FFN channels");
  return attention_kind == plan::UnitKind::kKvGroup ? BudgetSnap::tr("KV groups")
                                                    : BudgetSnap::tr("query heads");
}

QString LockText(plan::KeptWhole lock) {
  switch (lock) {
    case plan::KeptWhole::kOuterLayer:
      return BudgetSnap::tr("Outer layers are locked: click the lock to open this one");
    case plan::KeptWhole::kFewUnits:
      return BudgetSnap::tr(
          "Kept whole by default: fewer than 8 units. A count of its own lifts "
          "that");
    case plan::KeptWhole::kByRequest:
      return BudgetSnap::tr("Locked: nothing leaves");
    case plan::KeptWhole::kNoRoom:
      return BudgetSnap::tr("Cap, floor and alignment leave no smaller width");
    case plan::KeptWhole::kNo:
      break;
  }
  return {};
}

bool SharesWidths(const BudgetState& state) { return plan::NeedsUniformWidths(state.profile); }

}  // namespace sentei::ui
