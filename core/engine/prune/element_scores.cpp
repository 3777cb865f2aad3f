// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/element_scores.h"

#include "core/base/error.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace sentei::engine {
namespace {

constexpr std::int64_t kTileElements = 1 << 17;  // half a megabyte in fp32: stays in L2
constexpr double kNormEpsilon = 1e-8;

std::int64_t TileLength(std::int64_t wanted, std::int64_t other_dim) {
  if (wanted > 0) return wanted;
  return std::max<std::int64_t>(16, kTileElements / std::max<std::int64_t>(1, other_dim));
}

}  // namespace

at::Tensor TileOf(const at::Tensor& matrix, const WeightTile& tile) {
  return matrix.narrow(tile.axis == plan::Axis::kRow ? 0 : 1, tile.begin, tile.length);
}

at::Tensor EffectiveTile(const LoraLinear& linear, const WeightTile& tile) {
  at::Tensor weight = TileOf(linear.weight, tile);
  if (!linear.has_lora()) {
    return weight.to(at::promoteTypes(weight.scalar_type(), at::kFloat), false, /*copy=*/true);
  }
  const bool rows = tile.axis == plan::Axis::kRow;
  const at::Tensor b = rows ? linear.lora_b.narrow(0, tile.begin, tile.length) : linear.lora_b;
  const at::Tensor a = rows ? linear.lora_a : linear.lora_a.narrow(1, tile.begin, tile.length);
  return at::addmm(weight.to(linear.lora_a.scalar_type()), b, a, 1.0, linear.scaling);
}

at::Tensor ReduceTile(at::Tensor elements, plan::Axis axis, ElementPower power) {
  if (power == ElementPower::kSquared) {
    elements.square_();
  } else {
    elements.abs_();
  }
  return elements.sum(axis == plan::Axis::kRow ? 1 : 0);
}

at::Tensor UnitSums(const LoraLinear& linear,
                    const plan::FamilyMember& member,
                    std::int64_t tile_length,
                    const std::function<at::Tensor(const WeightTile&)>& tile_sums) {
  const std::int64_t axis = member.axis == plan::Axis::kRow ? 0 : 1;
  const std::int64_t size = linear.weight.size(axis);
  const std::int64_t step = TileLength(tile_length, linear.weight.size(1 - axis));
  SENTEI_CHECK(size % member.unit_size == 0, "{} indices in units of {}", size, member.unit_size);
  std::vector<at::Tensor> sums;
  for (std::int64_t begin = 0; begin < size; begin += step) {
    sums.push_back(tile_sums({member.axis, begin, std::min(step, size - begin)}));
  }
  return at::cat(sums).to(at::kDouble).view({-1, member.unit_size}).sum(1);
}

at::Tensor CombineMembers(const std::vector<at::Tensor>& member_sums,
                          const at::Tensor& live,
                          RankingScope scope) {
  at::Tensor score = at::zeros_like(live);
  for (const at::Tensor& sums : member_sums) {
    const at::Tensor alive = sums * live;
    score += scope == RankingScope::kLocal ? alive / (alive.norm() + kNormEpsilon) : alive;
  }
  return score;
}

}  // namespace sentei::engine
