// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs.h"

#include <QObject>

class QPushButton;
class QWidget;

namespace sentei::ui {

class Workspace;

/// The buttons of the Run page's header. Those that steer a run act on the one that is shown; the
/// rest are signals.
class RunActions final : public QObject {
  Q_OBJECT

 public:
  RunActions(Workspace& workspace, QWidget* page);

  /// In the order of the header, left to right.
  [[nodiscard]] std::vector<QWidget*> widgets() const;
  /// `run_id` is the run that is shown; empty: none. `settings_shown` tells what is seen now.
  enum class Seen : std::uint8_t { kSettings, kRun };
  void Refresh(const QString& run_id, Seen seen);

 signals:
  void RunRequested();
  void SettingsToggled(bool shown);
  void RunChosen(const QString& run_id);

 private:
  QPushButton* Make(const QString& name, const QString& icon, void (RunActions::*act)());
  void AskForRun();
  void AskForNote();
  void Checkpoint();
  void TogglePause();
  void Stop();
  void Retranslate();

  Workspace& workspace_;
  QWidget* page_;
  QString run_id_;
  Seen seen_ = Seen::kSettings;
  QPushButton* runs_;
  QPushButton* settings_;
  QPushButton* note_;
  QPushButton* checkpoint_;
  QPushButton* pause_;
  QPushButton* stop_;
  QPushButton* run_;
};

}  // namespace sentei::ui
