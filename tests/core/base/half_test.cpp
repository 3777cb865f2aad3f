// SPDX-License-Identifier: Apache-2.0
#include "core/base/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace sentei {
namespace {

/// The value of a half by the definition of IEEE 754 binary16.
double HalfByDefinition(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
  if (exponent == 31) {
    return fraction == 0 ? sign * std::numeric_limits<double>::infinity()
                         : std::numeric_limits<double>::quiet_NaN();
  }
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

/// The nearest half by brute force: of the two neighbours the nearer one, in a tie the even one.
std::uint16_t NearestHalf(float value) {
  std::uint16_t low = 0;  // the largest finite half not above |value|
  const double magnitude = std::abs(static_cast<double>(value));
  std::uint16_t high = 0x7C00;
  while (high - low > 1) {
    const auto middle = static_cast<std::uint16_t>((high + low) / 2);
    (HalfByDefinition(middle) <= magnitude ? low : high) = middle;
  }
  const double above = high == 0x7C00 ? 65536.0 : HalfByDefinition(high);
  const double down = magnitude - HalfByDefinition(low);
  const double up = above - magnitude;
  std::uint16_t nearest = down < up || (down == up && low % 2 == 0) ? low : high;
  if (std::isinf(value)) nearest = 0x7C00;
  return static_cast<std::uint16_t>(nearest | (std::signbit(value) ? 0x8000 : 0));
}

TEST(HalfTest, EveryHalfHasTheValueOfItsDefinition) {
  for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const double expected = HalfByDefinition(half);
    const float actual = F16ToFloat(half);
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(actual)) << bits;
      continue;
    }
    ASSERT_EQ(static_cast<double>(actual), expected) << bits;
    ASSERT_EQ(std::signbit(actual), (bits & 0x8000) != 0) << bits;
    ASSERT_EQ(FloatToF16(actual), half) << "does not round-trip";
  }
}

TEST(HalfTest, RoundsToTheNearestHalfAndTiesToEven) {
  for (std::uint32_t bits = 0; bits < 0x7C00; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float here = F16ToFloat(half);
    const float next = bits == 0x7BFF ? 65536.0F : F16ToFloat(static_cast<std::uint16_t>(bits + 1));
    const float middle = here + (next - here) / 2;
    for (const float value : {middle, std::nextafter(middle, 0.0F), std::nextafter(middle, 1e9F)}) {
      ASSERT_EQ(FloatToF16(value), NearestHalf(value)) << value;
      ASSERT_EQ(FloatToF16(-value), NearestHalf(-value)) << -value;
    }
  }
}

TEST(HalfTest, KeepsInfinitiesAndNaNs) {
  EXPECT_EQ(FloatToF16(std::numeric_limits<float>::infinity()), 0x7C00);
  EXPECT_EQ(FloatToF16(-3e38F), 0xFC00);
  const auto nan = FloatToF16(std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(std::isnan(F16ToFloat(nan)));
  EXPECT_TRUE(std::isnan(BF16ToFloat(FloatToBF16(std::bit_cast<float>(0x7F800001U)))));
  EXPECT_EQ(FloatToBF16(std::numeric_limits<float>::infinity()), 0x7F80);
}

TEST(HalfTest, BFloat16RoundsToNearestEven) {
  EXPECT_EQ(FloatToBF16(1.0F), 0x3F80);
  EXPECT_EQ(FloatToBF16(std::bit_cast<float>(0x3F808000U)), 0x3F80);  // tie, even below
  EXPECT_EQ(FloatToBF16(std::bit_cast<float>(0x3F818000U)), 0x3F82);  // tie, even above
  EXPECT_EQ(FloatToBF16(std::bit_cast<float>(0x3F808001U)), 0x3F81);
  EXPECT_EQ(FloatToBF16(std::bit_cast<float>(0x7F7FFFFFU)), 0x7F80);  // overflows to infinity
  for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const float value = BF16ToFloat(pattern);
    if (!std::isnan(value)) {
      ASSERT_EQ(FloatToBF16(value), pattern);
    }
  }
}

TEST(HalfTest, ArraysConvertAsSingleValuesDo) {
  std::vector<float> values;
  for (int i = -500; i < 500; ++i) values.push_back(static_cast<float>(i) * 0.013F);
  std::vector<std::uint16_t> half(values.size());
  std::vector<std::uint16_t> brain(values.size());
  std::vector<float> back(values.size());
  FloatToF16(values, half);
  FloatToBF16(values, brain);
  BF16ToFloat(brain, back);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(half[i], FloatToF16(values[i]));
    EXPECT_EQ(brain[i], FloatToBF16(values[i]));
    EXPECT_EQ(back[i], BF16ToFloat(brain[i]));
  }
}

}  // namespace
}  // namespace sentei
