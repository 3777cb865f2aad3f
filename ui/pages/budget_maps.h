// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/importance_source.h"
#include "ui/models/layer_selection.h"
#include "ui/models/layer_table_model.h"

#include <QFrame>
#include <QTimer>

class QTabBar;
class QStackedWidget;

namespace sentei::viz {
class HeatMap;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

/// The maps of heads and FFN channels beside the layer table: importance, and under a hatch what
/// the budget would take. A click on a unit protects it where it would leave and forces it out
/// where it would stay; a click on a marked one takes the mark away.
class BudgetMaps final : public QFrame {
  Q_OBJECT

 public:
  BudgetMaps(Workspace& workspace,
             LayerTableModel& model,
             BudgetCommands& commands,
             LayerSelection& selection,
             QWidget* parent = nullptr);

  [[nodiscard]] viz::HeatMap* map(plan::FamilyGroup group) const;
  /// The page is seen: the importance may be read now.
  void Activate() { importance_.Activate(); }
  [[nodiscard]] const ImportanceSource& importance() const { return importance_; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Tab {
    plan::FamilyGroup group = plan::FamilyGroup::kFfn;
    viz::PlotPanel* panel = nullptr;
    viz::HeatMap* map = nullptr;
  };

  Tab MakeTab(plan::FamilyGroup group, const QString& name);
  void MakeOrderSwitch(Tab& tab);
  void Connect(const Tab& tab);
  void RefreshSoon() { refresh_.start(); }
  void TakeImportance();
  void Refresh();
  void RefreshTab(const Tab& tab);
  [[nodiscard]] viz::HeatMapFrame FrameOf(plan::FamilyGroup group) const;
  [[nodiscard]] viz::HeatMapColumns ColumnsOf(plan::FamilyGroup group) const;
  [[nodiscard]] viz::HeatMapRow RowOf(const LayerRow& row, plan::FamilyGroup group) const;
  [[nodiscard]] QStringList NotesOf(plan::FamilyGroup group,
                                    std::int64_t layer,
                                    std::int64_t unit) const;
  void ToggleMark(plan::FamilyGroup group, std::int64_t layer, std::int64_t unit);
  void SetOrRelease(plan::FamilyGroup group, std::int64_t layer, std::int64_t unit, UnitMark mark);
  [[nodiscard]] bool WouldStay(plan::FamilyGroup group,
                               std::int64_t layer,
                               std::int64_t unit) const;
  void SelectRow(std::int64_t layer, Qt::KeyboardModifiers modifiers);
  void ShowSelection();

  Workspace& workspace_;
  LayerTableModel& model_;
  BudgetCommands& commands_;
  LayerSelection& selection_;
  ImportanceSource importance_;
  QTimer refresh_;
  bool partial_ = false;  ///< scores are still coming in
  QTabBar* tabs_;
  QStackedWidget* stack_;
  viz::SegmentedSwitch* order_ = nullptr;
  Tab heads_;
  Tab ffn_;
};

}  // namespace sentei::ui
