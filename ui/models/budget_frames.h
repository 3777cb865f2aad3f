// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_commands.h"
#include "ui/models/importance_source.h"
#include "ui/models/layer_table_model.h"

#include <QCoreApplication>
#include <QStringList>
#include <map>

namespace sentei::ui {

/// What a map of the Budget page shows.
enum class MapValues : std::uint8_t {
  kImportance,  ///< of the last run, else of the weights
  kNorms,       ///< of the weights
  kDifference,  ///< of the last run and the weights
};

/// The maps of the Budget page as data: values by layer and unit, and what the present budget would
/// do with each unit, which is the same whatever values are shown. GUI thread.
class BudgetFrames final {
  Q_DECLARE_TR_FUNCTIONS(BudgetFrames)

 public:
  BudgetFrames(Workspace& workspace,
               const LayerTableModel& model,
               const BudgetCommands& commands,
               const ImportanceSource& importance);

  [[nodiscard]] const ImportanceScores& ScoresOf(MapValues values, plan::FamilyGroup group) const;
  [[nodiscard]] viz::HeatMapFrame Frame(MapValues values, plan::FamilyGroup group) const;
  /// "importance, gate of step 187, log".
  [[nodiscard]] QString Caption(MapValues values,
                                plan::FamilyGroup group,
                                viz::ValueScale scale) const;
  /// Lines under the description of a unit: what was decided by hand, tensor and rows.
  [[nodiscard]] QStringList Notes(MapValues values,
                                  plan::FamilyGroup group,
                                  std::int64_t layer,
                                  std::int64_t unit) const;
  /// Whether the budget would keep the unit.
  [[nodiscard]] bool WouldStay(plan::FamilyGroup group,
                               std::int64_t layer,
                               std::int64_t unit) const;

 private:
  /// A mask and what it follows from.
  struct Planned {
    viz::SharedValues ranked;
    std::int64_t kept = 0;
    plan::FamilyLimit limit;
    viz::SharedMask mask;
  };

  [[nodiscard]] viz::HeatMapColumns ColumnsOf(plan::FamilyGroup group) const;
  [[nodiscard]] viz::HeatMapRow RowOf(const LayerRow& row,
                                      MapValues values,
                                      plan::FamilyGroup group) const;
  /// PlannedMask by the importance, made anew only where something changed: a drag moves one layer.
  [[nodiscard]] viz::SharedMask PlanOf(const plan::UnitFamily& family, std::int64_t kept) const;
  [[nodiscard]] QString CriterionOf(MapValues values, const ImportanceScores& scores) const;
  [[nodiscard]] QStringList ProtocolOf(MapValues values, const ImportanceScores& scores) const;

  Workspace& workspace_;
  const LayerTableModel& model_;
  const BudgetCommands& commands_;
  const ImportanceSource& importance_;
  mutable std::map<FamilyPlace, Planned> planned_;
};

}  // namespace sentei::ui
