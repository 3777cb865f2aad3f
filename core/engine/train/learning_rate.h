// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <cstdint>

namespace sentei::engine {

/// The rate of the optimizer step that follows `step` finished ones: a linear rise over
/// ceil(warmup_ratio · steps) steps to the full rate, then cosine or linear to 0 at the end, or
/// constant.
[[nodiscard]] double LearningRateAt(const run::TrainSpec& train, std::int64_t step);

}  // namespace sentei::engine
