// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_needs.h"

#include <QFrame>
#include <QTimer>
#include <optional>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace sentei::ui {

class Note;
class ShareBar;
class Workspace;

/// What the run being prepared takes of memory and disk, beside what is free. Estimated on a pool
/// thread after each change of the draft, and every few seconds while it is seen.
class RunNeedsBox final : public QFrame {
  Q_OBJECT

 public:
  explicit RunNeedsBox(Workspace& workspace, QWidget* parent = nullptr);

  /// The newest estimate; none before the first is ready.
  [[nodiscard]] const std::optional<RunNeeds>& needs() const { return needs_; }

 signals:
  void NeedsChanged();

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void Ask();
  void Show();
  void ShowMemory(const plan::MemoryEstimate& estimate);
  void ShowLegend(const plan::MemoryPhase& peak);
  void ShowWarning();
  void Retranslate();

  Workspace& workspace_;
  std::optional<RunNeeds> needs_;
  quint64 asked_ = 0;
  QTimer settle_;
  QTimer again_;
  QLabel* title_;
  QLabel* summary_;
  ShareBar* bar_;
  QGridLayout* legend_;
  QLabel* disk_;
  Note* warning_;
  QCheckBox* force_;
};

}  // namespace sentei::ui
