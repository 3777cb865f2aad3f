// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QWidget>

namespace sentei::ui {

class PanelRow;
class RunEndCard;
class RunJournal;
class RunKpis;
class RunMaps;
class RunQualityPanel;
class RunSparsityPanel;
class RunTrace;
class Workspace;

/// One run, live or stored: numbers, maps, curves and events.
class RunLive final : public QWidget {
  Q_OBJECT

 public:
  explicit RunLive(Workspace& workspace, QWidget* parent = nullptr);

  /// Draws the trace as it is now; it outlives this widget or the next Show or Reset. `model` is
  /// the run's own or null.
  void Show(const RunTrace& trace, const OpenedModelPtr& model);
  /// Another run follows.
  void Reset();
  [[nodiscard]] RunEndCard& end_card() { return *end_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  std::int64_t beginnings_ = 0;
  RunKpis* kpis_;
  RunEndCard* end_;
  RunMaps* maps_;
  PanelRow* plots_;
  RunQualityPanel* quality_;
  RunSparsityPanel* sparsity_;
  RunJournal* journal_;
};

}  // namespace sentei::ui
