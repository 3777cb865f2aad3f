// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/failure_dialog.h"

#include "core/base/host.h"
#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QSysInfo>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("FailureDialog", text); }

}  // namespace

QString FailureReport(const Failure& failure) {
  const HostDescription host = DescribeHost();
  QString report = QStringLiteral("Sentei %1, Qt %2, %3, %4\n%5: %6\n%7\n")
                       .arg(QApplication::applicationVersion(),
                            QString::fromLatin1(qVersion()),
                            QSysInfo::prettyProductName(),
                            Shown(host.processor),
                            ToQString(Name(failure.code)),
                            Shown(failure.message),
                            Shown(failure.hint));
  const QString home = QDir::homePath();
  if (home.size() > 1) report.replace(home, QStringLiteral("~"));
  return report;
}

void ShowFailureDialog(QWidget* parent, const Failure& failure) {
  auto* box = new QMessageBox(parent);
  box->setObjectName(QStringLiteral("failure-dialog"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowModality(Qt::WindowModal);
  box->setIcon(QMessageBox::Warning);
  box->setTextFormat(Qt::PlainText);
  box->setText(CoreSentence(failure.message));
  box->setInformativeText(CoreSentence(failure.hint));
  box->setDetailedText(FailureReport(failure));
  QPushButton* copy = box->addButton(Words(QT_TRANSLATE_NOOP("FailureDialog", "Copy report")),
                                     QMessageBox::ActionRole);
  copy->disconnect();
  QObject::connect(copy, &QPushButton::clicked, box, [failure] {
    QApplication::clipboard()->setText(FailureReport(failure));
  });
  box->addButton(QMessageBox::Close);
  box->open();
}

}  // namespace sentei::ui
