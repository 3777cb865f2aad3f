// SPDX-License-Identifier: Apache-2.0
#include "core/plan/schedule.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace sentei::plan {
namespace {

void Check(const CubicSchedule& schedule) {
  const auto share = [](double value) { return value >= 0.0 && value <= 1.0; };
  if (!share(schedule.warmup) || !share(schedule.cooldown) ||
      schedule.warmup + schedule.cooldown >= 1.0) {
    throw Error(ErrorCode::kUsage,
                fmt::format("warm-up {} and cool-down {} leave no steps for pruning",
                            schedule.warmup,
                            schedule.cooldown));
  }
  if (schedule.every < 1 || schedule.steps < 0) {
    throw Error(
        ErrorCode::kUsage,
        fmt::format(
            "{} steps with an event every {} are no schedule", schedule.steps, schedule.every));
  }
  if (!(schedule.initial >= 0.0 && schedule.initial <= schedule.final)) {
    throw Error(
        ErrorCode::kUsage,
        fmt::format("the initial ratio {} is outside 0 to {}", schedule.initial, schedule.final));
  }
}

/// floor(share * steps) that a share such as 0.9 does not push below the whole number it means.
std::int64_t WholeSteps(double share, std::int64_t steps) {
  return static_cast<std::int64_t>(std::floor(share * static_cast<double>(steps) + 1e-9));
}

}  // namespace

double Sigma(const CubicSchedule& schedule, std::int64_t step) {
  const auto steps = static_cast<double>(schedule.steps);
  const double start = schedule.warmup * steps;
  const double end = (1.0 - schedule.cooldown) * steps;
  const auto now = static_cast<double>(step);
  if (now <= start) return schedule.initial;
  if (now > end) return schedule.final;
  const double left = 1.0 - (now - start) / (end - start);
  return schedule.final + (schedule.initial - schedule.final) * left * left * left;
}

std::vector<PruneMoment> PruneMoments(const CubicSchedule& schedule) {
  Check(schedule);
  std::vector<PruneMoment> moments;
  if (schedule.steps == 0) return moments;
  const std::int64_t last =
      std::max<std::int64_t>(1, WholeSteps(1.0 - schedule.cooldown, schedule.steps));
  const std::int64_t first = WholeSteps(schedule.warmup, schedule.steps) + 1;
  const std::int64_t start = (first + schedule.every - 1) / schedule.every * schedule.every;
  for (std::int64_t step = start; step < last; step += schedule.every) {
    moments.push_back({step, Sigma(schedule, step)});
  }
  moments.push_back({last, schedule.final});
  return moments;
}

std::vector<PruneMoment> ReferencePruneMoments(const CubicSchedule& schedule) {
  Check(schedule);
  std::vector<PruneMoment> moments;
  for (std::int64_t step = 0; step < schedule.steps; step += schedule.every) {
    const double sigma = Sigma(schedule, step);
    if (sigma > schedule.initial && sigma < schedule.final) moments.push_back({step, sigma});
  }
  return moments;
}

std::int64_t KeptAt(std::int64_t num_units, double sigma) {
  const auto removed =
      static_cast<std::int64_t>(std::floor(static_cast<double>(num_units) * sigma + 0.5));
  return num_units - std::clamp<std::int64_t>(removed, 0, num_units);
}

std::int64_t ReferenceKeptAt(std::int64_t num_units, double sigma) {
  return num_units - static_cast<std::int64_t>(static_cast<double>(num_units) * sigma);
}

}  // namespace sentei::plan
