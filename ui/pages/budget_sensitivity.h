// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/sensitivity_data.h"
#include "ui/pages/budget_panel.h"

class QLabel;
class QPushButton;

namespace sentei::viz {
class CurvePlot;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

/// Perplexity of every layer by the share of its units that leave, the sweep that measures it, and
/// the budget that follows from it. Selected layers stand out; the present count of the current one
/// is marked.
class BudgetSensitivity final : public BudgetPanel {
  Q_OBJECT

 public:
  BudgetSensitivity(Workspace& workspace,
                    LayerTableModel& model,
                    BudgetCommands& commands,
                    LayerSelection& selection,
                    QWidget* parent = nullptr);

  [[nodiscard]] const SensitivityData& data() const { return data_; }
  [[nodiscard]] viz::CurvePlot* plot() const { return plot_; }

 public slots:
  void AskAndStart();
  void Suggest();

 protected:
  void Refresh() override;

 private:
  void Build();
  void DrawCurves();
  void MarkCurrent();
  [[nodiscard]] plan::FamilyGroup group() const;

  SensitivityData data_;
  viz::PlotPanel* panel_;
  viz::CurvePlot* plot_;
  viz::SegmentedSwitch* groups_;
  QLabel* coverage_;
  QPushButton* sweep_;
  QPushButton* suggest_;
};

}  // namespace sentei::ui
