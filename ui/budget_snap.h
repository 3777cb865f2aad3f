// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"
#include "ui/budget_document.h"
#include "ui/model_session.h"

#include <QString>
#include <cstdint>
#include <vector>

namespace sentei::ui {

/// What one family may be set to by hand: its limits as if no count were drawn for it yet.
struct KeptRange {
  std::int64_t layer = 0;
  plan::FamilyGroup group = plan::FamilyGroup::kFfn;
  std::int64_t num_units = 0;
  std::int64_t unit_cost = 0;
  std::vector<std::int64_t> choices;  ///< counts that may stay, descending, never empty
  std::int64_t floor = 1;
  std::int64_t cap_lowest = 0;  ///< fewest units that the cap leaves
  double cap = 1.0;
  std::int64_t alignment = 1;
  plan::KeptWhole lock = plan::KeptWhole::kNo;  ///< of a closed lock; kNo where it can be drawn
  QString obstacle;                             ///< why there is nothing to choose, if so

  [[nodiscard]] bool IsLocked() const { return lock != plan::KeptWhole::kNo; }
  [[nodiscard]] std::int64_t lowest() const { return choices.back(); }
};
/// Units of a default lock by number (few units) can be drawn: a count of its own lifts that lock.
[[nodiscard]] KeptRange RangeOf(const OpenedModel& model,
                                const plan::UnitFamily& family,
                                const BudgetState& state);

/// The count that a wish comes to, and why it is another one: empty where it is the wish itself.
struct SnappedCount {
  std::int64_t keep = 0;
  QString reason;
};
[[nodiscard]] SnappedCount Snap(const KeptRange& range,
                                std::int64_t wanted,
                                const BudgetState& state);
/// `steps` choices up (more stays) or down from `from`, as far as there are any.
[[nodiscard]] std::int64_t StepFrom(const KeptRange& range, std::int64_t from, int steps);

/// "KV groups", "query heads" or "FFN channels".
[[nodiscard]] QString UnitsName(plan::FamilyGroup group, plan::UnitKind attention_kind);
/// What closes a lock, as a sentence.
[[nodiscard]] QString LockText(plan::KeptWhole lock);

/// Whether an edit of one layer must be one of all: the profile knows one width.
[[nodiscard]] bool SharesWidths(const BudgetState& state);

}  // namespace sentei::ui
