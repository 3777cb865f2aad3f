// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"

#include <random>
#include <vector>

namespace sentei::plan::testing {

/// A model, a budget for it, and the export it is meant for. The budget may contradict itself.
struct RandomCase {
  ModelDescription model;
  std::vector<UnitFamily> families;
  BudgetSpec spec;
  ExportProfile profile = ExportProfile::kHfPerLayer;
  ExportDType dtype = ExportDType::kBF16;

  [[nodiscard]] BudgetPlan Resolve() const;
  [[nodiscard]] const FamilyLimit* LimitOf(const FamilyPlan& family) const;
  [[nodiscard]] bool HasExactCounts() const;
};
[[nodiscard]] RandomCase RandomBudget(std::mt19937& random);

}  // namespace sentei::plan::testing
