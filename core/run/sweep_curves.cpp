// SPDX-License-Identifier: Apache-2.0
#include "core/run/sweep_curves.h"

#include <algorithm>

namespace sentei::run {

std::vector<plan::SensitivityCurve> CurvesOf(std::span<const SweepPoint> points,
                                             double dense_loss) {
  std::vector<plan::SensitivityCurve> curves;
  for (const SweepPoint& point : points) {
    auto curve = std::find_if(curves.begin(), curves.end(), [&](const auto& known) {
      return known.layer == point.layer && known.kind == point.kind;
    });
    if (curve == curves.end()) {
      curve = curves.insert(curve, {point.layer, point.kind, dense_loss, {}});
    }
    curve->points.push_back({point.ratio, point.mean_loss});
  }
  return curves;
}

std::vector<plan::SensitivityCurve> CurvesOf(const RunRecord& record) {
  const EvalDone* dense = record.Eval("dense");
  if (dense == nullptr) return {};
  return CurvesOf(record.sweep, dense->mean_loss);
}

}  // namespace sentei::run
