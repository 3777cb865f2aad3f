// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/sensitivity.h"
#include "core/run/run_event.h"
#include "core/run/run_record.h"

#include <span>
#include <vector>

namespace sentei::run {

/// One curve for every family that has points, in the order of their first; for a sweep that still
/// runs as for one that was stored. `dense_loss` is the mean loss of the whole model.
[[nodiscard]] std::vector<plan::SensitivityCurve> CurvesOf(std::span<const SweepPoint> points,
                                                           double dense_loss);
/// Of a stored sweep; none where its dense baseline was not measured.
[[nodiscard]] std::vector<plan::SensitivityCurve> CurvesOf(const RunRecord& record);

}  // namespace sentei::run
