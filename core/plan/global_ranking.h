// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_planner.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

/// Mode global: takes the live units with the smallest keys over all layers, one aligned step of a
/// family at a time, until share * asked parameters are gone; forced units go before that, without
/// being compared. A family gives at most max(share, 0.25) of its cap before the last event. Coarse
/// units that would overshoot by a step are passed over, and the finest group keeps the room to
/// make up for a coarse unit, so that the last event ends less than plan.step above what was asked;
/// an earlier one may stay short.
[[nodiscard]] std::vector<std::int64_t> RankGlobally(const BudgetPlan& plan,
                                                     std::span<const UnitFamily> families,
                                                     double share,
                                                     const KeepMask& keep,
                                                     const UnitScores& scores,
                                                     RankKey key);

}  // namespace sentei::plan
