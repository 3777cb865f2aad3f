// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

/// A function so marked is compiled for several instruction sets; the program picks one at start.
/// Helpers called from it must be always_inline to be compiled with it.
#if defined(__x86_64__) && defined(__GNUC__)
#define SENTEI_SIMD_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SENTEI_SIMD_CLONES
#endif
#define SENTEI_INLINE [[gnu::always_inline]] inline

namespace sentei::engine::kernels {

/// bfloat16 as its bit pattern: GCC turns loops over the plain integer into vector code, and loops
/// over c10::BFloat16 not.
using Bf16Bits = std::uint16_t;

SENTEI_INLINE float ToFloat(float value) { return value; }
SENTEI_INLINE float ToFloat(Bf16Bits value) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}

SENTEI_INLINE void Assign(float& target, float value) { target = value; }
/// Rounds to nearest, ties to even; NaN stays NaN.
SENTEI_INLINE void Assign(Bf16Bits& target, float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  target = static_cast<Bf16Bits>((bits & 0x7FFFFFFFU) > 0x7F800000U ? 0x7FC0U : rounded);
}
/// `value` as T would store it.
template <typename T>
SENTEI_INLINE float Rounded(float value) {
  T stored{};
  Assign(stored, value);
  return ToFloat(stored);
}

/// exp(x) within 2 ulp for x in [-87, 88], saturating outside: 2^n * e^r with |r| <= ln(2) / 2 and
/// Cephes' polynomial. Branch-free, so that loops over it become vector code.
SENTEI_INLINE float FastExp(float x) {
  constexpr float kRoundingShift = 12582912.0F;  // 1.5 * 2^23: adding it rounds to an integer
  const float clamped = x < -87.0F ? -87.0F : (x > 88.0F ? 88.0F : x);
  const float shifted = clamped * 1.44269504088896341F + kRoundingShift;
  const float n = shifted - kRoundingShift;
  const float r = (clamped - n * 0.693359375F) + n * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  const float mantissa = p * r * r + r + 1.0F;
  const std::uint32_t exponent =
      (std::bit_cast<std::uint32_t>(shifted) - std::bit_cast<std::uint32_t>(kRoundingShift)) << 23;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(mantissa) + exponent);
}

SENTEI_INLINE float FastSigmoid(float x) { return 1.0F / (1.0F + FastExp(-x)); }

}  // namespace sentei::engine::kernels
