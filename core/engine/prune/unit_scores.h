// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace sentei::engine {

/// scores[f] holds the importance of every unit of family f (index of BuildUnitFamilies): fp64
/// [units] on the model's device, or an undefined tensor for a family that is not scored.
using UnitScores = std::vector<at::Tensor>;

/// How units of different families will be compared (LoRAPrune, local and global ranking).
enum class RankingScope : std::uint8_t {
  kLocal,   ///< within one family: every module's vector is divided by its L2 norm before the sum
  kGlobal,  ///< across layers: raw sums
};

}  // namespace sentei::engine
