// SPDX-License-Identifier: Apache-2.0
#include "core/formats/tensor_rows.h"

#include "core/base/error.h"
#include "core/formats/convert.h"

#include <algorithm>

namespace sentei::formats {
namespace {

constexpr std::int64_t kBlockValues = std::int64_t{1} << 18;

const TensorInfo& Require(const ModelSource& source, std::string_view name) {
  const TensorInfo* info = source.Find(name);
  if (info == nullptr) ThrowInput("there is no tensor {} in {}", name, source.path().string());
  return *info;
}

}  // namespace

TensorRows::TensorRows(const ModelSource& source, std::string_view name)
    : source_(source), info_(Require(source, name)) {
  const std::int64_t count = info_.element_count();
  if (count == 0) return;
  rows_ = info_.shape.size() < 2 ? 1 : info_.shape.front();
  columns_ = count / rows_;
}

std::span<const float> TensorRows::Rows(std::int64_t first, std::int64_t count) {
  const auto begin = static_cast<std::size_t>(first * columns_);
  const auto length = static_cast<std::size_t>(count * columns_);
  const std::span<const std::byte> mapped = source_.MappedBytes(info_.name);
  if (mapped.empty()) {
    if (!whole_) {
      values_.resize(static_cast<std::size_t>(rows_ * columns_));
      source_.ReadFloat32(info_.name, values_);
      whole_ = true;
    }
    return std::span<const float>(values_).subspan(begin, length);
  }
  const auto size = static_cast<std::size_t>(BlockLayoutOf(info_.type).bytes);
  values_.resize(length);
  ConvertToFloat(info_.type, mapped.subspan(begin * size, length * size), values_);
  return values_;
}

Reading TensorRows::ForEach(const Visitor& visit, const std::stop_token& stop) {
  return ForEach(0, rows_, visit, stop);
}

Reading TensorRows::ForEach(std::int64_t begin,
                            std::int64_t count,
                            const Visitor& visit,
                            const std::stop_token& stop) {
  SENTEI_CHECK(begin >= 0 && count >= 0 && begin + count <= rows_,
               "rows {} to {} of {}",
               begin,
               begin + count,
               rows_);
  if (count == 0) return Reading::kFinished;
  const std::int64_t step = std::max<std::int64_t>(1, kBlockValues / columns_);
  for (std::int64_t row = begin; row < begin + count; row += step) {
    if (stop.stop_requested()) return Reading::kStopped;
    visit(row, Rows(row, std::min(step, begin + count - row)));
  }
  return Reading::kFinished;
}

}  // namespace sentei::formats
