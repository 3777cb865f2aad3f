// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/gate_criterion.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine {
namespace {

const at::Tensor& GateOf(const Decoder& model, const plan::UnitFamily& family) {
  return model.layers[static_cast<std::size_t>(family.layer)][family.closing].input_mask;
}

}  // namespace

GateCriterion::GateCriterion(const Decoder& model,
                             const UnitMasks& masks,
                             const CriterionOptions& options)
    : model_(model), masks_(masks), options_(options), sums_(masks.families().size()) {
  for (std::size_t f = 0; f < sums_.size(); ++f) {
    const plan::UnitFamily& family = masks.families()[f];
    if (masks.active(f)) families_[{family.layer, family.closing}] = f;
  }
}

void GateCriterion::Begin() {
  for (at::Tensor& sums : sums_) sums.reset();
  DropGateGradients();
}

void GateCriterion::OnGates(std::int64_t layer,
                            plan::Projection projection,
                            const at::Tensor& derivatives) {
  const auto found = families_.find({layer, projection});
  if (found == families_.end()) return;
  const at::NoGradGuard no_grad;
  const std::int64_t width = masks_.families()[found->second].gate_width;
  at::Tensor of_unit = derivatives.to(at::kDouble).view({derivatives.size(0), -1, width}).sum(2);
  of_unit = options_.power == ElementPower::kSquared ? of_unit.square_() : of_unit.abs_();
  at::Tensor& sums = sums_[found->second];
  sums = sums.defined() ? sums.add_(of_unit.sum(0)) : of_unit.sum(0);
}

/// What autograd gathered in the gates is the sum over sequences, which cancels.
void GateCriterion::Observe() { DropGateGradients(); }

void GateCriterion::DropGateGradients() {
  for (std::size_t f = 0; f < sums_.size(); ++f) {
    if (masks_.active(f)) at::Tensor(GateOf(model_, masks_.families()[f])).mutable_grad().reset();
  }
}

UnitScores GateCriterion::Scores() {
  UnitScores scores(sums_.size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!masks_.active(f)) continue;
    SENTEI_CHECK(
        sums_[f].defined(), "the gate of layer {} has no gradient", masks_.families()[f].layer);
    scores[f] = sums_[f] * masks_.live(f);
  }
  return scores;
}

}  // namespace sentei::engine
