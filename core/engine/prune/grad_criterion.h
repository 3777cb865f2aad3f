// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/criterion.h"
#include "core/engine/prune/element_scores.h"

#include <map>
#include <utility>

namespace sentei::engine {

/// LLM-Pruner's first order (arXiv 2305.11627, Eq. 5): |dL/dW'_ij · W'_ij| summed over coupled
/// groups. Streaming reduces gradOutputᵀ·input to unit sums during backward, one tile alive at a
/// time, and averages over micro-batches; accumulating keeps every dW in fp32 and takes the
/// absolute value of the gradient summed over all batches, as LLM-Pruner does.
class GradCriterion : public Criterion, private GradientSink {
 public:
  GradCriterion(const Decoder& model, const UnitMasks& masks, const CriterionOptions& options);
  [[nodiscard]] std::string_view name() const override { return "grad"; }
  [[nodiscard]] CriterionNeeds needs() const override { return CriterionNeeds::kWeightGradients; }
  [[nodiscard]] GradientSink* sink() override { return this; }
  void Begin() override;
  void Observe() override { ++observed_; }
  [[nodiscard]] UnitScores Scores() override;

 private:
  struct Slot {
    std::size_t family = 0;
    plan::FamilyMember member;
    at::Tensor sums;      ///< fp64 [units], kStream
    at::Tensor gradient;  ///< fp32 [out, in], kAccumulate
  };
  void OnProjection(std::int64_t layer,
                    plan::Projection projection,
                    const at::Tensor& input,
                    const at::Tensor& grad_output) override;
  [[nodiscard]] const LoraLinear& LinearOf(const Slot& slot) const;
  [[nodiscard]] at::Tensor SumsOf(const Slot& slot) const;

  const Decoder& model_;
  const UnitMasks& masks_;
  CriterionOptions options_;
  std::map<std::pair<std::int64_t, plan::Projection>, Slot> slots_;
  std::int64_t observed_ = 0;
};

}  // namespace sentei::engine
