// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sentei {

/// One column of a heat-map row that has more units than columns.
struct Bin {
  float max = 0.0F;       ///< largest value of the live units; 0 when none has one
  bool pruned = false;    ///< no unit of the bin lives
  bool measured = false;  ///< some live unit has a value
};

/// Divides units evenly into min(bins, units) consecutive bins. `keep` is empty (all live) or one
/// entry per value, 1 = live. Values that are not a number count as absent.
[[nodiscard]] std::vector<Bin> MaxBins(std::span<const float> values,
                                       std::span<const std::uint8_t> keep,
                                       std::size_t bins);

/// Unit numbers in the order of falling importance, live before pruned, ties by number: the order
/// in which a row shows the cut as an edge.
[[nodiscard]] std::vector<std::size_t> SortedUnits(std::span<const float> values,
                                                   std::span<const std::uint8_t> keep);

/// The values that stand at `ranks` (rising, 0 = largest) when the live units are put in falling
/// order; NaN beyond the last number. The largest is exact, the others to one part in 100 at worst:
/// enough for a row of sorted units, and linear in their number.
[[nodiscard]] std::vector<float> ValuesAtRanks(std::span<const float> values,
                                               std::span<const std::uint8_t> keep,
                                               std::span<const std::size_t> ranks);

/// Value at share `q` in 0..1 of the sorted finite values, linearly interpolated; 0 without any.
[[nodiscard]] double Quantile(std::vector<float> values, double q);

}  // namespace sentei
