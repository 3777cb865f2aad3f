// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/plan/budget_solver.h"
#include "ui/model_session.h"

#include <QObject>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sentei::ui {

/// Everything that a budget edit may change; what the undo stack keeps.
struct BudgetState {
  plan::BudgetSpec spec;
  plan::ExportProfile profile = plan::ExportProfile::kHfPerLayer;
  plan::ExportDType dtype = plan::ExportDType::kBF16;

  friend bool operator==(const BudgetState&, const BudgetState&) = default;
};

/// Whether an edit may join the one before it in one undo step.
enum class Merge : std::uint8_t {
  kNever,
  kSameDrag,  ///< with the step before, when that has the same text and no EndDrag came between
};

/// The budget of the open model: every change goes through Edit and can be undone. Solved anew at
/// once after each change (see plan::ResolveBudget); a state that cannot be solved keeps the last
/// good plan, marked stale. GUI thread.
class BudgetDocument final : public QObject {
  Q_OBJECT

 public:
  explicit BudgetDocument(ModelSession& session, QObject* parent = nullptr);

  [[nodiscard]] const BudgetState& state() const { return state_; }
  /// The solved budget; nullptr before a model that can be pruned is open.
  [[nodiscard]] const plan::BudgetPlan* plan() const { return plan_ ? &*plan_ : nullptr; }
  /// Families of the state's attention kind; the plan's index is theirs.
  [[nodiscard]] const std::vector<plan::UnitFamily>& families() const { return families_; }
  /// Why the state as it is cannot be solved; then plan() is that of an earlier state.
  [[nodiscard]] const std::optional<Failure>& problem() const { return problem_; }

  /// One undo step from the present state to `next`; nothing when they are equal. `text` names it
  /// in the menu ("Set layer 12 FFN").
  void Edit(const QString& text, const BudgetState& next, Merge merge = Merge::kNever);
  /// The next edit begins a new undo step.
  void EndDrag() { ++drag_; }
  /// Replaces the state and forgets all steps: another model or file.
  void Reset(const BudgetState& state);

  [[nodiscard]] QUndoStack& undo() { return undo_; }
  /// Why an edit came out otherwise than asked, for the status bar and the dock. Plain text.
  void Say(const QString& text) { emit Said(text); }

 signals:
  /// State or plan changed.
  void Changed();
  void Said(const QString& text);

 private:
  class Step;
  void Adopt(const BudgetState& state);
  void Solve();

  ModelSession& session_;
  QUndoStack undo_;
  BudgetState state_;
  std::vector<plan::UnitFamily> families_;
  std::optional<plan::BudgetPlan> plan_;
  std::optional<Failure> problem_;
  int drag_ = 0;
};

/// The limit of one layer inside a spec: read (defaults when absent) and written. A limit that says
/// nothing is removed from the spec.
[[nodiscard]] plan::FamilyLimit LimitOf(const plan::BudgetSpec& spec,
                                        std::int64_t layer,
                                        plan::FamilyGroup group);
void SetLimit(plan::BudgetSpec& spec,
              std::int64_t layer,
              plan::FamilyGroup group,
              const plan::FamilyLimit& limit);

}  // namespace sentei::ui
