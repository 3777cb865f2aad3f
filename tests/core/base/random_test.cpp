// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

namespace sentei {
namespace {

using Block = std::array<std::uint32_t, 4>;

/// Known answers published with the Random123 library of Philox's authors.
TEST(RandomTest, PhiloxGivesThePublishedAnswers) {
  EXPECT_EQ(Philox({0, 0, 0, 0}, {0, 0}),
            (Block{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
  const std::uint32_t ones = 0xffffffffU;
  EXPECT_EQ(Philox({ones, ones, ones, ones}, {ones, ones}),
            (Block{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}));
  EXPECT_EQ(
      Philox({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U}),
      (Block{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U}));
}

TEST(RandomTest, AStreamIsAFunctionOfItsKeyAlone) {
  const RandomKey key{.seed = 7, .step = 3, .layer = 2, .purpose = RandomPurpose::kLoraDropout};
  RandomStream first(key);
  static_cast<void>(RandomStream({.seed = 8}).NextU64());
  RandomStream second(key);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(first.NextU64(), second.NextU64());
}

TEST(RandomTest, EveryPartOfTheKeyChangesTheStream) {
  std::set<std::uint64_t> firsts;
  const RandomKey base{.seed = 1, .step = 1, .layer = 1, .purpose = RandomPurpose::kDataOrder};
  RandomKey seed = base;
  seed.seed += std::uint64_t{1} << 40;
  RandomKey step = base;
  step.step += std::uint64_t{1} << 40;
  RandomKey layer = base;
  layer.layer += 1;
  RandomKey purpose = base;
  purpose.purpose = RandomPurpose::kLoraInit;
  for (const RandomKey& key : {base, seed, step, layer, purpose}) {
    firsts.insert(RandomStream(key).NextU64());
  }
  EXPECT_EQ(firsts.size(), 5U);
}

/// Stored runs depend on these numbers: they may never change.
TEST(RandomTest, NumbersStayWhatTheyAre) {
  RandomStream stream({.seed = 42, .step = 5, .layer = 3, .purpose = RandomPurpose::kLoraInit});
  const Block expected = Philox({0, 3, 5, 2}, {42, 0});
  for (const std::uint32_t word : expected) EXPECT_EQ(stream.NextU32(), word);
  EXPECT_EQ(stream.NextU32(), Philox({1, 3, 5, 2}, {42, 0})[0]);
}

TEST(RandomTest, UniformNumbersLieInTheUnitIntervalAndAverageOneHalf) {
  RandomStream stream({.seed = 1});
  double sum = 0.0;
  for (int i = 0; i < 100000; ++i) {
    const double value = stream.NextUniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
  }
  EXPECT_NEAR(sum / 100000, 0.5, 0.005);
}

TEST(RandomTest, FillStaysWithinItsBounds) {
  std::vector<float> values(10001);
  RandomStream({.seed = 3}).FillUniform(values, -0.25F, 0.25F);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  EXPECT_GE(*low, -0.25F);
  EXPECT_LT(*high, 0.25F);
  EXPECT_LT(*low, -0.249F);
  EXPECT_GT(*high, 0.249F);
}

TEST(RandomTest, EveryResidueIsEquallyLikely) {
  RandomStream stream({.seed = 9});
  std::array<int, 6> counts{};
  for (int i = 0; i < 60000; ++i) ++counts[stream.NextBelow(6)];
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
  EXPECT_EQ(stream.NextBelow(1), 0U);
  EXPECT_THROW(static_cast<void>(stream.NextBelow(0)), LogicError);
}

TEST(RandomTest, APermutationHoldsEveryNumberOnce) {
  auto order = RandomPermutation({.seed = 4, .purpose = RandomPurpose::kDataOrder}, 1000);
  EXPECT_FALSE(std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  for (std::int64_t i = 0; i < 1000; ++i) ASSERT_EQ(order[static_cast<std::size_t>(i)], i);
  EXPECT_TRUE(RandomPermutation({}, 0).empty());
}

TEST(RandomTest, AllOrdersOfThreeAreEquallyLikely) {
  std::map<std::vector<std::int64_t>, int> counts;
  for (std::uint64_t seed = 0; seed < 6000; ++seed) ++counts[RandomPermutation({.seed = seed}, 3)];
  ASSERT_EQ(counts.size(), 6U);
  for (const auto& [order, count] : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(RandomTest, AStepBeyondTheCounterIsRefused) {
  EXPECT_THROW(RandomStream({.seed = 0, .step = std::uint64_t{1} << 48}), LogicError);
}

}  // namespace
}  // namespace sentei
