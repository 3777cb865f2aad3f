// SPDX-License-Identifier: Apache-2.0
#include "core/base/binning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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

TEST(SortedLiveValues, AgreesWithTheOrderOfTheUnits) {
  std::mt19937 engine(4);
  std::normal_distribution<float> normal;
  std::vector<float> values;
  std::vector<std::uint8_t> keep;
  for (std::size_t i = 0; i < 3000; ++i) {
    values.push_back(i % 97 == 0 ? NAN : i % 31 == 0 ? -0.0F : normal(engine));
    keep.push_back(engine() % 4 == 0 ? 0 : 1);
  }
  values[5] = HUGE_VALF;
  const std::vector<std::size_t> units = SortedUnits(values, keep);
  const std::vector<float> sorted = SortedLiveValues(values, keep);
  ASSERT_EQ(sorted.size(), static_cast<std::size_t>(std::count(keep.begin(), keep.end(), 1)));
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const float wanted = values[units[i]];
    if (std::isnan(sorted[i])) continue;  // last here, with the least there
    ASSERT_EQ(sorted[i], wanted) << i;
  }
  EXPECT_EQ(SortedLiveValues(values, {}).size(), values.size());
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
