// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace sentei::plan {

/// When units leave, as a function of finished optimizer steps (Zhu and Gupta 2017, as LoRAPrune,
/// arXiv 2305.18403, uses it): nothing during the warm-up, then a cubic rise, then constant.
struct CubicSchedule {
  std::int64_t steps = 0;   ///< T
  double initial = 0.0;     ///< sigma_i
  double final = 1.0;       ///< sigma_f; 1 where sigma is a share of the budget's target
  double warmup = 0.1;      ///< w: share of T before the rise
  double cooldown = 0.1;    ///< c: share of T after it
  std::int64_t every = 10;  ///< steps between events
};

/// sigma(t) = sigma_i for t <= wT; sigma_f for t > (1-c)T;
/// else sigma_f + (sigma_i - sigma_f) (1 - (t - wT) / ((1-w-c) T))^3.
[[nodiscard]] double Sigma(const CubicSchedule& schedule, std::int64_t step);

/// Units leave after `step` optimizer steps, so many that `sigma` of the way is reached.
struct PruneMoment {
  std::int64_t step = 0;
  double sigma = 0.0;
  friend bool operator==(const PruneMoment&, const PruneMoment&) = default;
};

/// Events at multiples of `every` inside the rise, and one forced at max(1, floor((1-c)T)) with
/// sigma_f, so that the target is reached; ascending. Throws kUsage for w or c outside 0..1,
/// w + c >= 1, every < 1, or sigma_i outside 0..sigma_f.
[[nodiscard]] std::vector<PruneMoment> PruneMoments(const CubicSchedule& schedule);

/// What the published code does, kept for comparison: an event at every multiple of `every` where
/// sigma_i < sigma(t) < sigma_f, and none forced, so that it stops short of its target.
[[nodiscard]] std::vector<PruneMoment> ReferencePruneMoments(const CubicSchedule& schedule);

/// Units that stay of `num_units` at ratio sigma: our rule rounds the units removed half up.
[[nodiscard]] std::int64_t KeptAt(std::int64_t num_units, double sigma);
/// The published code's rule truncates instead: n - int(n sigma).
[[nodiscard]] std::int64_t ReferenceKeptAt(std::int64_t num_units, double sigma);

}  // namespace sentei::plan
