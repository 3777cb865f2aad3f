// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/lora_criterion.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine {

SurrogateFactors Surrogate(const LoraLinear& linear) {
  const at::NoGradGuard no_grad;
  SENTEI_CHECK(
      linear.has_lora(), "{} has no LoRA pair", plan::ModuleName(linear.layer, linear.projection));
  const at::Tensor a_gradient = linear.lora_a.grad();
  const at::Tensor b_gradient = linear.lora_b.grad();
  SENTEI_CHECK(a_gradient.defined() && b_gradient.defined(),
               "{} has no LoRA gradient",
               plan::ModuleName(linear.layer, linear.projection));
  return {at::cat({b_gradient, linear.lora_b - b_gradient}, 1),
          at::cat({linear.lora_a, a_gradient}, 0)};
}

LoraCriterion::LoraCriterion(const Decoder& model,
                             const UnitMasks& masks,
                             const CriterionOptions& options)
    : model_(model), masks_(masks), options_(options) {}

at::Tensor LoraCriterion::MemberScores(const LoraLinear& linear,
                                       const plan::FamilyMember& member) const {
  const at::NoGradGuard no_grad;
  const SurrogateFactors factors = Surrogate(linear);
  return UnitSums(linear, member, options_.tile, [&](const WeightTile& tile) {
    const bool rows = tile.axis == plan::Axis::kRow;
    const at::Tensor p = rows ? factors.p.narrow(0, tile.begin, tile.length) : factors.p;
    const at::Tensor q = rows ? factors.q : factors.q.narrow(1, tile.begin, tile.length);
    at::Tensor elements = at::mm(p, q).mul_(EffectiveTile(linear, tile));
    return ReduceTile(std::move(elements), tile.axis, options_.power);
  });
}

UnitScores LoraCriterion::Scores() {
  const at::NoGradGuard no_grad;
  UnitScores scores(masks_.families().size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!masks_.active(f)) continue;
    const plan::UnitFamily& family = masks_.families()[f];
    const DecoderLayer& layer = model_.layers[static_cast<std::size_t>(family.layer)];
    std::vector<at::Tensor> sums;
    for (const plan::FamilyMember& member : family.members) {
      sums.push_back(MemberScores(layer[member.projection], member));
    }
    scores[f] = CombineMembers(sums, masks_.live(f), options_.scope);
  }
  return scores;
}

}  // namespace sentei::engine
