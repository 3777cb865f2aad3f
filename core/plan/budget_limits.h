// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"

#include <span>
#include <string>
#include <vector>

namespace sentei::plan {

/// Below this many units in a layer a family is kept whole by default.
inline constexpr std::int64_t kFewUnits = 8;
/// FFN channels that stay at least, where the layer has so many.
inline constexpr std::int64_t kFfnFloor = 64;

/// The limits of every family with locks, caps, floors, alignment and profile applied, and the
/// counts they leave to choose from; `keep` is not set. Lines for people go to the second part.
/// Throws kUsage for limits that contradict each other, the model or the profile.
struct LimitedFamilies {
  std::vector<FamilyPlan> families;
  std::vector<std::string> notes;
};
[[nodiscard]] LimitedFamilies LimitFamilies(const ModelDescription& model,
                                            std::span<const UnitFamily> families,
                                            const BudgetSpec& spec,
                                            ExportProfile profile,
                                            ExportDType dtype);

/// True for the first max(1, L / 10) layers and the last; false throughout where that is every one.
[[nodiscard]] bool IsOuterLayer(std::int64_t layer, std::int64_t num_layers);

/// What keeps each family from losing more, such as "cap 0.75 of the FFN in layers 3-28".
[[nodiscard]] std::string BindingLimits(std::span<const FamilyPlan> families);

/// "0-2, 5" of ascending numbers.
[[nodiscard]] std::string FormatRanges(std::span<const std::int64_t> numbers);

}  // namespace sentei::plan
