// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/budget_frames.h"
#include "ui/pages/budget_panel.h"

#include <array>

class QTabBar;
class QStackedWidget;

namespace sentei::viz {
class HeatMap;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

/// The maps of heads and FFN channels beside the layer table: importance, norms of the weights,
/// what the last run found otherwise than these, and under a hatch what the budget would take. A
/// click on a unit protects it where it would leave and forces it out where it would stay; a click
/// on a marked one takes the mark away.
class BudgetMaps final : public BudgetPanel {
  Q_OBJECT

 public:
  enum Tab { kHeads, kChannels, kNorms, kDifference };

  BudgetMaps(Workspace& workspace,
             LayerTableModel& model,
             BudgetCommands& commands,
             LayerSelection& selection,
             QWidget* parent = nullptr);

  [[nodiscard]] viz::HeatMap* map(Tab tab) const { return maps_[tab].map; }
  /// The page is seen: the importance may be read now.
  void Activate() { importance_.Activate(); }
  [[nodiscard]] const ImportanceSource& importance() const { return importance_; }

 signals:
  /// There was no run to compare with, and the user wants one.
  void RunRequested();

 protected:
  void Refresh() override;
  void showEvent(QShowEvent* event) override;

 private:
  struct Map {
    MapValues values = MapValues::kImportance;
    plan::FamilyGroup group = plan::FamilyGroup::kFfn;
    viz::PlotPanel* panel = nullptr;
    viz::HeatMap* map = nullptr;
    viz::SegmentedSwitch* units = nullptr;  ///< where either group can be shown
  };

  void MakeMap(Tab tab, MapValues values, plan::FamilyGroup group, const QString& name);
  void MakeOrderSwitch();
  void MakeUnitSwitch(Map& of, const QString& name);
  void ShowGroup(Map& of, plan::FamilyGroup group);
  void ConnectMap(const Map& of);
  void ConnectSources();
  void Retranslate();
  void TakeImportance();
  void RefreshMap(const Map& of);
  /// Says why there is nothing to draw, and what to do; false where there is something.
  bool ShowNothing(const Map& of);
  bool ShowNoDifference(const Map& of);
  void TakeWayOut(const Map& of);
  void ToggleMark(plan::FamilyGroup group, std::int64_t layer, std::int64_t unit);
  void SetOrRelease(plan::FamilyGroup group, std::int64_t layer, std::int64_t unit, UnitMark mark);
  void SelectRow(std::int64_t layer, Qt::KeyboardModifiers modifiers);
  void ShowSelection();

  ImportanceSource importance_;
  BudgetFrames frames_;
  bool partial_ = false;  ///< values are still coming in
  QTabBar* tabs_;
  QStackedWidget* stack_;
  viz::SegmentedSwitch* order_ = nullptr;
  std::array<Map, 4> maps_;
};

}  // namespace sentei::ui
