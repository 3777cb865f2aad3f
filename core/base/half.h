// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <span>

namespace sentei {

/// Bit patterns of the two 16-bit floating-point formats and fp32. All roundings are to nearest,
/// ties to even; infinities, subnormals and signed zeros are kept, a NaN stays a NaN.

[[nodiscard]] constexpr float BF16ToFloat(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

[[nodiscard]] constexpr std::uint16_t FloatToBF16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  const std::uint32_t quiet_nan = (bits >> 16) | 0x40U;
  return static_cast<std::uint16_t>((bits & 0x7FFFFFFFU) > 0x7F800000U ? quiet_nan : rounded);
}

[[nodiscard]] constexpr float F16ToFloat(std::uint16_t half) {
  const std::uint32_t magnitude = (static_cast<std::uint32_t>(half) & 0x7FFFU) << 13;
  const std::uint32_t exponent = magnitude & (0x1FU << 23);
  const std::uint32_t normal = magnitude + (112U << 23);  // from bias 15 to bias 127
  const std::uint32_t special = normal + (112U << 23);    // infinity and NaN
  // A subnormal gets an implicit one in place, which the subtraction takes off again.
  const float subnormal = std::bit_cast<float>(normal + (1U << 23)) - 0x1p-14F;
  std::uint32_t bits = exponent == (0x1FU << 23) ? special : normal;
  bits = exponent == 0 ? std::bit_cast<std::uint32_t>(subnormal) : bits;
  return std::bit_cast<float>(bits | (static_cast<std::uint32_t>(half) & 0x8000U) << 16);
}

[[nodiscard]] constexpr std::uint16_t FloatToF16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  // Adding 0.5 aligns the last bit of a subnormal half with the last bit of the sum.
  const std::uint32_t subnormal =
      std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3F000000U;
  const std::uint32_t normal = (magnitude - (112U << 23) + 0xFFFU + ((magnitude >> 13) & 1U)) >> 13;
  std::uint32_t half = magnitude < (113U << 23) ? subnormal : normal;
  half = magnitude >= (143U << 23) ? 0x7C00U : half;
  half = magnitude > 0x7F800000U ? 0x7E00U | ((magnitude >> 13) & 0x3FFU) : half;
  return static_cast<std::uint16_t>(sign | half);
}

/// Whole arrays; both spans have the same length.
void F16ToFloat(std::span<const std::uint16_t> in, std::span<float> out);
void BF16ToFloat(std::span<const std::uint16_t> in, std::span<float> out);
void FloatToF16(std::span<const float> in, std::span<std::uint16_t> out);
void FloatToBF16(std::span<const float> in, std::span<std::uint16_t> out);

}  // namespace sentei
