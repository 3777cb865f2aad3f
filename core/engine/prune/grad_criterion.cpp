// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/grad_criterion.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine {

GradCriterion::GradCriterion(const Decoder& model,
                             const UnitMasks& masks,
                             const CriterionOptions& options)
    : model_(model), masks_(masks), options_(options) {
  for (std::size_t f = 0; f < masks.families().size(); ++f) {
    if (!masks.active(f)) continue;
    const plan::UnitFamily& family = masks.families()[f];
    for (const plan::FamilyMember& member : family.members) {
      slots_[{family.layer, member.projection}] = Slot{f, member, {}, {}};
    }
  }
}

void GradCriterion::Begin() {
  observed_ = 0;
  for (auto& [key, slot] : slots_) {
    slot.sums.reset();
    slot.gradient.reset();
  }
}

const LoraLinear& GradCriterion::LinearOf(const Slot& slot) const {
  const plan::UnitFamily& family = masks_.families()[slot.family];
  return model_.layers[static_cast<std::size_t>(family.layer)][slot.member.projection];
}

void GradCriterion::OnProjection(std::int64_t layer,
                                 plan::Projection projection,
                                 const at::Tensor& input,
                                 const at::Tensor& grad_output) {
  const auto found = slots_.find({layer, projection});
  if (found == slots_.end()) return;
  const at::NoGradGuard no_grad;
  Slot& slot = found->second;
  if (options_.gradients == GradientStore::kAccumulate) {
    const at::Tensor gradient = at::mm(grad_output.t(), input).to(at::kFloat);
    slot.gradient = slot.gradient.defined() ? slot.gradient.add_(gradient) : gradient;
    return;
  }
  const LoraLinear& linear = LinearOf(slot);
  const at::Tensor sums = UnitSums(linear, slot.member, options_.tile, [&](const WeightTile& tile) {
    const bool rows = tile.axis == plan::Axis::kRow;
    const at::Tensor output = rows ? grad_output.narrow(1, tile.begin, tile.length) : grad_output;
    const at::Tensor source = rows ? input : input.narrow(1, tile.begin, tile.length);
    at::Tensor elements = EffectiveTile(linear, tile).mul_(at::mm(output.t(), source));
    return ReduceTile(std::move(elements), tile.axis, options_.power);
  });
  slot.sums = slot.sums.defined() ? slot.sums.add_(sums) : sums;
}

at::Tensor GradCriterion::SumsOf(const Slot& slot) const {
  if (options_.gradients == GradientStore::kStream) {
    return slot.sums / static_cast<double>(observed_);
  }
  const LoraLinear& linear = LinearOf(slot);
  return UnitSums(linear, slot.member, options_.tile, [&](const WeightTile& tile) {
    at::Tensor elements = EffectiveTile(linear, tile).mul_(TileOf(slot.gradient, tile));
    return ReduceTile(std::move(elements), tile.axis, options_.power);
  });
}

UnitScores GradCriterion::Scores() {
  const at::NoGradGuard no_grad;
  SENTEI_CHECK(observed_ > 0, "no micro-batch was observed");
  std::vector<std::vector<at::Tensor>> sums(masks_.families().size());
  for (const auto& [key, slot] : slots_) {
    SENTEI_CHECK(slot.sums.defined() || slot.gradient.defined(),
                 "{} reported no gradient",
                 plan::ModuleName(key.first, key.second));
    sums[slot.family].push_back(SumsOf(slot));
  }
  UnitScores scores(sums.size());
  for (std::size_t f = 0; f < sums.size(); ++f) {
    if (masks_.active(f)) scores[f] = CombineMembers(sums[f], masks_.live(f), options_.scope);
  }
  return scores;
}

}  // namespace sentei::engine
