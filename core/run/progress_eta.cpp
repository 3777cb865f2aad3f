// SPDX-License-Identifier: Apache-2.0
#include "core/run/progress_eta.h"

#include <algorithm>
#include <cmath>

namespace sentei::run {

double ProgressEta::Update(std::int64_t done, std::int64_t total, double now) {
  if (last_done_ < 0) {
    last_done_ = done;
    last_time_ = now;
    return -1.0;
  }
  const std::int64_t units = done - last_done_;
  if (units > 0) {
    const double seconds = std::max(0.0, now - last_time_) / static_cast<double>(units);
    const double keep = measured_ == 0 ? 0.0 : std::pow(1.0 - weight_, static_cast<double>(units));
    unit_seconds_ = keep * unit_seconds_ + (1.0 - keep) * seconds;
    measured_ += units;
    last_done_ = done;
    last_time_ = now;
  }
  if (measured_ < kUnitsBeforeEstimate) return -1.0;
  return unit_seconds_ * static_cast<double>(std::max<std::int64_t>(0, total - done));
}

}  // namespace sentei::run
