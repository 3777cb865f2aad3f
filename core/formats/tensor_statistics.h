// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace sentei::formats {

struct StatisticsRequest {
  std::int64_t histogram_bins = 64;
  std::int64_t row_norm_bins = 512;
  std::int64_t map_rows = 128;
  std::int64_t map_columns = 128;
};

/// The largest |value| of every cell of a tensor divided evenly; 0 where no value is finite.
struct MagnitudeMap {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<float> cells;  ///< row-major
};

/// What the values of one tensor are like. Not-a-numbers and infinities are counted and left out of
/// everything else; without finite values min, max, mean and deviation are not a number.
struct TensorStatistics {
  std::int64_t count = 0;
  std::int64_t nans = 0;
  std::int64_t infinities = 0;
  std::int64_t zeros = 0;
  double min = 0.0;
  double max = 0.0;
  double mean = 0.0;
  double standard_deviation = 0.0;      ///< of the population
  std::vector<std::int64_t> histogram;  ///< even bins from min to max; a constant is in the first
  std::vector<float> row_norms;         ///< L2, the largest of each bin of rows
  std::int64_t rows = 0;                ///< as TensorRows has them
  std::int64_t columns = 0;
  MagnitudeMap map;

  [[nodiscard]] std::int64_t finite() const { return count - nans - infinities; }
};

/// Reads the tensor twice in blocks; nothing when it was stopped. Throws kInput for an unknown
/// name, an unreadable type, and a file that changed meanwhile.
[[nodiscard]] std::optional<TensorStatistics> ComputeTensorStatistics(
    const ModelSource& source,
    std::string_view name,
    const StatisticsRequest& request,
    const std::stop_token& stop);

}  // namespace sentei::formats
