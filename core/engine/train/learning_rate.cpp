// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sentei::engine {

double LearningRateAt(const run::TrainSpec& train, std::int64_t step) {
  const double total = static_cast<double>(train.steps);
  const double rise = std::ceil(train.warmup_ratio * total);
  const double now = static_cast<double>(step);
  if (now < rise) return train.learning_rate * (now + 1.0) / rise;
  const double left = std::max(1.0, total - rise);
  const double progress = std::clamp((now - rise) / left, 0.0, 1.0);
  switch (train.schedule) {
    case run::LrSchedule::kCosine:
      return train.learning_rate * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
    case run::LrSchedule::kLinear:
      return train.learning_rate * (1.0 - progress);
    case run::LrSchedule::kConstant:
      return train.learning_rate;
  }
  return train.learning_rate;
}

}  // namespace sentei::engine
