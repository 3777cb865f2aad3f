// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/prune/criterion.h"

namespace sentei::engine {

/// U(0, 1) as a function of (seed, layer, family kind, unit): the baseline below all others, the
/// same at every step so that the moving average keeps it.
class RandomCriterion : public Criterion {
 public:
  RandomCriterion(const UnitMasks& masks, const CriterionOptions& options);
  [[nodiscard]] std::string_view name() const override { return "random"; }
  [[nodiscard]] CriterionNeeds needs() const override { return CriterionNeeds::kNothing; }
  [[nodiscard]] UnitScores Scores() override;

 private:
  const UnitMasks& masks_;
  CriterionOptions options_;
};

}  // namespace sentei::engine
