// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/criterion.h"
#include "core/engine/prune/element_scores.h"

namespace sentei::engine {

/// |W'_ij| (or its square) summed over coupled groups; a baseline that looks at no data.
class MagnitudeCriterion : public Criterion {
 public:
  MagnitudeCriterion(const Decoder& model, const UnitMasks& masks, const CriterionOptions& options);
  [[nodiscard]] std::string_view name() const override { return "magnitude"; }
  [[nodiscard]] CriterionNeeds needs() const override { return CriterionNeeds::kNothing; }
  [[nodiscard]] UnitScores Scores() override;

 private:
  const Decoder& model_;
  const UnitMasks& masks_;
  CriterionOptions options_;
};

}  // namespace sentei::engine
