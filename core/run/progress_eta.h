// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace sentei::run {

/// Estimates the time left from a moving average of the time per unit. One object belongs to one
/// thread and one phase.
class ProgressEta {
 public:
  /// `weight` is the share that a new unit has in the average, in (0, 1].
  explicit ProgressEta(double weight = 0.2) : weight_(weight) {}

  /// Units finished so far and the time now, in seconds of a steady clock. Returns the seconds
  /// left, or -1 before three units were measured. The first call only sets the origin.
  double Update(std::int64_t done, std::int64_t total, double now);
  /// Forgets the time since the last call, as after a pause.
  void SkipUntil(double now) { last_time_ = now; }

 private:
  static constexpr std::int64_t kUnitsBeforeEstimate = 3;

  double weight_;
  double last_time_ = 0.0;
  std::int64_t last_done_ = -1;
  std::int64_t measured_ = 0;
  double unit_seconds_ = 0.0;
};

}  // namespace sentei::run
