// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/lora_linear.h"
#include "core/engine/prune/criterion.h"
#include "core/engine/prune/unit_scores.h"
#include "core/plan/unit_family.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace sentei::engine {

/// A run of rows or columns of one weight.
struct WeightTile {
  plan::Axis axis = plan::Axis::kRow;
  std::int64_t begin = 0;
  std::int64_t length = 0;
};

/// The tile of a matrix [out, in]: rows [length, in] or columns [out, length]; a view.
[[nodiscard]] at::Tensor TileOf(const at::Tensor& matrix, const WeightTile& tile);

/// The tile of W' = W + s·B·A in fp32, always a copy; no more than the tile is ever formed.
[[nodiscard]] at::Tensor EffectiveTile(const LoraLinear& linear, const WeightTile& tile);

/// Raises a tile of element scores to the wanted power in place and sums it over the other axis:
/// fp32 [length].
[[nodiscard]] at::Tensor ReduceTile(at::Tensor elements, plan::Axis axis, ElementPower power);

/// Sums of element scores over every unit of one member, tile by tile: fp64 [units]. `tile_sums`
/// returns the scores of a tile's indices, [length].
[[nodiscard]] at::Tensor UnitSums(const LoraLinear& linear,
                                  const plan::FamilyMember& member,
                                  std::int64_t tile_length,
                                  const std::function<at::Tensor(const WeightTile&)>& tile_sums);

/// S[u] = sum over members of e_M[u] / (||e_M||_2 + 1e-8) for local ranking, of e_M[u] for global.
/// Dead units are zeroed before the norm, so that they do not inflate it (LoRAPrune, element to
/// unit).
[[nodiscard]] at::Tensor CombineMembers(const std::vector<at::Tensor>& member_sums,
                                        const at::Tensor& live,
                                        RankingScope scope);

}  // namespace sentei::engine
