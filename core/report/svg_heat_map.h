// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sentei::report {

struct HeatMapRow {
  std::int64_t layer = 0;
  std::span<const float> scores;       ///< one per unit
  std::span<const std::uint8_t> keep;  ///< 1 = kept; same length, or empty for all kept
  std::int64_t kept = 0;               ///< stands at the right of the row
};

struct HeatMap {
  std::string title;  ///< for screen readers
  std::string x_title;
  std::vector<HeatMapRow> rows;  ///< the first is drawn at the top
  enum class Order : std::uint8_t {
    kSorted,   ///< units by falling importance, so that the cut is an edge
    kByIndex,  ///< units in original numbering
  } order = Order::kSorted;
  enum class Scale : std::uint8_t { kLinear, kLogarithmic } scale = Scale::kLogarithmic;
  double width = 544.0;
};

/// Layers from top to bottom, units from left to right, at most 192 columns with the maximum of
/// their live units; importance on viridis between the 1st and 99th percentile; pruned units
/// hatched; the kept count at the right, the colour scale below.
[[nodiscard]] std::string DrawHeatMap(const HeatMap& map);

}  // namespace sentei::report
