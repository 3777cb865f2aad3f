// SPDX-License-Identifier: Apache-2.0
#include "core/base/binning.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace sentei {
namespace {

bool IsLive(std::span<const std::uint8_t> keep, std::size_t unit) {
  return keep.empty() || keep[unit] != 0;
}

constexpr float kNoValue = -std::numeric_limits<float>::infinity();

/// Largest of the live values; kNoValue if none is a number.
float MaxOf(std::span<const float> values, std::span<const std::uint8_t> keep) {
  float max = kNoValue;
  if (keep.empty()) {
    for (const float value : values) max = value > max ? value : max;  // false for a NaN
    return max;
  }
  for (std::size_t unit = 0; unit < values.size(); ++unit) {
    const float value = keep[unit] != 0 ? values[unit] : kNoValue;
    max = value > max ? value : max;
  }
  return max;
}

Bin BinOf(std::span<const float> values, std::span<const std::uint8_t> keep) {
  const auto is_live = [](std::uint8_t kept) { return kept != 0; };
  const bool live = keep.empty() || std::any_of(keep.begin(), keep.end(), is_live);
  const float max = MaxOf(values, keep);
  bool measured = max != kNoValue;
  for (std::size_t unit = 0; !measured && unit < values.size(); ++unit) {  // -inf is a value too
    measured = IsLive(keep, unit) && !std::isnan(values[unit]);
  }
  return {.max = measured ? max : 0.0F, .pruned = !live, .measured = measured};
}

constexpr std::uint32_t kNoKey = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kSignBit = 0x80000000U;

/// Unsigned keys that rise where values fall; NaN of either sign last.
std::uint32_t FallingKey(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t key = (bits & kSignBit) != 0 ? bits : ~(bits | kSignBit);
  return value == value ? key : kNoKey;
}

float FromFallingKey(std::uint32_t key) {
  return std::bit_cast<float>((key & kSignBit) != 0 ? key : ~key & ~kSignBit);
}

/// Of the live units that are numbers, in no particular order.
struct Keys {
  std::vector<std::uint32_t> all;
  std::uint32_t low = kNoKey;
  std::uint32_t high = 0;
};

Keys CollectKeys(std::span<const float> values, std::span<const std::uint8_t> keep) {
  Keys keys;
  keys.all.resize(values.size());
  std::size_t count = 0;
  for (std::size_t unit = 0; unit < values.size(); ++unit) {
    const std::uint32_t key = FallingKey(values[unit]);
    const bool counts = key != kNoKey && IsLive(keep, unit);
    keys.all[count] = key;
    count += counts ? 1 : 0;
    keys.low = counts ? std::min(keys.low, key) : keys.low;
    keys.high = counts ? std::max(keys.high, key) : keys.high;
  }
  keys.all.resize(count);
  return keys;
}

}  // namespace

std::vector<Bin> MaxBins(std::span<const float> values,
                         std::span<const std::uint8_t> keep,
                         std::size_t bins) {
  const std::size_t count = std::min(bins, values.size());
  std::vector<Bin> result;
  result.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = i * values.size() / count;
    const std::size_t size = (i + 1) * values.size() / count - begin;
    result.push_back(
        BinOf(values.subspan(begin, size), keep.empty() ? keep : keep.subspan(begin, size)));
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

std::vector<float> ValuesAtRanks(std::span<const float> values,
                                 std::span<const std::uint8_t> keep,
                                 std::span<const std::size_t> ranks) {
  constexpr std::uint32_t kEnoughBuckets = 1U << 14;
  constexpr std::uint32_t kMaxShift = 15;  // leaves eight bits of the mantissa
  std::vector<float> result(ranks.size(), std::numeric_limits<float>::quiet_NaN());
  const Keys keys = CollectKeys(values, keep);
  if (keys.all.empty()) return result;
  std::uint32_t shift = 0;
  while (shift < kMaxShift && ((keys.high - keys.low) >> shift) >= kEnoughBuckets) ++shift;
  std::vector<std::uint32_t> counts(((keys.high - keys.low) >> shift) + 1);
  for (const std::uint32_t key : keys.all) ++counts[(key - keys.low) >> shift];
  std::size_t bucket = 0;
  std::size_t passed = 0;  // units in the buckets before
  for (std::size_t i = 0; i < ranks.size() && ranks[i] < keys.all.size(); ++i) {
    while (passed + counts[bucket] <= ranks[i]) passed += counts[bucket++];
    result[i] = FromFallingKey(keys.low + (static_cast<std::uint32_t>(bucket) << shift));
  }
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
