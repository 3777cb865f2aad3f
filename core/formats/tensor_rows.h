// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace sentei::formats {

enum class Reading : std::uint8_t { kFinished, kStopped };

/// A tensor as rows of fp32, for code that looks at every value once or twice without holding the
/// model: plainly stored tensors are converted about a megabyte at a time, quantised ones as a
/// whole, once. The source must outlive it. One object belongs to one thread.
class TensorRows {
 public:
  /// Whole rows, the first of which has this number.
  using Visitor = std::function<void(std::int64_t first_row, std::span<const float> values)>;

  /// Throws kInput when there is no tensor of that name.
  TensorRows(const ModelSource& source, std::string_view name);

  /// The first axis; 1 for a vector or a single value.
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  /// All further axes as one.
  [[nodiscard]] std::int64_t columns() const { return columns_; }

  /// Visits rows [begin, begin + count) in order, and asks `stop` between blocks. Throws kInput for
  /// a type that cannot be read.
  Reading ForEach(const Visitor& visit, const std::stop_token& stop);
  Reading ForEach(std::int64_t begin,
                  std::int64_t count,
                  const Visitor& visit,
                  const std::stop_token& stop);

 private:
  [[nodiscard]] std::span<const float> Rows(std::int64_t first, std::int64_t count);

  const ModelSource& source_;
  const TensorInfo& info_;
  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
  bool whole_ = false;  ///< `values_` holds the whole tensor
  std::vector<float> values_;
};

}  // namespace sentei::formats
