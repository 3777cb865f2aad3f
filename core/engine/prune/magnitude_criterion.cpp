// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/magnitude_criterion.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine {

MagnitudeCriterion::MagnitudeCriterion(const Decoder& model,
                                       const UnitMasks& masks,
                                       const CriterionOptions& options)
    : model_(model), masks_(masks), options_(options) {}

UnitScores MagnitudeCriterion::Scores() {
  const at::NoGradGuard no_grad;
  UnitScores scores(masks_.families().size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!masks_.active(f)) continue;
    const plan::UnitFamily& family = masks_.families()[f];
    std::vector<at::Tensor> sums;
    for (const plan::FamilyMember& member : family.members) {
      const LoraLinear& linear =
          model_.layers[static_cast<std::size_t>(family.layer)][member.projection];
      sums.push_back(UnitSums(linear, member, options_.tile, [&](const WeightTile& tile) {
        return ReduceTile(EffectiveTile(linear, tile), tile.axis, options_.power);
      }));
    }
    scores[f] = CombineMembers(sums, masks_.live(f), options_.scope);
  }
  return scores;
}

}  // namespace sentei::engine
