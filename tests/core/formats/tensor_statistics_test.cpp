// SPDX-License-Identifier: Apache-2.0
#include "core/formats/tensor_statistics.h"

#include "core/formats/tensor_rows.h"
#include "tests/core/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace sentei::formats {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

class TensorStatisticsTest : public ::testing::Test {
 protected:
  std::unique_ptr<ModelSource> Model(const std::vector<float>& values, const std::string& shape) {
    const std::string header =
        fmt::format(R"({{"w":{{"dtype":"F32","shape":[{}],"data_offsets":[0,{}]}}}})",
                    shape,
                    values.size() * 4);
    test::WriteText(directory_ / "m.safetensors", SafetensorsBytes(header, RawAll(values)));
    return OpenModel(directory_ / "m.safetensors");
  }
  TensorStatistics Of(const std::vector<float>& values,
                      const std::string& shape,
                      const StatisticsRequest& request = {}) {
    return ComputeTensorStatistics(*Model(values, shape), "w", request, {}).value();
  }

  test::TemporaryDirectory directory_;
};

TEST_F(TensorStatisticsTest, CountsAndMomentsOfAMatrix) {
  const TensorStatistics got = Of({3.0F, 0.0F, -4.0F, 1.0F, 0.0F, 0.0F}, "2, 3");
  EXPECT_EQ(got.count, 6);
  EXPECT_EQ(got.zeros, 3);
  EXPECT_EQ(got.rows, 2);
  EXPECT_EQ(got.columns, 3);
  EXPECT_EQ(got.min, -4.0);
  EXPECT_EQ(got.max, 3.0);
  EXPECT_EQ(got.mean, 0.0);
  EXPECT_NEAR(got.standard_deviation, std::sqrt(26.0 / 6.0), 1e-12);
  EXPECT_THAT(got.row_norms, ElementsAre(5.0F, 1.0F));
  EXPECT_THAT(got.map.cells, ElementsAre(3.0F, 0.0F, 4.0F, 1.0F, 0.0F, 0.0F));
}

TEST_F(TensorStatisticsTest, TheHistogramHoldsEveryFiniteValue) {
  const TensorStatistics got = Of({0.0F, 1.0F, 2.0F, 3.0F, 4.0F, kNan}, "6", {.histogram_bins = 4});
  EXPECT_THAT(got.histogram, ElementsAre(1, 1, 1, 2));
}

TEST_F(TensorStatisticsTest, ValuesThatAreNotFiniteAreCountedAndLeftOut) {
  const TensorStatistics got = Of({kNan, 2.0F, kInfinity, -kInfinity}, "2, 2");
  EXPECT_EQ(got.nans, 1);
  EXPECT_EQ(got.infinities, 2);
  EXPECT_EQ(got.finite(), 1);
  EXPECT_EQ(got.min, 2.0);
  EXPECT_EQ(got.mean, 2.0);
  EXPECT_EQ(got.standard_deviation, 0.0);
  EXPECT_THAT(got.row_norms, ElementsAre(2.0F, 0.0F));
}

TEST_F(TensorStatisticsTest, WithoutAFiniteValueThereIsNoRange) {
  const TensorStatistics got = Of({kNan, kNan}, "2");
  EXPECT_TRUE(std::isnan(got.min) && std::isnan(got.max) && std::isnan(got.mean));
  EXPECT_TRUE(std::isnan(got.standard_deviation));
  EXPECT_THAT(got.histogram, Each(0));
}

TEST_F(TensorStatisticsTest, AConstantLiesInTheFirstBin) {
  const TensorStatistics got = Of(std::vector<float>(9, 7.5F), "3, 3", {.histogram_bins = 5});
  EXPECT_THAT(got.histogram, ElementsAre(9, 0, 0, 0, 0));
  EXPECT_EQ(got.standard_deviation, 0.0);
}

TEST_F(TensorStatisticsTest, ATensorWithoutValuesGivesEmptyResults) {
  const TensorStatistics got = Of({}, "0, 4");
  EXPECT_EQ(got.count, 0);
  EXPECT_TRUE(std::isnan(got.mean));
  EXPECT_TRUE(got.map.cells.empty());
  EXPECT_TRUE(got.row_norms.empty());
}

TEST_F(TensorStatisticsTest, LargeTensorsAreBinnedAsBruteForceDoes) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0.5F, 2.0F);
  std::vector<float> values(1031 * 613);
  for (float& value : values) value = normal(random);
  const TensorStatistics got =
      Of(values, "1031, 613", {.row_norm_bins = 100, .map_rows = 10, .map_columns = 7});
  std::vector<float> cells(70, 0.0F);
  std::vector<float> norms(100, 0.0F);
  for (std::size_t row = 0; row < 1031; ++row) {
    double squares = 0.0;
    for (std::size_t column = 0; column < 613; ++column) {
      const float value = values[row * 613 + column];
      squares += static_cast<double>(value) * static_cast<double>(value);
      float& cell = cells[row * 10 / 1031 * 7 + column * 7 / 613];
      cell = std::max(cell, std::abs(value));
    }
    float& norm = norms[row * 100 / 1031];
    norm = std::max(norm, static_cast<float>(std::sqrt(squares)));
  }
  EXPECT_EQ(got.map.cells, cells);
  EXPECT_EQ(got.row_norms, norms);
  EXPECT_NEAR(got.mean, 0.5, 0.02);
  EXPECT_NEAR(got.standard_deviation, 2.0, 0.02);
  EXPECT_EQ(std::accumulate(got.histogram.begin(), got.histogram.end(), std::int64_t{0}),
            static_cast<std::int64_t>(values.size()));
}

TEST_F(TensorStatisticsTest, StopsWhenAskedAndNamesAnUnknownTensor) {
  const auto model = Model({1.0F}, "1");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(ComputeTensorStatistics(*model, "w", {}, stop.get_token()).has_value());
  EXPECT_THROW((void)ComputeTensorStatistics(*model, "x", {}, {}), Error);
}

TEST_F(TensorStatisticsTest, RowsComeInOrderAndOnlyThoseAskedFor) {
  std::vector<float> values(700 * 1000);
  std::iota(values.begin(), values.end(), 0.0F);
  const auto model = Model(values, "700, 1000");
  TensorRows rows(*model, "w");
  std::vector<float> seen;
  std::int64_t next = 3;
  const auto visit = [&](std::int64_t first, std::span<const float> block) {
    EXPECT_EQ(first, next);
    next += static_cast<std::int64_t>(block.size()) / 1000;
    seen.insert(seen.end(), block.begin(), block.end());
  };
  EXPECT_EQ(rows.ForEach(3, 600, visit, {}), Reading::kFinished);
  EXPECT_EQ(seen, std::vector<float>(values.begin() + 3000, values.begin() + 603000));
}

}  // namespace
}  // namespace sentei::formats
