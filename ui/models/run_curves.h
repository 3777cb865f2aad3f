// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/compared_runs.h"

#include <QPointF>
#include <cstdint>
#include <vector>

namespace sentei::ui {

enum class CurveMetric : std::uint8_t { kLoss, kPerplexity, kSparsity, kSpeed };
enum class CurveX : std::uint8_t { kStep, kTime };

/// The points of one run's curve. Time is training time in minutes, summed from the tokens of a
/// step and the speed that was recorded with it. Perplexity is what was measured on the way, in one
/// protocol: dense at step 0, quick ones, the result at the end.
[[nodiscard]] std::vector<QPointF> CurvePoints(const ComparedRun& run,
                                               CurveMetric metric,
                                               CurveX x);
/// Minutes of training up to each of the run's steps.
[[nodiscard]] std::vector<double> TrainingMinutes(const ComparedRun& run);

}  // namespace sentei::ui
