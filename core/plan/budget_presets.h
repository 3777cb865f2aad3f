// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"

#include <span>
#include <string_view>

namespace sentei::plan {

/// A budget to start from; the window gives it a name and a sentence by its key.
struct BudgetPreset {
  std::string_view key;
  BudgetSpec spec;
};

/// From the gentlest to the largest cut. All solve for decoders of usual shape under every profile
/// that their mode allows.
[[nodiscard]] std::span<const BudgetPreset> BudgetPresets();
/// nullptr for an unknown key.
[[nodiscard]] const BudgetPreset* FindBudgetPreset(std::string_view key);
/// The preset that `spec` is, field for field; nullptr where it was edited.
[[nodiscard]] const BudgetPreset* PresetOf(const BudgetSpec& spec);

}  // namespace sentei::plan
