// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/unit_family.h"
#include "ui/model_session.h"

#include <QWidget>

class QToolButton;

namespace sentei::viz {
class HeatMap;
class PlotPanel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

class PanelRow;
class RunTrace;
class Workspace;

/// Importance per head and per FFN channel of one run, with what was pruned hatched. The maps paint
/// at their own pace; what they are given may be newer than what is on screen by one frame.
class RunMaps final : public QWidget {
  Q_OBJECT

 public:
  explicit RunMaps(Workspace& workspace, QWidget* parent = nullptr);

  /// The trace is read now and by tool tips later: it outlives this widget or the next Show.
  /// `model` may be null.
  void Show(const RunTrace& trace, const OpenedModelPtr& model);
  /// Another run follows: forgets locked ranges.
  void Reset();
  [[nodiscard]] PanelRow& row() { return *row_; }

 private:
  struct Side {
    plan::FamilyGroup group = plan::FamilyGroup::kAttention;
    viz::PlotPanel* panel = nullptr;
    viz::HeatMap* map = nullptr;
  };

  void Build(Side& side, plan::FamilyGroup group, const QString& name);
  void BuildFfnTools();
  QToolButton* MakeLock(Side& side);
  void Refresh(Side& side);
  void Retranslate();
  [[nodiscard]] const plan::ModelDescription* dense() const;

  Workspace& workspace_;
  const RunTrace* trace_ = nullptr;
  OpenedModelPtr model_;
  PanelRow* row_;
  Side heads_;
  Side ffn_;
  viz::SegmentedSwitch* order_ = nullptr;
  viz::SegmentedSwitch* scale_ = nullptr;
};

}  // namespace sentei::ui
