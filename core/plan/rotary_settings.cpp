// SPDX-License-Identifier: Apache-2.0
#include "core/plan/rotary_settings.h"

#include "core/base/error.h"

#include <cmath>
#include <numbers>

namespace sentei::plan {
namespace {

double Llama3Ratio(const RotarySettings& rotary, double frequency) {
  const double wavelength = 2.0 * std::numbers::pi / frequency;
  const auto original = static_cast<double>(rotary.original_positions);
  if (wavelength < original / rotary.high_frequency_factor) return 1.0;
  if (wavelength > original / rotary.low_frequency_factor) return 1.0 / rotary.factor;
  const double ramp = (original / wavelength - rotary.low_frequency_factor) /
                      (rotary.high_frequency_factor - rotary.low_frequency_factor);
  return (1.0 - ramp) / rotary.factor + ramp;
}

double Ratio(const RotarySettings& rotary,
             double frequency,
             std::size_t pair,
             std::int64_t length) {
  const bool is_long = length > rotary.original_positions;
  switch (rotary.scaling) {
    case RotaryScaling::kNone:
      return 1.0;
    case RotaryScaling::kLinear:
      return 1.0 / rotary.factor;
    case RotaryScaling::kLlama3:
      return Llama3Ratio(rotary, frequency);
    case RotaryScaling::kLongRope:
      return 1.0 / (is_long ? rotary.long_factors : rotary.short_factors).at(pair);
  }
  throw LogicError("a rotary scaling without a formula");
}

}  // namespace

std::vector<double> FrequencyRatios(const RotarySettings& rotary,
                                    std::int64_t head_dim,
                                    std::int64_t length) {
  std::vector<double> ratios(static_cast<std::size_t>(head_dim / 2));
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    const double exponent = 2.0 * static_cast<double>(i) / static_cast<double>(head_dim);
    ratios[i] = Ratio(rotary, std::pow(rotary.theta, -exponent), i, length);
  }
  return ratios;
}

}  // namespace sentei::plan
