// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"
#include "core/plan/unit_family.h"
#include "viz/heat_map_frame.h"

#include <cstdint>
#include <span>

namespace sentei::ui {

/// Which units a plan of `keep` would keep if these scores held at the end: forced units leave
/// first, protected ones last, the others from the lowest score up; query stripes evenly from every
/// KV group. One value per unit, 1 = kept; null without scores for every unit.
[[nodiscard]] viz::SharedMask PlannedMask(const plan::UnitFamily& family,
                                          const viz::SharedValues& scores,
                                          std::int64_t keep,
                                          const plan::FamilyLimit& limit);

}  // namespace sentei::ui
