// SPDX-License-Identifier: Apache-2.0
#include "ui/window_commands.h"

#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/help_dialog.h"
#include "ui/job_file.h"
#include "ui/main_window.h"
#include "ui/open_path.h"
#include "ui/pages/run_page.h"
#include "ui/text.h"
#include "ui/window_actions.h"
#include "ui/workspace.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace sentei::ui {
namespace {

const QString kFolderKey = QStringLiteral("last-folder");

}  // namespace

WindowCommandSet::WindowCommandSet(MainWindow& window, Workspace& workspace)
    : QObject(&window), window_(window), workspace_(workspace) {
  WindowCommands commands;
  commands.open_model = [this] { OpenModelFile(); };
  commands.open_folder = [this] { OpenModelFolder(); };
  commands.open_demo = [this] { workspace_.session().Open(QStringLiteral("demo")); };
  commands.open_recent = [this](const QString& argument) { workspace_.session().Open(argument); };
  commands.open_job = [this] { OpenJob(); };
  commands.save_job = [this] { SaveJob(); };
  commands.export_result = [this] { Export(); };
  commands.run = [this] { Run(); };
  commands.stop = [this] { Stop(); };
  commands.pause = [this] { Pause(); };
  commands.checkpoint = [this] { Checkpoint(); };
  commands.filter = [this] { Filter(); };
  commands.rescan = [this] { Rescan(); };
  commands.toggle_log = [this] { window_.ToggleLog(); };
  commands.reset_layout = [this] { window_.ResetLayout(); };
  commands.help = [this] { ShowHelp(); };
  commands.shortcuts = [this] { ShowShortcuts(); };
  commands.about = [this] { ShowAbout(); };
  commands.show = [this](PageId id) { window_.ShowPage(id); };
  actions_ = new WindowActions(window, workspace, std::move(commands));
}

QString WindowCommandSet::LastFolder() const {
  return workspace_.settings().State(kFolderKey, QDir::homePath()).toString();
}

void WindowCommandSet::RememberFolder(const QString& path) {
  workspace_.settings().SetState(kFolderKey, QFileInfo(path).absolutePath());
}

void WindowCommandSet::OpenModelFile() {
  const QString path = QFileDialog::getOpenFileName(
      &window_,
      tr("Open model"),
      LastFolder(),
      tr("Models (*.gguf *.safetensors config.json *.index.json);;All files (*)"));
  if (path.isEmpty()) return;
  RememberFolder(path);
  workspace_.session().Open(ModelArgument(path));
}

void WindowCommandSet::OpenModelFolder() {
  const QString path =
      QFileDialog::getExistingDirectory(&window_, tr("Open model folder"), LastFolder());
  if (path.isEmpty()) return;
  RememberFolder(path);
  workspace_.session().Open(path);
}

void WindowCommandSet::OpenJob() {
  const QString path = QFileDialog::getOpenFileName(
      &window_, tr("Open job file"), LastFolder(), tr("Job files (*.json)"));
  if (path.isEmpty()) return;
  RememberFolder(path);
  window_.OpenPath(path);
}

void WindowCommandSet::SaveJob() {
  QString path = QFileDialog::getSaveFileName(
      &window_, tr("Save job file"), LastFolder(), tr("Job files (*.json)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".json");
  RememberFolder(path);
  const Result<void> written = WriteJobFile(path, workspace_.draft().spec());
  if (!written.has_value()) return workspace_.ShowFailure(written.error());
  workspace_.ShowStatus(tr("Saved %1").arg(path));
}

void WindowCommandSet::Export() { ShowExportDialog(&window_, workspace_); }

void WindowCommandSet::Run() {
  window_.ShowPage(PageId::kRun);
  if (auto* page = qobject_cast<RunPage*>(window_.page(PageId::kRun))) page->AskToStart();
}

void WindowCommandSet::Stop() {
  if (const Job* job = workspace_.jobs().current()) workspace_.jobs().Stop(job->run_id);
}

void WindowCommandSet::Pause() {
  const Job* job = workspace_.jobs().current();
  if (job == nullptr) return;
  if (job->state == JobState::kRunning) {
    workspace_.jobs().Pause(job->run_id);
  } else {
    workspace_.jobs().Continue(job->run_id);
  }
}

void WindowCommandSet::Checkpoint() {
  if (const Job* job = workspace_.jobs().current()) workspace_.bridge().CheckpointNow(job->run_id);
}

void WindowCommandSet::Filter() {
  QWidget* filter = window_.page(window_.current())->filter();
  if (filter != nullptr) filter->setFocus(Qt::ShortcutFocusReason);
}

void WindowCommandSet::Rescan() {
  if (const OpenedModelPtr& model = workspace_.session().model()) {
    workspace_.session().Open(model->argument);
  }
  workspace_.library().NotifyChanged();
}

void WindowCommandSet::ShowHelp() { ShowHelpDialog(&window_, window_.current()); }

void WindowCommandSet::ShowShortcuts() { ShowShortcutsDialog(&window_, actions_->Shortcuts()); }

void WindowCommandSet::ShowAbout() { ShowAboutDialog(&window_); }

}  // namespace sentei::ui
