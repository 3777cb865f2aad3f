// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_quantities.h"
#include "ui/pages/compare_panel.h"

#include <string>
#include <vector>

class QComboBox;
class QLabel;

namespace sentei::viz {
class ParallelPlot;
class PlotPanel;
class ScatterPlot;
}  // namespace sentei::viz

namespace sentei::ui {

enum class PanelForm : std::uint8_t { kWhole, kCompact };

/// All listed runs over two quantities with the Pareto front; a click compares a run.
class ParetoPanel final : public ComparePanel {
  Q_OBJECT

 public:
  ParetoPanel(const QString& object_name, PanelForm form, QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  viz::PlotPanel* panel_;
  viz::ScatterPlot* plot_;
  QComboBox* x_ = nullptr;
  QComboBox* y_ = nullptr;
  std::vector<std::string> ids_;
};

/// All listed runs on axes of what differs among them; a click compares a run.
class ParallelPanel final : public ComparePanel {
  Q_OBJECT

 public:
  explicit ParallelPanel(const QString& object_name, QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  void CountInRange();

  viz::PlotPanel* panel_;
  viz::ParallelPlot* plot_;
  QLabel* in_range_;
  std::vector<std::string> ids_;
};

}  // namespace sentei::ui
