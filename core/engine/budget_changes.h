// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace sentei::engine {

/// What a pruning run prunes by: enough to solve its budget again.
struct BudgetBasis {
  plan::ModelDescription description;
  std::vector<plan::UnitFamily> families;
  plan::BudgetSpec spec;
  plan::ExportProfile profile = plan::ExportProfile::kHfPerLayer;
  plan::ExportDType dtype = plan::ExportDType::kBF16;

  /// The plan for `wanted` where kept[f] units of family f are left. Throws kUsage.
  [[nodiscard]] plan::BudgetPlan Replan(const plan::BudgetSpec& wanted,
                                        const std::vector<std::int64_t>& kept) const;
};

/// Throws kUsage naming the field where `wanted` differs from `current` in more than caps, floors
/// and locks.
void RequireSameTarget(const plan::BudgetSpec& current, const plan::BudgetSpec& wanted);

/// New caps on their way from a user to a pruning run. Request may come from any thread; the rest
/// is for the run's own.
class BudgetChanges {
 public:
  /// From now on requests are weighed against this budget.
  void Open(BudgetBasis basis, std::vector<std::int64_t> kept);
  /// Units have left.
  void Tell(std::vector<std::int64_t> kept);
  /// The run took over these limits.
  void Accept(const plan::BudgetSpec& spec);
  enum class Closed : std::uint8_t { kQuietly, kOverARequest };
  /// No unit leaves any more. Tells whether a request was waiting, which is now void.
  [[nodiscard]] Closed Close();

  /// Throws kUsage where the run is not pruning or the budget cannot hold for it.
  void Request(const plan::BudgetSpec& wanted);
  /// The newest request that nobody has taken.
  [[nodiscard]] std::optional<plan::BudgetSpec> Take();

 private:
  std::mutex mutex_;
  bool closed_ = false;
  std::optional<BudgetBasis> basis_;
  std::vector<std::int64_t> kept_;
  std::optional<plan::BudgetSpec> wanted_;
};

}  // namespace sentei::engine
