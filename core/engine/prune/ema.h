// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/unit_scores.h"

#include <cstdint>

namespace sentei::engine {

/// S <- lambda^n S + (1 - lambda^n) S_t, n = steps between scorings; starts at 0 and is not bias
/// corrected, which does not change ranks (LoRAPrune, moving average). A family that is scored
/// later than the others starts as if its first score had been there from the beginning, so that
/// their averages compare.
class ScoreAverage {
 public:
  ScoreAverage(double lambda, std::int64_t score_every);

  enum class Taken : std::uint8_t { kYes, kNo };
  /// `scoring` counts from 1. A step with any NaN or infinite score is dropped as a whole: returns
  /// kNo.
  Taken Update(const UnitScores& scores, std::int64_t scoring);
  /// Replaces the average by `scores` (one-shot schedules rank one measurement).
  void Set(UnitScores scores);

  [[nodiscard]] const UnitScores& value() const { return average_; }
  [[nodiscard]] bool empty() const { return average_.empty(); }

 private:
  double decay_;
  UnitScores average_;
};

}  // namespace sentei::engine
