// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/last_frames.h"
#include "ui/pages/compare_panel.h"

#include <vector>

class QGridLayout;
class QLabel;
class QScrollArea;

namespace sentei::viz {
class BarPlot;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

/// Kept units by layer of each coloured run, as small multiples with one scale.
class LayersPanel final : public ComparePanel {
  Q_OBJECT

 public:
  LayersPanel(LastFrames& frames, QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  struct Multiple {
    viz::PlotPanel* panel = nullptr;
    viz::BarPlot* plot = nullptr;
  };
  Multiple& At(std::size_t index);
  void Draw(Multiple& multiple, const Comparison::Entry& entry);

  LastFrames& frames_;
  viz::SegmentedSwitch* view_;
  QLabel* caption_;
  QScrollArea* scroll_;
  QGridLayout* grid_;
  std::vector<Multiple> multiples_;
};

}  // namespace sentei::ui
