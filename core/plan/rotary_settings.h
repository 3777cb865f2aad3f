// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace sentei::plan {

/// How the frequencies of rotary positions are stretched beyond the trained length.
enum class RotaryScaling : std::uint8_t {
  kNone,
  kLinear,    ///< every frequency over `factor`
  kLlama3,    ///< low frequencies over `factor`, high ones kept, a ramp between (LLaMA 3.1)
  kLongRope,  ///< one factor a frequency, another set beyond the original length (2402.13753)
};

/// Rotary position embedding (2104.09864): pair i of a head turns by position * inv_i, with
/// inv_i = theta^(-2i / head_dim) before scaling.
struct RotarySettings {
  double theta = 10000.0;
  RotaryScaling scaling = RotaryScaling::kNone;
  double factor = 1.0;
  double low_frequency_factor = 1.0;
  double high_frequency_factor = 4.0;
  std::int64_t original_positions = 0;     ///< length of the training; kLlama3 and kLongRope
  std::vector<double> short_factors = {};  ///< head_dim / 2 each; kLongRope
  std::vector<double> long_factors = {};
  double attention_factor = 1.0;  ///< multiplies cos and sin; kLongRope

  friend bool operator==(const RotarySettings&, const RotarySettings&) = default;
};

/// Scaled over unscaled inv_i, for i in [0, head_dim / 2), of sequences of `length` tokens.
[[nodiscard]] std::vector<double> FrequencyRatios(const RotarySettings& rotary,
                                                  std::int64_t head_dim,
                                                  std::int64_t length);

}  // namespace sentei::plan
