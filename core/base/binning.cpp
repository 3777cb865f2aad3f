// SPDX-License-Identifier: Apache-2.0
#include "core/base/binning.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sentei {
namespace {

bool IsLive(std::span<const std::uint8_t> keep, std::size_t unit) {
  return keep.empty() || keep[unit] != 0;
}

Bin BinOf(std::span<const float> values,
          std::span<const std::uint8_t> keep,
          std::size_t begin,
          std::size_t end) {
  Bin bin;
  bin.pruned = true;
  bool measured = false;
  for (std::size_t unit = begin; unit < end; ++unit) {
    if (!IsLive(keep, unit)) continue;
    bin.pruned = false;
    if (std::isnan(values[unit])) continue;
    bin.max = measured ? std::max(bin.max, values[unit]) : values[unit];
    measured = true;
  }
  return bin;
}

}  // namespace

std::vector<Bin> MaxBins(std::span<const float> values,
                         std::span<const std::uint8_t> keep,
                         std::size_t bins) {
  const std::size_t count = std::min(bins, values.size());
  std::vector<Bin> result;
  result.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(
        BinOf(values, keep, i * values.size() / count, (i + 1) * values.size() / count));
  }
  return result;
}

std::vector<std::size_t> SortedUnits(std::span<const float> values,
                                     std::span<const std::uint8_t> keep) {
  std::vector<std::size_t> units(values.size());
  std::iota(units.begin(), units.end(), std::size_t{0});
  const auto rank = [&](std::size_t unit) {  // NaN last within its group: it has no order
    return std::isnan(values[unit]) ? -HUGE_VALF : values[unit];
  };
  std::stable_sort(units.begin(), units.end(), [&](std::size_t a, std::size_t b) {
    if (IsLive(keep, a) != IsLive(keep, b)) return IsLive(keep, a);
    return rank(a) > rank(b);
  });
  return units;
}

double Quantile(std::vector<float> values, double q) {
  values.erase(
      std::remove_if(values.begin(), values.end(), [](float v) { return !std::isfinite(v); }),
      values.end());
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  const double at = std::clamp(q, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

}  // namespace sentei
