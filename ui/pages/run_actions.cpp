// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_actions.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/tool_tip.h"

#include <QDateTime>
#include <QInputDialog>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

namespace sentei::ui {
namespace {

constexpr int kRunsInMenu = 20;

QString MenuText(const run::RunSummary& run) {
  const QString name = Shown(run.name.empty() ? (run.note.empty() ? run.id : run.note) : run.name);
  const QString when =
      QLocale().toString(QDateTime::fromMSecsSinceEpoch(run.started_at), QLocale::ShortFormat);
  return QStringLiteral("%1 · %2").arg(name, when).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

}  // namespace

RunActions::RunActions(Workspace& workspace, QWidget* page)
    : QObject(page), workspace_(workspace), page_(page) {
  runs_ = Make(QStringLiteral("run-choose"), QStringLiteral("log"), &RunActions::AskForRun);
  settings_ = Make(QStringLiteral("run-settings"), QStringLiteral("settings"), nullptr);
  settings_->setCheckable(true);
  connect(settings_, &QPushButton::clicked, this, &RunActions::SettingsToggled);
  note_ = Make(QStringLiteral("run-note"), QStringLiteral("note"), &RunActions::AskForNote);
  checkpoint_ =
      Make(QStringLiteral("run-checkpoint"), QStringLiteral("save"), &RunActions::Checkpoint);
  pause_ = Make(QStringLiteral("run-pause"), QStringLiteral("pause"), &RunActions::TogglePause);
  stop_ = Make(QStringLiteral("run-stop"), QStringLiteral("stop"), &RunActions::Stop);
  run_ = Make(QStringLiteral("run-start"), QStringLiteral("play"), &RunActions::RunRequested);
  run_->setIcon(ThemedIcon(QStringLiteral("play"), IconRole::kOnAccent));
  Mark(run_, "kind", "primary");
  OnLanguage(page, [this] { Retranslate(); });
}

QPushButton* RunActions::Make(const QString& name, const QString& icon, void (RunActions::*act)()) {
  auto* button = new QPushButton(page_);  // shown before it is laid out: never as a window
  button->setObjectName(name);
  button->setIcon(ThemedIcon(icon, IconRole::kText));
  if (act != nullptr) connect(button, &QPushButton::clicked, this, act);
  return button;
}

std::vector<QWidget*> RunActions::widgets() const {
  return {runs_, settings_, note_, checkpoint_, pause_, stop_, run_};
}

void RunActions::Refresh(const QString& run_id, Seen seen) {
  run_id_ = run_id;
  seen_ = seen;
  const Job* job = workspace_.jobs().Find(run_id);
  const bool open = job != nullptr && !IsOver(job->state);
  const bool paused = open && (job->state == JobState::kPaused || job->state == JobState::kPausing);
  const bool running = open && job->state == JobState::kRunning;
  const bool settings = seen == Seen::kSettings;
  for (QPushButton* button : {pause_, stop_}) button->setVisible(open);
  for (QPushButton* button : {note_, checkpoint_}) button->setVisible(open && !settings);
  settings_->setVisible(!run_id.isEmpty());
  settings_->setChecked(settings);
  run_->setVisible(!open || settings);
  note_->setEnabled(running || paused);
  checkpoint_->setEnabled(running);
  pause_->setEnabled(running || paused);
  pause_->setText(paused ? tr("Continue") : tr("Pause"));
  pause_->setIcon(
      ThemedIcon(paused ? QStringLiteral("play") : QStringLiteral("pause"), IconRole::kText));
  const bool stopping = open && job->state == JobState::kStopping;
  stop_->setText(stopping ? tr("Stop now") : tr("Stop"));
  stop_->setToolTip(viz::ToolTipOf(
      stopping ? tr("Ends at once; the last checkpoint stays.")
               : tr("Finishes this iteration and writes a checkpoint; again ends at once.")));
}

void RunActions::AskForRun() {
  workspace_.library().Ask(
      this,
      [](storage::RunStore& store) { return store.List("kind = prune", kRunsInMenu); },
      [this](const Result<std::vector<run::RunSummary>>& runs) {
        if (!runs.has_value()) return workspace_.ShowFailure(runs.error());
        auto* menu = new QMenu(page_);
        menu->setObjectName(QStringLiteral("run-choose-menu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const run::RunSummary& run : runs.value()) {
          QAction* action = menu->addAction(MenuText(run));
          connect(action, &QAction::triggered, this, [this, id = ToQString(run.id)] {
            emit RunChosen(id);
          });
        }
        if (runs.value().empty()) menu->addAction(tr("No runs yet"))->setEnabled(false);
        menu->popup(runs_->mapToGlobal(QPoint(0, runs_->height())));
      });
}

void RunActions::AskForNote() {
  auto* dialog = new QInputDialog(page_);
  dialog->setObjectName(QStringLiteral("note-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowModality(Qt::WindowModal);
  dialog->setWindowTitle(tr("Note"));
  dialog->setLabelText(tr("It is kept with the run, at this iteration:"));
  connect(
      dialog, &QInputDialog::textValueSelected, this, [this, id = run_id_](const QString& text) {
        if (!text.trimmed().isEmpty()) workspace_.bridge().AddNote(id, text.trimmed());
      });
  dialog->open();
}

void RunActions::Checkpoint() {
  workspace_.bridge().CheckpointNow(run_id_);
  workspace_.ShowStatus(tr("A checkpoint follows this iteration"));
}

void RunActions::TogglePause() {
  const Job* job = workspace_.jobs().Find(run_id_);
  if (job == nullptr) return;
  if (job->state == JobState::kRunning) {
    workspace_.jobs().Pause(run_id_);
  } else {
    workspace_.jobs().Continue(run_id_);
  }
}

void RunActions::Stop() { workspace_.jobs().Stop(run_id_); }

void RunActions::Retranslate() {
  runs_->setText(tr("Runs"));
  runs_->setToolTip(viz::ToolTipOf(tr("Show an earlier run")));
  settings_->setText(tr("Settings"));
  settings_->setToolTip(viz::ToolTipOf(tr("The run being prepared")));
  note_->setText(tr("Note…"));
  checkpoint_->setText(tr("Checkpoint now"));
  run_->setText(tr("Run…"));
  Refresh(run_id_, seen_);
}

}  // namespace sentei::ui
