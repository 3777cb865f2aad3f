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
    : model_(model), masks_(masks), options_(options), sums_(masks.families().size()) {}

void GateCriterion::Begin() {
  observed_ = 0;
  for (std::size_t f = 0; f < sums_.size(); ++f) {
    if (masks_.active(f)) sums_[f] = at::zeros_like(masks_.live(f));
  }
  DropGateGradients();
}

void GateCriterion::Observe() {
  const at::NoGradGuard no_grad;
  for (std::size_t f = 0; f < sums_.size(); ++f) {
    if (!masks_.active(f)) continue;
    const plan::UnitFamily& family = masks_.families()[f];
    const at::Tensor gradient = GateOf(model_, family).grad();
    SENTEI_CHECK(gradient.defined(), "the gate of layer {} has no gradient", family.layer);
    at::Tensor of_unit = gradient.to(at::kDouble).view({-1, family.gate_width}).sum(1);
    sums_[f] += options_.power == ElementPower::kSquared ? of_unit.square_() : of_unit.abs_();
  }
  ++observed_;
  DropGateGradients();
}

void GateCriterion::DropGateGradients() {
  for (std::size_t f = 0; f < sums_.size(); ++f) {
    if (masks_.active(f)) at::Tensor(GateOf(model_, masks_.families()[f])).mutable_grad().reset();
  }
}

UnitScores GateCriterion::Scores() {
  SENTEI_CHECK(observed_ > 0, "no micro-batch was observed");
  UnitScores scores(sums_.size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!masks_.active(f)) continue;
    scores[f] = sums_[f] * masks_.live(f) / static_cast<double>(observed_);
  }
  return scores;
}

}  // namespace sentei::engine
