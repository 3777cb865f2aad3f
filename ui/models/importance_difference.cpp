// SPDX-License-Identifier: Apache-2.0
#include "ui/models/importance_difference.h"

#include <cmath>
#include <limits>
#include <memory>

namespace sentei::ui {
namespace {

double MeanOfKept(const std::vector<float>& values, const viz::SharedMask& keep) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t unit = 0; unit < values.size(); ++unit) {
    if (!viz::Keeps(keep, unit) || !std::isfinite(values[unit])) continue;
    sum += static_cast<double>(values[unit]);
    count += 1.0;
  }
  return sum > 0.0 ? sum / count : 1.0;
}

}  // namespace

viz::SharedValues RelativeDifference(const std::vector<float>& scores,
                                     const std::vector<float>& weights,
                                     const viz::SharedMask& keep) {
  if (scores.size() != weights.size()) return nullptr;
  const double of_scores = MeanOfKept(scores, keep);
  const double of_weights = MeanOfKept(weights, keep);
  auto difference =
      std::make_shared<std::vector<float>>(scores.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t unit = 0; unit < scores.size(); ++unit) {
    if (!viz::Keeps(keep, unit)) continue;
    (*difference)[unit] = static_cast<float>(static_cast<double>(scores[unit]) / of_scores -
                                             static_cast<double>(weights[unit]) / of_weights);
  }
  return difference;
}

}  // namespace sentei::ui
