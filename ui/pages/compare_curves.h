// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_curves.h"
#include "ui/pages/compare_panel.h"

#include <set>
#include <string>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QSlider;

namespace sentei::viz {
class CurvePlot;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

/// Curves of one metric of all compared runs over steps or training time. Runs can be switched off
/// in the legend; loss and speed are smoothed.
class CurvesPanel final : public ComparePanel {
  Q_OBJECT

 public:
  enum class Form : std::uint8_t { kWhole, kCompact };  ///< kCompact: perplexity, no controls

  CurvesPanel(const QString& object_name, Form form, QWidget* parent = nullptr);

  void SetMetric(CurveMetric metric);

 protected:
  void Refresh() override;

 private:
  void BuildControls(const QString& object_name);
  void BuildLegend();
  void DrawCurve(const Comparison::Entry& entry);
  void DrawBaseline();
  [[nodiscard]] QString Caption() const;

  Form form_;
  viz::PlotPanel* panel_;
  viz::CurvePlot* plot_;
  viz::SegmentedSwitch* x_ = nullptr;
  QComboBox* metrics_ = nullptr;
  QSlider* smoothing_ = nullptr;
  QWidget* legend_ = nullptr;
  QHBoxLayout* legend_row_ = nullptr;
  CurveMetric metric_ = CurveMetric::kPerplexity;
  std::set<std::string> hidden_;
  std::vector<std::pair<std::string, viz::SeriesStyle>> in_legend_;
  std::vector<std::string> drawn_;  ///< runs by curve
};

}  // namespace sentei::ui
