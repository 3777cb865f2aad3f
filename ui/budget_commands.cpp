// SPDX-License-Identifier: Apache-2.0
#include "ui/budget_commands.h"

#include "core/plan/opens_in.h"
#include "ui/text.h"

#include <algorithm>
#include <numeric>

namespace sentei::ui {

using plan::FamilyGroup;
using plan::FamilyLimit;

bool BudgetCommands::ready() const {
  return session_.model() != nullptr && session_.model()->IsPrunable();
}

LayerList BudgetCommands::AllLayers() const {
  LayerList layers(ready() ? session_.model()->description->layers.size() : 0);
  std::iota(layers.begin(), layers.end(), std::int64_t{0});
  return layers;
}

const plan::UnitFamily* BudgetCommands::Family(std::int64_t layer, FamilyGroup group) const {
  const auto& families = document_.families();
  const auto found = std::ranges::find_if(families, [&](const plan::UnitFamily& family) {
    return family.layer == layer && family.group() == group;
  });
  return found == families.end() ? nullptr : &*found;
}

std::optional<KeptRange> BudgetCommands::Range(std::int64_t layer, FamilyGroup group) const {
  const plan::UnitFamily* family = Family(layer, group);
  if (!ready() || family == nullptr) return std::nullopt;
  return RangeOf(*session_.model(), *family, document_.state());
}

std::int64_t BudgetCommands::Kept(std::int64_t layer, FamilyGroup group) const {
  const FamilyLimit limit = LimitOf(document_.state().spec, layer, group);
  if (limit.keep.has_value()) return *limit.keep;
  const plan::BudgetPlan* plan = document_.plan();
  if (plan != nullptr) {
    for (const plan::FamilyPlan& family : plan->families) {
      if (family.layer == layer && family.group() == group) return family.keep;
    }
  }
  const plan::UnitFamily* family = Family(layer, group);
  return family == nullptr ? 0 : family->num_units;
}

QString BudgetCommands::TextOf(const LayerList& layers, const QString& what) const {
  if (layers.size() == 1) return tr("Set %1 of layer %2").arg(what).arg(layers.front());
  return tr("Set %1 of %n layers", nullptr, static_cast<int>(layers.size())).arg(what);
}

void BudgetCommands::EditSpec(const QString& text,
                              const std::function<void(plan::BudgetSpec&)>& edit) {
  BudgetState next = document_.state();
  edit(next.spec);
  document_.Edit(text, next);
}

void BudgetCommands::Draw(const LayerList& layers,
                          FamilyGroup group,
                          const std::function<std::int64_t(const KeptRange&)>& wish,
                          Merge merge) {
  if (!ready() || layers.empty()) return;
  const BudgetState& state = document_.state();
  const bool shared = SharesWidths(state);
  std::optional<std::int64_t> common;
  QString reason;
  BudgetState next = state;
  for (const std::int64_t layer : shared ? AllLayers() : layers) {
    const auto range = Range(layer, group);
    if (!range.has_value()) continue;
    if (range->IsLocked()) {
      reason = tr("Layer %1: %2.").arg(layer).arg(LockText(range->lock));
      continue;
    }
    const auto leader = shared ? Range(layers.front(), group) : range;
    const std::int64_t wanted = common.value_or(wish(leader.value_or(*range)));
    const SnappedCount snapped = Snap(*range, wanted, state);
    if (shared && !common.has_value()) common = snapped.keep;
    if (!snapped.reason.isEmpty()) {
      reason =
          tr("Layer %1 snapped to %2: %3.").arg(layer).arg(Count(snapped.keep), snapped.reason);
    }
    FamilyLimit limit = LimitOf(next.spec, layer, group);
    limit.keep = snapped.keep;
    limit.ratio.reset();
    SetLimit(next.spec, layer, group, limit);
  }
  QString text = TextOf(layers, UnitsName(group, state.spec.attention_kind));
  if (merge == Merge::kSameDrag) {
    if (!drag_text_.has_value()) drag_text_ = text;
    text = *drag_text_;
  }
  const bool spread = shared && layers.size() < AllLayers().size();
  document_.Edit(text, next, merge);
  if (reason.isEmpty() && spread) {
    reason = tr("Profile %1 needs one width in every layer: all layers follow.")
                 .arg(ToQString(plan::Name(state.profile)));
  }
  document_.Say(reason);
}

void BudgetCommands::SetKept(const LayerList& layers,
                             FamilyGroup group,
                             std::int64_t wanted,
                             Merge merge) {
  Draw(
      layers, group, [wanted](const KeptRange&) { return wanted; }, merge);
}

void BudgetCommands::StepKept(const LayerList& layers, FamilyGroup group, int steps) {
  Draw(
      layers,
      group,
      [&](const KeptRange& range) { return StepFrom(range, Kept(range.layer, group), steps); },
      Merge::kNever);
}

void BudgetCommands::EndDrag() {
  drag_text_.reset();
  document_.EndDrag();
}

void BudgetCommands::ResetToTarget(const LayerList& layers) {
  const bool shared = SharesWidths(document_.state());
  EditSpec(layers.size() == 1
               ? tr("Reset layer %1 to the target").arg(layers.front())
               : tr("Reset %n layers to the target", nullptr, static_cast<int>(layers.size())),
           [&](plan::BudgetSpec& spec) {
             for (const std::int64_t layer : shared ? AllLayers() : layers) {
               for (const FamilyGroup group : {FamilyGroup::kAttention, FamilyGroup::kFfn}) {
                 FamilyLimit limit = LimitOf(spec, layer, group);
                 limit.keep.reset();
                 SetLimit(spec, layer, group, limit);
               }
             }
           });
}

void BudgetCommands::ToggleLock(const LayerList& layers) {
  if (!ready() || layers.empty()) return;
  const auto closed = [&](std::int64_t layer, FamilyGroup group) {
    const auto range = Range(layer, group);
    return range.has_value() && range->IsLocked();
  };
  const bool open = std::ranges::any_of(layers, [&](std::int64_t layer) {
    return closed(layer, FamilyGroup::kAttention) || closed(layer, FamilyGroup::kFfn);
  });
  BudgetState next = document_.state();
  for (const std::int64_t layer : layers) {
    for (const FamilyGroup group : {FamilyGroup::kAttention, FamilyGroup::kFfn}) {
      FamilyLimit limit = LimitOf(next.spec, layer, group);
      if (!open) {
        limit.locked = true;
        limit.keep.reset();
        limit.forced_units.clear();
      } else if (closed(layer, group)) {
        const bool by_hand = limit.locked.value_or(false);
        limit.locked = by_hand ? std::nullopt : std::optional(false);
      }
      SetLimit(next.spec, layer, group, limit);
    }
  }
  const int count = static_cast<int>(layers.size());
  document_.Edit(
      open ? tr("Unlock %n layers", nullptr, count) : tr("Lock %n layers", nullptr, count), next);
}

void BudgetCommands::SetCap(const LayerList& layers, FamilyGroup group, std::optional<double> cap) {
  if (!ready()) return;
  BudgetState next = document_.state();
  QString said;
  for (const std::int64_t layer : layers) {
    FamilyLimit limit = LimitOf(next.spec, layer, group);
    limit.cap = cap;
    const plan::UnitFamily* family = Family(layer, group);
    if (family == nullptr) continue;
    const auto units = static_cast<double>(family->num_units);
    if (limit.keep.has_value() && cap.has_value() &&
        static_cast<double>(family->num_units - *limit.keep) > *cap * units + 1e-9) {
      limit.keep.reset();
      said = tr("Layer %1: the drawn count lies beyond the new cap, so the target decides again.")
                 .arg(layer);
    }
    SetLimit(next.spec, layer, group, limit);
  }
  document_.Edit(TextOf(layers, tr("cap")), next);
  document_.Say(said);
}

void BudgetCommands::SetFloor(const LayerList& layers,
                              FamilyGroup group,
                              std::optional<std::int64_t> floor) {
  if (!ready()) return;
  BudgetState next = document_.state();
  QString said;
  for (const std::int64_t layer : layers) {
    FamilyLimit limit = LimitOf(next.spec, layer, group);
    limit.floor = floor;
    if (limit.keep.has_value() && floor.has_value() && *limit.keep < *floor) {
      limit.keep = *floor;
      said = tr("Layer %1: the drawn count rose to its new floor.").arg(layer);
    }
    SetLimit(next.spec, layer, group, limit);
  }
  document_.Edit(TextOf(layers, tr("floor")), next);
  document_.Say(said);
}

UnitMark BudgetCommands::MarkOf(std::int64_t layer, FamilyGroup group, std::int64_t unit) const {
  const FamilyLimit limit = LimitOf(document_.state().spec, layer, group);
  if (std::ranges::binary_search(limit.protected_units, unit)) return UnitMark::kProtected;
  if (std::ranges::binary_search(limit.forced_units, unit)) return UnitMark::kForced;
  return UnitMark::kNone;
}

void BudgetCommands::SetMark(std::int64_t layer,
                             FamilyGroup group,
                             std::int64_t unit,
                             UnitMark mark) {
  const plan::UnitFamily* family = Family(layer, group);
  if (!ready() || family == nullptr || unit < 0 || unit >= family->num_units) return;
  BudgetState next = document_.state();
  FamilyLimit limit = LimitOf(next.spec, layer, group);
  if (mark == UnitMark::kForced && limit.locked.value_or(false)) {
    return document_.Say(tr("Layer %1 is locked: open it before forcing a unit.").arg(layer));
  }
  std::erase(limit.protected_units, unit);
  std::erase(limit.forced_units, unit);
  const auto insert = [unit](std::vector<std::int64_t>& units) {
    units.insert(std::ranges::lower_bound(units, unit), unit);
  };
  if (mark == UnitMark::kProtected) insert(limit.protected_units);
  if (mark == UnitMark::kForced) insert(limit.forced_units);
  SetLimit(next.spec, layer, group, limit);
  const QString place = group == FamilyGroup::kFfn
                            ? tr("channel %1 of layer %2").arg(unit).arg(layer)
                            : tr("head %1 of layer %2").arg(unit).arg(layer);
  const QString text = mark == UnitMark::kProtected ? tr("Protect %1")
                       : mark == UnitMark::kForced  ? tr("Force %1 out")
                                                    : tr("Release %1");
  document_.Edit(text.arg(place), next);
}

KeptCounts DrawnCounts(const plan::BudgetSpec& spec) {
  KeptCounts counts;
  for (const plan::LayerLimit& layer : spec.layers) {
    if (layer.attention.keep)
      counts[{layer.layer, FamilyGroup::kAttention}] = *layer.attention.keep;
    if (layer.ffn.keep) counts[{layer.layer, FamilyGroup::kFfn}] = *layer.ffn.keep;
  }
  return counts;
}

}  // namespace sentei::ui
