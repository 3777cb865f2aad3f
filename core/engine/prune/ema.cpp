// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/ema.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace sentei::engine {
namespace {

bool AllFinite(const UnitScores& scores) {
  return std::all_of(scores.begin(), scores.end(), [](const at::Tensor& family) {
    return !family.defined() || at::isfinite(family).all().item<bool>();
  });
}

}  // namespace

ScoreAverage::ScoreAverage(double lambda, std::int64_t score_every)
    : decay_(std::pow(lambda, static_cast<double>(score_every))) {}

ScoreAverage::Taken ScoreAverage::Update(const UnitScores& scores, std::int64_t scoring) {
  if (!AllFinite(scores)) return Taken::kNo;
  const double scorings = average_.empty() ? 1.0 : static_cast<double>(scoring);
  const double weight_of_zero = std::pow(decay_, scorings);
  if (average_.empty()) average_.resize(scores.size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!scores[f].defined()) continue;
    if (average_[f].defined()) {
      average_[f].mul_(decay_).add_(scores[f], 1.0 - decay_);
    } else {
      average_[f] = scores[f] * (1.0 - weight_of_zero);
    }
  }
  return Taken::kYes;
}

void ScoreAverage::Set(UnitScores scores) { average_ = std::move(scores); }

}  // namespace sentei::engine
