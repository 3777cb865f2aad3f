// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/last_frames.h"
#include "ui/pages/compare_panel.h"

#include <memory>
#include <string>

class QComboBox;

namespace sentei::viz {
class HeatMap;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

/// Which units are more important in one run than in another: the difference of their last scores.
class DifferencePanel final : public ComparePanel {
  Q_OBJECT

 public:
  DifferencePanel(LastFrames& frames, QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  void FillChoices();
  [[nodiscard]] const Comparison::Entry* Chosen(const QComboBox& combo) const;
  void Compute(const Comparison::Entry& first, const Comparison::Entry& second);
  void Take(const ScoreDifference& difference, const QString& first, const QString& second);

  LastFrames& frames_;
  viz::PlotPanel* panel_;
  viz::HeatMap* map_;
  viz::SegmentedSwitch* view_;
  QComboBox* first_;
  QComboBox* second_;
  quint64 turn_ = 0;
};

}  // namespace sentei::ui
