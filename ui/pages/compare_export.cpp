// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_export.h"

#include "ui/text.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace sentei::ui {
namespace {

const QString kFolderKey = QStringLiteral("last-folder");

QString SuffixOf(RunFile kind) {
  switch (kind) {
    case RunFile::kCsv:
      return QStringLiteral("csv");
    case RunFile::kJson:
      return QStringLiteral("json");
    case RunFile::kHtml:
      break;
  }
  return QStringLiteral("html");
}

}  // namespace

RunExport::RunExport(Workspace& workspace, QWidget* window)
    : QObject(window), workspace_(workspace), window_(window) {}

void RunExport::Ask(const std::vector<std::string>& ids, RunFile kind) {
  if (ids.empty()) return;
  const QString suffix = SuffixOf(kind);
  auto* dialog =
      new QFileDialog(window_,
                      kind == RunFile::kHtml ? tr("Save report") : tr("Save runs"),
                      workspace_.settings().State(kFolderKey, QDir::homePath()).toString(),
                      QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
  dialog->setObjectName(QStringLiteral("compare-save-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setOption(QFileDialog::DontConfirmOverwrite);  // Save asks, whatever dialog this is
  dialog->setDefaultSuffix(suffix);
  dialog->selectFile(
      (kind == RunFile::kHtml ? QStringLiteral("report.") : QStringLiteral("runs.")) + suffix);
  connect(dialog, &QFileDialog::fileSelected, this, [this, ids, kind](const QString& path) {
    workspace_.settings().SetState(kFolderKey, QFileInfo(path).absolutePath());
    Save(ids, kind, path);
  });
  dialog->open();
}

void RunExport::Save(const std::vector<std::string>& ids, RunFile kind, const QString& path) {
  if (!QFileInfo::exists(path)) return Write(ids, kind, path, Existing::kRefuse);
  auto* box = new QMessageBox(window_);
  box->setObjectName(QStringLiteral("replace-file-dialog"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  box->setIcon(QMessageBox::Question);
  box->setText(tr("“%1” exists already.").arg(QFileInfo(path).fileName()));
  box->setInformativeText(tr("Replacing it loses what it holds now."));
  QPushButton* replace = box->addButton(tr("Replace"), QMessageBox::AcceptRole);
  replace->setObjectName(QStringLiteral("replace-file-yes"));
  box->addButton(QMessageBox::Cancel);
  box->setDefaultButton(QMessageBox::Cancel);
  connect(replace, &QPushButton::clicked, this, [this, ids, kind, path] {
    Write(ids, kind, path, Existing::kReplace);
  });
  box->open();
}

void RunExport::Write(const std::vector<std::string>& ids,
                      RunFile kind,
                      const QString& path,
                      Existing existing) {
  workspace_.ShowStatus(tr("Writing %1…").arg(QFileInfo(path).fileName()));
  workspace_.library().Ask(
      this,
      [ids, kind, file = ToPath(path), existing](storage::RunStore& store) -> Result<void> {
        const Result<std::string> content = RunFileContent(store, ids, kind);
        if (!content.has_value()) return content.error();
        return WriteRunFile(file, content.value(), existing);
      },
      [this, path](const Result<void>& written) {
        if (!written.has_value()) {
          workspace_.ShowStatus({});
          return workspace_.ShowFailure(written.error());
        }
        workspace_.ShowStatus(tr("Saved %1").arg(path));
      });
}

}  // namespace sentei::ui
