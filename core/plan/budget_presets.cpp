// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_presets.h"

#include <algorithm>
#include <vector>

namespace sentei::plan {
namespace {

BudgetSpec Share(double target) {
  BudgetSpec spec;
  spec.target = target;
  return spec;
}

/// Attention locked, whatever the number of heads.
BudgetSpec FfnOnly(double target) {
  BudgetSpec spec = Share(target);
  spec.attention_locked = true;
  return spec;
}

/// One width for all layers in whatever profile: opens in stock classes.
BudgetSpec Even(double target, std::int64_t alignment) {
  BudgetSpec spec = Share(target);
  spec.lock_outer_layers = false;
  spec.ffn_alignment = alignment;
  return spec;
}

/// The scores decide which layers give how much.
BudgetSpec Ranked(double target) {
  BudgetSpec spec = Share(target);
  spec.mode = BudgetMode::kGlobal;
  return spec;
}

/// Heads and channels of every layer; caps that leave room for it.
BudgetSpec Half() {
  BudgetSpec spec = Even(0.5, 8);
  spec.attention_locked = false;
  spec.default_cap = 0.9;
  return spec;
}

std::vector<BudgetPreset> MakePresets() {
  return {{"gentle-10", Share(0.1)},
          {"gentle-20", Share(0.2)},
          {"ffn-only-20", FfnOnly(0.2)},
          {"uniform-20", Even(0.2, 8)},
          {"k-quants-20", Even(0.2, 256)},
          {"ranked-20", Ranked(0.2)},
          {"strong-30", Share(0.3)},
          {"half", Half()}};
}

}  // namespace

std::span<const BudgetPreset> BudgetPresets() {
  static const std::vector<BudgetPreset> presets = MakePresets();
  return presets;
}

const BudgetPreset* FindBudgetPreset(std::string_view key) {
  const auto presets = BudgetPresets();
  const auto found = std::find_if(presets.begin(), presets.end(), [&](const BudgetPreset& preset) {
    return preset.key == key;
  });
  return found == presets.end() ? nullptr : &*found;
}

const BudgetPreset* PresetOf(const BudgetSpec& spec) {
  const auto presets = BudgetPresets();
  const auto found = std::find_if(presets.begin(), presets.end(), [&](const BudgetPreset& preset) {
    return preset.spec == spec;
  });
  return found == presets.end() ? nullptr : &*found;
}

}  // namespace sentei::plan
