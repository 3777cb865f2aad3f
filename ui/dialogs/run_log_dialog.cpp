// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/run_log_dialog.h"

#include "ui/core_sentence.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("RunLogDialog", text); }

QString LinesOf(const run::RunRecord& record) {
  QString text;
  for (const run::LogLine& line : record.log) {
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(line.at);
    text += QStringLiteral("%1  %2  %3\n")
                .arg(QLocale().toString(at, QLocale::ShortFormat),
                     Count(line.step),
                     CoreSentence(line.message));
  }
  return text.isEmpty() ? Words(QT_TRANSLATE_NOOP("RunLogDialog", "The log is empty.")) : text;
}

}  // namespace

void ShowRunLogDialog(QWidget* parent,
                      Workspace& workspace,
                      const std::string& run_id,
                      const QString& name) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("run-log-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(Words(QT_TRANSLATE_NOOP("RunLogDialog", "Log of %1")).arg(name));
  auto* text = new QPlainTextEdit;
  text->setObjectName(QStringLiteral("run-log-text"));
  text->setAccessibleName(dialog->windowTitle());
  text->setReadOnly(true);
  text->setFont(FontFor(TypeRole::kMono));
  text->setMinimumSize(Px(640), Px(360));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(Px(20), Px(20), Px(20), Px(20));
  column->setSpacing(Px(12));
  column->addWidget(text);
  column->addWidget(buttons);
  workspace.library().Ask(
      dialog,
      [run_id](storage::RunStore& store) { return store.Show(run_id); },
      [text](const Result<run::RunRecord>& record) {
        text->setPlainText(record.has_value() ? LinesOf(record.value())
                                              : CoreSentence(record.error().message));
      });
  dialog->open();
}

}  // namespace sentei::ui
