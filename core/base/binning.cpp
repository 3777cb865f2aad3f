// SPDX-License-Identifier: Apache-2.0
#include "core/base/binning.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
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
  constexpr float kNone = -std::numeric_limits<float>::infinity();
  float max = kNone;
  bool live = false;
  bool measured = false;
  for (std::size_t unit = begin; unit < end; ++unit) {
    const bool is_live = IsLive(keep, unit);
    const float value = is_live ? values[unit] : kNone;
    live |= is_live;
    measured |= is_live && !std::isnan(value);
    max = value > max ? value : max;  // false for a NaN
  }
  return {.max = measured ? max : 0.0F, .pruned = !live, .measured = measured};
}

/// Unsigned keys that rise where values fall; NaN of either sign last.
std::uint32_t FallingKey(float value) {
  if (std::isnan(value)) return std::numeric_limits<std::uint32_t>::max();
  const auto bits = std::bit_cast<std::uint32_t>(value);
  constexpr std::uint32_t kSign = 0x80000000U;
  return (bits & kSign) != 0 ? bits : ~(bits | kSign);
}

float FromFallingKey(std::uint32_t key) {
  if (key == std::numeric_limits<std::uint32_t>::max()) {
    return std::numeric_limits<float>::quiet_NaN();
  }
  constexpr std::uint32_t kSign = 0x80000000U;
  return std::bit_cast<float>((key & kSign) != 0 ? key : (~key & ~kSign));
}

constexpr std::size_t kDigits = 3;
constexpr std::uint32_t kDigitBits = 11;
constexpr std::size_t kBuckets = std::size_t{1} << kDigitBits;
using Histogram = std::array<std::uint32_t, kBuckets>;

std::size_t DigitOf(std::uint32_t key, std::size_t digit) {
  return (key >> (kDigitBits * digit)) & (kBuckets - 1);
}

/// One stable pass of a radix sort; `counts` becomes the places where buckets begin.
void SortByDigit(std::span<const std::uint32_t> from,
                 std::span<std::uint32_t> to,
                 std::size_t digit,
                 Histogram& counts) {
  std::exclusive_scan(counts.begin(), counts.end(), counts.begin(), std::uint32_t{0});
  for (const std::uint32_t key : from) to[counts[DigitOf(key, digit)]++] = key;
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

std::vector<float> SortedLiveValues(std::span<const float> values,
                                    std::span<const std::uint8_t> keep) {
  std::vector<std::uint32_t> keys;
  keys.reserve(values.size());
  std::array<Histogram, kDigits> counts{};
  for (std::size_t unit = 0; unit < values.size(); ++unit) {
    if (!IsLive(keep, unit)) continue;
    const std::uint32_t key = FallingKey(values[unit]);
    keys.push_back(key);
    for (std::size_t digit = 0; digit < kDigits; ++digit) ++counts[digit][DigitOf(key, digit)];
  }
  std::vector<std::uint32_t> sorted(keys.size());
  for (std::size_t digit = 0; digit < kDigits; ++digit) {
    SortByDigit(keys, sorted, digit, counts[digit]);
    keys.swap(sorted);
  }
  std::vector<float> result(keys.size());
  std::transform(keys.begin(), keys.end(), result.begin(), FromFallingKey);
  return result;
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
