// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/criterion.h"

namespace sentei::engine {

/// Exact first-order importance of a unit: |dL/dm_u| of the gate on its closing projection's input,
/// averaged over micro-batches after the absolute value so that nothing cancels. Equals the sum of
/// dL/dW' · W' over the unit's columns of the closing projection. Needs input masks with gradients.
class GateCriterion : public Criterion {
 public:
  GateCriterion(const Decoder& model, const UnitMasks& masks, const CriterionOptions& options);
  [[nodiscard]] std::string_view name() const override { return "gate"; }
  [[nodiscard]] CriterionNeeds needs() const override { return CriterionNeeds::kGates; }
  void Begin() override;
  void Observe() override;
  [[nodiscard]] UnitScores Scores() override;
  /// Attention and channel gates are of different size, so global ranking standardises them within
  /// each layer and family.
  [[nodiscard]] plan::RankKey rank_key() const override { return plan::RankKey::kZScore; }

 private:
  void DropGateGradients();

  const Decoder& model_;
  const UnitMasks& masks_;
  CriterionOptions options_;
  UnitScores sums_;
  std::int64_t observed_ = 0;
};

}  // namespace sentei::engine
