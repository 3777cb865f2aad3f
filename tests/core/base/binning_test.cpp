// SPDX-License-Identifier: Apache-2.0
#include "core/base/binning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace sentei {
namespace {

TEST(MaxBins, EveryUnitFallsIntoExactlyOneBinOfNearlyEqualSize) {
  std::mt19937 engine(1);
  for (std::size_t units = 1; units <= 200; ++units) {
    std::vector<float> values;
    std::vector<std::uint8_t> keep;
    for (std::size_t i = 0; i < units; ++i) {
      values.push_back(static_cast<float>(engine() % 1000));
      keep.push_back(engine() % 3 == 0 ? 0 : 1);
    }
    const std::size_t bins = 1 + engine() % 64;
    const auto result = MaxBins(values, keep, bins);
    ASSERT_EQ(result.size(), std::min(bins, units));
    for (std::size_t b = 0; b < result.size(); ++b) {  // brute force by the definition
      float max = 0.0F;
      bool live = false;
      for (std::size_t u = 0; u < units; ++u) {
        const bool inside = u >= b * units / result.size() && u < (b + 1) * units / result.size();
        if (!inside || keep[u] == 0) continue;
        max = live ? std::max(max, values[u]) : values[u];
        live = true;
      }
      ASSERT_EQ(result[b].pruned, !live);
      ASSERT_EQ(result[b].max, max);
    }
  }
}

TEST(MaxBins, NothingGivesNothing) { EXPECT_TRUE(MaxBins({}, {}, 10).empty()); }

TEST(SortedUnits, LiveUnitsComeFirstByFallingValueTiesByNumber) {
  const std::vector<float> values{1.0F, 3.0F, std::nanf(""), 3.0F, 9.0F};
  const std::vector<std::uint8_t> keep{1, 1, 1, 1, 0};
  EXPECT_EQ(SortedUnits(values, keep), (std::vector<std::size_t>{1, 3, 0, 2, 4}));
  EXPECT_EQ(SortedUnits(values, {}).front(), 4U);
}

TEST(Quantile, InterpolatesBetweenFiniteValues) {
  EXPECT_DOUBLE_EQ(Quantile({3.0F, 1.0F, 2.0F, std::nanf("")}, 0.5), 2.0);
  EXPECT_DOUBLE_EQ(Quantile({0.0F, 10.0F}, 0.25), 2.5);
  EXPECT_DOUBLE_EQ(Quantile({}, 0.5), 0.0);
  EXPECT_DOUBLE_EQ(Quantile({4.0F}, 0.99), 4.0);
}

TEST(ValuesAtRanks, AgreesWithTheOrderOfTheUnits) {
  std::mt19937 engine(4);
  std::normal_distribution<float> normal;
  for (const float offset : {0.0F, 30.0F}) {  // both signs, and one of a narrow range
    std::vector<float> values;
    std::vector<std::uint8_t> keep;
    for (std::size_t i = 0; i < 3000; ++i) {
      values.push_back(i % 97 == 0 ? NAN : i % 31 == 0 ? 0.0F : offset + normal(engine));
      keep.push_back(engine() % 4 == 0 ? 0 : 1);
    }
    const std::vector<std::size_t> units = SortedUnits(values, keep);
    std::vector<std::size_t> ranks(3000);
    std::iota(ranks.begin(), ranks.end(), std::size_t{0});
    const std::vector<float> sorted = ValuesAtRanks(values, keep, ranks);
    EXPECT_EQ(sorted[0], values[units[0]]);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      const bool number = keep[units[i]] != 0 && !std::isnan(values[units[i]]);
      ASSERT_EQ(!std::isnan(sorted[i]), number) << i;
      if (!number) continue;
      ASSERT_NEAR(sorted[i], values[units[i]], 1e-30 + 0.01 * std::abs(values[units[i]])) << i;
      if (i > 0) {
        ASSERT_LE(sorted[i], sorted[i - 1]);
      }
    }
  }
}

TEST(ValuesAtRanks, OfNothingAreNoNumbers) {
  const std::vector<float> values{NAN, 1.0F};
  const std::vector<std::uint8_t> keep{1, 0};
  const std::vector<std::size_t> ranks{0, 5};
  for (const float value : ValuesAtRanks(values, keep, ranks)) EXPECT_TRUE(std::isnan(value));
}

TEST(MaxBins, TellsABinWithoutValuesFromOneOfZeros) {
  const std::vector<float> values{NAN, NAN, 0.0F, NAN};
  const auto bins = MaxBins(values, {}, 2);
  EXPECT_FALSE(bins[0].measured);
  EXPECT_FALSE(bins[0].pruned);
  EXPECT_TRUE(bins[1].measured);
}

}  // namespace
}  // namespace sentei
