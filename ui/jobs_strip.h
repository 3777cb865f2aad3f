// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class Workspace;

/// What runs, at the bottom of every page: icon, name, bar, units in words, time left, queue;
/// Pause, Stop, Log. The bar moves only with finished units of work. The last job that ended stays
/// until another begins.
class JobsStrip final : public QFrame {
  Q_OBJECT

 public:
  explicit JobsStrip(Workspace& workspace, QWidget* parent = nullptr);

 signals:
  void LogRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] const Job* shown() const;
  void Build();
  void Refresh();
  void RefreshButtons(const Job* job);
  void ShowIdle();
  void ShowJob(const Job& job);
  void ShowQueue();
  void TogglePause();
  void Stop();

  Workspace& workspace_;
  Ticket ticket_ = 0;  ///< the job that stands here, running or over
  QLabel* icon_;
  viz::ElidedLabel* name_;
  viz::ElidedLabel* kind_;
  QProgressBar* bar_;
  viz::ElidedLabel* units_;
  viz::ElidedLabel* time_;
  QToolButton* queue_;
  QPushButton* details_;
  QPushButton* resume_;
  QPushButton* pause_;
  QPushButton* stop_;
  QPushButton* log_;
};

}  // namespace sentei::ui
