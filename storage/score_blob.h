// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sentei::storage {

/// Scores and mask of one family after one pruning event; either may be empty, else both have one
/// entry per unit in original numbering.
struct UnitState {
  std::vector<float> scores;
  std::vector<std::uint8_t> keep;  ///< 1 = kept

  friend bool operator==(const UnitState&, const UnitState&) = default;
};

/// Packs for the database: 16 bytes of header, the scores as four planes of bytes (which compress
/// better than whole floats), the mask as bits, all but the header with zstd. Bit-exact, NaN too.
[[nodiscard]] std::vector<std::byte> PackUnitState(std::span<const float> scores,
                                                   std::span<const std::uint8_t> keep);
/// Throws kInput when the bytes are not what PackUnitState makes.
[[nodiscard]] UnitState UnpackUnitState(std::span<const std::byte> bytes);

}  // namespace sentei::storage
