// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/criterion.h"

#include <map>
#include <utility>

namespace sentei::engine {

/// Exact first-order importance of a unit: |dL/dm_u| of the gate on its closing projection's input
/// (first-order Taylor, specification of LoRAPrune 3.6). The absolute value is taken of every
/// sequence's share and then summed over the batch, so that sequences do not cancel and the
/// micro-batch changes nothing. A sequence's share equals the sum of its dL/dW' · W' over the
/// unit's columns of the closing projection. Needs input masks with gradients.
class GateCriterion : public Criterion, private GradientSink {
 public:
  GateCriterion(const Decoder& model, const UnitMasks& masks, const CriterionOptions& options);
  [[nodiscard]] std::string_view name() const override { return "gate"; }
  [[nodiscard]] CriterionNeeds needs() const override { return CriterionNeeds::kGates; }
  [[nodiscard]] GradientSink* sink() override { return this; }
  void Begin() override;
  void Observe() override;
  [[nodiscard]] UnitScores Scores() override;
  /// Attention and channel gates are of different size, so global ranking standardises them within
  /// each layer and family.
  [[nodiscard]] plan::RankKey rank_key() const override { return plan::RankKey::kZScore; }

 private:
  void OnGates(std::int64_t layer,
               plan::Projection projection,
               const at::Tensor& derivatives) override;
  void DropGateGradients();

  const Decoder& model_;
  const UnitMasks& masks_;
  CriterionOptions options_;
  std::map<std::pair<std::int64_t, plan::Projection>, std::size_t> families_;  ///< by closing
  UnitScores sums_;
};

}  // namespace sentei::engine
