// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs.h"

#include <QObject>

class QSystemTrayIcon;
class QWidget;

namespace sentei::ui {

class Workspace;

/// Tells the desktop when a job has ended while the window is not active; nothing where the desktop
/// has no place for it. Generations and jobs that the user stopped are passed over. Belongs to the
/// window. GUI thread.
class Notifications final : public QObject {
  Q_OBJECT

 public:
  Notifications(QWidget& window, Workspace& workspace);

 signals:
  /// What the desktop was, or would have been, told.
  void Raised(const QString& title, const QString& text);

 private:
  void OnFinished(Ticket ticket);
  void Tell(const QString& title, const QString& text);

  QWidget& window_;
  Workspace& workspace_;
  QSystemTrayIcon* tray_ = nullptr;
};

}  // namespace sentei::ui
