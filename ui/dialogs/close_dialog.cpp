// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/close_dialog.h"

#include "ui/workspace.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("CloseDialog", text); }

}  // namespace

CloseAnswer AskBeforeClosing(QWidget* parent, Workspace& workspace) {
  const Job* job = workspace.jobs().current();
  if (job == nullptr) return CloseAnswer::kNothingRuns;
  QMessageBox box(parent);
  box.setObjectName(QStringLiteral("close-dialog"));
  box.setTextFormat(Qt::PlainText);
  box.setIcon(QMessageBox::Question);
  box.setText(Words(QT_TRANSLATE_NOOP("CloseDialog", "“%1” is still running.")).arg(job->name));
  box.setInformativeText(Words(QT_TRANSLATE_NOOP(
      "CloseDialog",
      "It can go on without the window, wait with a checkpoint until the next start, or end after "
      "the present iteration.")));
  QPushButton* keep = box.addButton(Words(QT_TRANSLATE_NOOP("CloseDialog", "Keep running")),
                                    QMessageBox::ActionRole);
  QPushButton* pause = box.addButton(Words(QT_TRANSLATE_NOOP("CloseDialog", "Pause and quit")),
                                     QMessageBox::AcceptRole);
  QPushButton* stop = box.addButton(Words(QT_TRANSLATE_NOOP("CloseDialog", "Stop and quit")),
                                    QMessageBox::DestructiveRole);
  box.addButton(QMessageBox::Cancel);
  keep->setObjectName(QStringLiteral("close-keep"));
  pause->setObjectName(QStringLiteral("close-pause"));
  stop->setObjectName(QStringLiteral("close-stop"));
  box.setDefaultButton(pause);
  box.exec();
  if (box.clickedButton() == keep) return CloseAnswer::kKeepRunning;
  if (box.clickedButton() == pause) return CloseAnswer::kPauseAndQuit;
  if (box.clickedButton() == stop) return CloseAnswer::kStop;
  return CloseAnswer::kStay;
}

void WhenJobsEnded(Workspace& workspace, QObject* context, std::function<void()> then) {
  if (workspace.jobs().current() == nullptr) return then();
  auto* once = new QObject(context);
  QObject::connect(&workspace.jobs(), &Jobs::Finished, once, [&workspace, once, then] {
    if (workspace.jobs().current() != nullptr) return;
    once->deleteLater();
    once->disconnect();
    QMetaObject::invokeMethod(once->parent(), then, Qt::QueuedConnection);
  });
}

}  // namespace sentei::ui
