// SPDX-License-Identifier: Apache-2.0
#include "core/formats/tensor_statistics.h"

#include "core/base/error.h"
#include "core/formats/tensor_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace sentei::formats {
namespace {

std::size_t CellOf(std::int64_t index, std::int64_t length, std::int64_t cells) {
  return static_cast<std::size_t>(index * cells / length);
}

/// Everything but what needs the range: counts, extremes, sum, norms and the map.
class FirstPass {
 public:
  FirstPass(TensorStatistics& result, const StatisticsRequest& request) : result_(result) {
    result_.min = std::numeric_limits<double>::infinity();
    result_.max = -result_.min;
    result_.map.rows = std::min(request.map_rows, result_.rows);
    result_.map.columns = std::min(request.map_columns, result_.columns);
    result_.map.cells.resize(static_cast<std::size_t>(result_.map.rows * result_.map.columns));
    result_.row_norms.resize(
        static_cast<std::size_t>(std::min(request.row_norm_bins, result_.rows)));
    for (std::int64_t column = 0; column < result_.columns; ++column) {
      column_cells_.push_back(static_cast<std::uint32_t>(
          CellOf(column, result_.columns, std::max<std::int64_t>(1, result_.map.columns))));
    }
  }

  void Row(std::int64_t row, std::span<const float> values) {
    const std::size_t map_row =
        CellOf(row, result_.rows, result_.map.rows) * static_cast<std::size_t>(result_.map.columns);
    double squares = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float value = values[i];
      if (!std::isfinite(value)) {
        ++(std::isnan(value) ? result_.nans : result_.infinities);
        continue;
      }
      const auto wide = static_cast<double>(value);
      result_.zeros += value == 0.0F ? 1 : 0;
      result_.min = std::min(result_.min, wide);
      result_.max = std::max(result_.max, wide);
      sum_ += wide;
      squares += wide * wide;
      if (result_.map.cells.empty()) continue;
      float& cell = result_.map.cells[map_row + column_cells_[i]];
      cell = std::max(cell, std::abs(value));
    }
    KeepNorm(row, squares);
  }

  void Finish() {
    if (result_.finite() > 0) {
      result_.mean = sum_ / static_cast<double>(result_.finite());
      return;
    }
    result_.min = result_.max = result_.mean = result_.standard_deviation =
        std::numeric_limits<double>::quiet_NaN();
  }

 private:
  void KeepNorm(std::int64_t row, double squares) {
    if (result_.row_norms.empty()) return;
    const auto bins = static_cast<std::int64_t>(result_.row_norms.size());
    float& norm = result_.row_norms[CellOf(row, result_.rows, bins)];
    norm = std::max(norm, static_cast<float>(std::sqrt(squares)));
  }

  TensorStatistics& result_;
  std::vector<std::uint32_t> column_cells_;
  double sum_ = 0.0;
};

/// Deviation from the mean, and the histogram.
class SecondPass {
 public:
  SecondPass(TensorStatistics& result, std::int64_t bins) : result_(result) {
    result_.histogram.assign(static_cast<std::size_t>(bins), 0);
    const double range = result_.max - result_.min;
    if (range > 0.0) scale_ = static_cast<double>(bins) / range;
    last_ = bins - 1;
  }

  void Values(std::span<const float> values) {
    for (const float value : values) {
      if (!std::isfinite(value)) continue;
      const auto wide = static_cast<double>(value);
      squares_ += (wide - result_.mean) * (wide - result_.mean);
      if (last_ < 0) continue;
      const auto bin = static_cast<std::int64_t>((wide - result_.min) * scale_);
      ++result_.histogram[static_cast<std::size_t>(std::min(bin, last_))];
    }
  }

  void Finish() {
    result_.standard_deviation = std::sqrt(squares_ / static_cast<double>(result_.finite()));
  }

 private:
  TensorStatistics& result_;
  double scale_ = 0.0;
  double squares_ = 0.0;
  std::int64_t last_ = 0;
};

}  // namespace

std::optional<TensorStatistics> ComputeTensorStatistics(const ModelSource& source,
                                                        std::string_view name,
                                                        const StatisticsRequest& request,
                                                        const std::stop_token& stop) {
  SENTEI_CHECK(request.histogram_bins >= 0 && request.row_norm_bins >= 0 && request.map_rows >= 0 &&
                   request.map_columns >= 0,
               "sizes below zero");
  TensorRows rows(source, name);
  TensorStatistics result;
  result.rows = rows.rows();
  result.columns = rows.columns();
  result.count = result.rows * result.columns;
  FirstPass first(result, request);
  const auto columns = static_cast<std::size_t>(result.columns);
  const auto by_row = [&](std::int64_t row, std::span<const float> values) {
    for (std::size_t at = 0; at < values.size(); at += columns) {
      first.Row(row++, values.subspan(at, columns));
    }
  };
  if (rows.ForEach(by_row, stop) == Reading::kStopped) return std::nullopt;
  first.Finish();
  SecondPass second(result, request.histogram_bins);
  if (result.finite() > 0) {
    const auto all = [&](std::int64_t, std::span<const float> values) { second.Values(values); };
    if (rows.ForEach(all, stop) == Reading::kStopped) return std::nullopt;
    second.Finish();
  }
  source.CheckIntact();
  return result;
}

}  // namespace sentei::formats
