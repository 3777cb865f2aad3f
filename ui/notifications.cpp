// SPDX-License-Identifier: Apache-2.0
#include "ui/notifications.h"

#include "ui/job_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/workspace.h"

#include <QSystemTrayIcon>
#include <QWidget>

namespace sentei::ui {
namespace {

constexpr int kShownMs = 10'000;

}  // namespace

Notifications::Notifications(QWidget& window, Workspace& workspace)
    : QObject(&window), window_(window), workspace_(workspace) {
  connect(&workspace.jobs(), &Jobs::Finished, this, &Notifications::OnFinished);
}

void Notifications::OnFinished(Ticket ticket) {
  const Job* job = workspace_.jobs().FindTicket(ticket);
  if (job == nullptr || window_.isActiveWindow()) return;
  if (job->state == JobState::kCancelled || job->spec.kind == run::RunKind::kGenerate) return;
  // Desktops may read markup in the text but not in the title, so names stand there alone.
  const QString kind = KindWord(job->spec.kind);
  const QString text = job->state == JobState::kFailed
                           ? tr("%1 failed").arg(kind)
                           : tr("%1 finished in %2")
                                 .arg(kind, Duration(job->finished ? job->finished->seconds : 0.0));
  Tell(job->name, text);
}

void Notifications::Tell(const QString& title, const QString& text) {
  emit Raised(title, text);
  if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages()) return;
  if (tray_ == nullptr) {
    tray_ = new QSystemTrayIcon(ApplicationIcon(), this);
    connect(tray_, &QSystemTrayIcon::messageClicked, &window_, [this] {
      window_.show();
      window_.raise();
      window_.activateWindow();
      tray_->hide();
    });
  }
  tray_->show();
  tray_->showMessage(title, text, ApplicationIcon(), kShownMs);
}

}  // namespace sentei::ui
