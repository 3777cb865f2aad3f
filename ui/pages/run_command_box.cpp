// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_command_box.h"

#include "core/run/run_command.h"
#include "ui/job_file.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/lazy_refresh.h"
#include "ui/workspace.h"
#include "viz/tool_tip.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace sentei::ui {

RunCommandBox::RunCommandBox(Workspace& workspace, QWidget* parent)
    : QFrame(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("run-command"));
  Mark(this, "area", "panel");
  title_ = MakeLabel(TypeRole::kPanelTitle);
  copy_ = new QPushButton;
  copy_->setObjectName(QStringLiteral("run-command-copy"));
  copy_->setIcon(ThemedIcon(QStringLiteral("copy"), IconRole::kText));
  save_ = new QPushButton;
  save_->setObjectName(QStringLiteral("run-command-save"));
  save_->setIcon(ThemedIcon(QStringLiteral("save"), IconRole::kText));
  for (QPushButton* button : {copy_, save_}) Mark(button, "kind", "small");
  text_ = new QPlainTextEdit;
  text_->setObjectName(QStringLiteral("run-command-text"));
  text_->setReadOnly(true);
  text_->setTabChangesFocus(true);
  text_->setFont(FontFor(TypeRole::kMono));
  text_->setMinimumHeight(Px(52));
  text_->setMaximumHeight(Px(96));
  remark_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  remark_->setObjectName(QStringLiteral("run-command-remark"));
  remark_->setWordWrap(true);

  auto* header = new QHBoxLayout;
  header->addWidget(title_, 1);
  header->addWidget(save_);
  header->addWidget(copy_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(12), Px(8), Px(12), Px(12));
  column->setSpacing(Px(8));
  column->addLayout(header);
  column->addWidget(text_);
  column->addWidget(remark_);

  connect(copy_, &QPushButton::clicked, this, &RunCommandBox::Copy);
  connect(save_, &QPushButton::clicked, this, &RunCommandBox::AskForFile);
  auto* lazy = new LazyRefresh(this, [this] { Refresh(); });
  connect(&workspace.draft(), &JobDraft::Changed, lazy, &LazyRefresh::Request);
  OnLanguage(this, [this] { Retranslate(); });
}

void RunCommandBox::Refresh() {
  const run::RunSpec spec = workspace_.draft().spec();
  const run::RunCommand said = run::PruneCommand(spec);
  command_.clear();
  QString remark;
  if (workspace_.session().model() == nullptr) {
    remark = tr("Open a model to see the command.");
  } else if (!said.words.empty()) {
    command_ = ToQString(run::ShellLine(said.words));
  } else if (!job_file_.isEmpty() && job_text_ == run::ToJson(spec).dump()) {
    command_ = ToQString(run::ShellLine(run::JobCommand(ToStd(job_file_))));
    remark = tr("The job file holds all settings of this run.");
  } else {
    const QString keys = ToQString(fmt::format("{}", fmt::join(said.unsayable, ", ")));
    remark = tr("No flags exist for: %1. Save a job file; the command then reads it.").arg(keys);
  }
  text_->setPlainText(Shown(ToStd(command_)));
  text_->setVisible(!command_.isEmpty());
  remark_->setText(remark);
  remark_->setVisible(!remark.isEmpty());
  copy_->setEnabled(!command_.isEmpty());
  copy_->setToolTip(command_.isEmpty() ? viz::ToolTipOf(remark) : QString());
  save_->setEnabled(workspace_.session().model() != nullptr);
}

void RunCommandBox::Copy() {
  QApplication::clipboard()->setText(command_);
  workspace_.ShowStatus(tr("Command copied"));
}

void RunCommandBox::AskForFile() {
  QString path =
      QFileDialog::getSaveFileName(this, tr("Save job file"), job_file_, tr("Job files (*.json)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".json");
  SaveJob(path);
}

void RunCommandBox::SaveJob(const QString& path) {
  const run::RunSpec spec = workspace_.draft().spec();
  const Result<void> written = WriteJobFile(path, spec);
  if (!written.has_value()) return workspace_.ShowFailure(written.error());
  job_file_ = QFileInfo(path).absoluteFilePath();
  job_text_ = run::ToJson(spec).dump();
  Refresh();
}

void RunCommandBox::Retranslate() {
  title_->setText(tr("The same from a terminal"));
  copy_->setText(tr("Copy"));
  save_->setText(tr("Save job file…"));
  text_->setAccessibleName(tr("Command line"));
  Refresh();
}

}  // namespace sentei::ui
