// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/criterion.h"
#include "core/engine/prune/element_scores.h"

namespace sentei::engine {

/// The two factors of the surrogate gradient G^ = P·Q of one projection.
struct SurrogateFactors {
  at::Tensor p;  ///< [out, 2r] = [ gB | B - eta·gB ]
  at::Tensor q;  ///< [2r, in] = [ A ; gA ]
};

/// G^ = gB·A + B·gA - eta·gB·gA with eta = 1, as rank-2r factors (LoRAPrune, arXiv 2305.18403,
/// Eq. 8-10): minus the change of B·A under one gradient step of size 1 on A and B.
[[nodiscard]] SurrogateFactors Surrogate(const LoraLinear& linear);

/// LoRA-guided first-order importance |G^_ij · W'_ij| (or its square), summed over coupled groups.
/// Weight gradients are never formed: tiles of P·Q meet tiles of W + s·B·A.
class LoraCriterion : public Criterion {
 public:
  LoraCriterion(const Decoder& model, const UnitMasks& masks, const CriterionOptions& options);
  [[nodiscard]] std::string_view name() const override { return "lora"; }
  [[nodiscard]] CriterionNeeds needs() const override { return CriterionNeeds::kLoraGradients; }
  [[nodiscard]] UnitScores Scores() override;

  /// The member's contribution alone, before any normalisation: fp64 [units].
  [[nodiscard]] at::Tensor MemberScores(const LoraLinear& linear,
                                        const plan::FamilyMember& member) const;

 private:
  const Decoder& model_;
  const UnitMasks& masks_;
  CriterionOptions options_;
};

}  // namespace sentei::engine
