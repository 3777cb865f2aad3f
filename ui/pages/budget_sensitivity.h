// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/layer_selection.h"
#include "ui/models/layer_table_model.h"
#include "ui/models/sensitivity_data.h"

#include <QFrame>
#include <QTimer>

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
class BudgetSensitivity final : public QFrame {
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

 private:
  void Build();
  void RefreshSoon() { refresh_.start(); }
  void Refresh();
  void DrawCurves();
  void MarkCurrent();
  [[nodiscard]] plan::FamilyGroup group() const;

  Workspace& workspace_;
  LayerTableModel& model_;
  BudgetCommands& commands_;
  LayerSelection& selection_;
  SensitivityData data_;
  QTimer refresh_;
  viz::PlotPanel* panel_;
  viz::CurvePlot* plot_;
  viz::SegmentedSwitch* groups_;
  QLabel* coverage_;
  QPushButton* sweep_;
  QPushButton* suggest_;
};

}  // namespace sentei::ui
