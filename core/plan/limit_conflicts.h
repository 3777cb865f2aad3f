// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sentei::plan {

/// "FFN" or "attention".
[[nodiscard]] std::string_view GroupName(FamilyGroup group);
/// "FFN of layer 3".
[[nodiscard]] std::string Where(const FamilyPlan& plan);

/// Fewest units that cap, floor and protected units let stay, before alignment.
[[nodiscard]] std::int64_t LowestCount(const FamilyPlan& plan);

/// Throws kUsage for protected or forced units that the family does not have.
void RequireKnownUnits(const FamilyPlan& plan, const FamilyLimit& limit);

/// Throws kUsage where the limits of one family contradict each other. Of `plan` everything but
/// choices and keep is set.
void RequireConsistent(const FamilyPlan& plan, const FamilyLimit& limit);

}  // namespace sentei::plan
