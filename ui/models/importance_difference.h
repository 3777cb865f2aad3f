// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/heat_map_frame.h"

#include <vector>

namespace sentei::ui {

/// What a run's scores of one family say beside the sizes of its weights: both divided by their
/// mean over the units that the run kept, the second subtracted from the first. A unit that left
/// has no value (NaN), for a score counts on only while its unit lives. `keep` as in
/// run::FamilyState, null = all were kept. Null where the two are of different lengths.
[[nodiscard]] viz::SharedValues RelativeDifference(const std::vector<float>& scores,
                                                   const std::vector<float>& weights,
                                                   const viz::SharedMask& keep);

}  // namespace sentei::ui
