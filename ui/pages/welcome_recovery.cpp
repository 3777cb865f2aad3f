// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_recovery.h"

#include "ui/background.h"
#include "ui/dialogs/run_log_dialog.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"

#include <QMessageBox>
#include <QPushButton>

namespace sentei::ui {
namespace {

constexpr std::size_t kMostNotes = 3;

QString NameOf(const run::RunSummary& run) {
  if (!run.name.empty()) return Shown(run.name);
  if (!run.note.empty()) return Shown(run.note);
  return Shown(std::filesystem::path(run.model_path).filename().string());
}

}  // namespace

WelcomeRecovery::WelcomeRecovery(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("welcome-recovery"));
  notes_ = new QVBoxLayout(this);
  notes_->setContentsMargins(0, 0, 0, 0);
  notes_->setSpacing(Px(8));
  hide();
  connect(&workspace.library(), &RunLibrary::Changed, this, &WelcomeRecovery::Refresh);
  OnLanguage(this, [this] { Show(runs_); });
}

void WelcomeRecovery::Refresh() {
  FindDraft();
  std::vector<std::string> paused;
  for (const QString& id : workspace_.settings().paused_runs()) paused.push_back(ToStd(id));
  workspace_.library().Ask(
      this,
      [paused](storage::RunStore& store) { return store.InterruptedRuns(paused); },
      [this](const Result<std::vector<storage::InterruptedRun>>& runs) {
        if (!runs.has_value()) return;
        ForgetPaused(runs.value());
        Show(runs.value());
      });
}

void WelcomeRecovery::ForgetPaused(const std::vector<storage::InterruptedRun>& runs) {
  if (workspace_.jobs().current() != nullptr) return;  // one may be on its way to its stop
  QStringList waiting;
  for (const storage::InterruptedRun& run : runs) {
    if (run.summary.status == run::RunStatus::kCancelled) waiting.append(ToQString(run.summary.id));
  }
  if (waiting != workspace_.settings().paused_runs()) workspace_.settings().SetPausedRuns(waiting);
}

void WelcomeRecovery::Show(const std::vector<storage::InterruptedRun>& runs) {
  while (QLayoutItem* item = notes_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  const std::vector<storage::InterruptedRun> all = runs;  // may be runs_ itself
  runs_.clear();
  if (draft_.has_value()) AddDraftNote(*draft_);
  for (const storage::InterruptedRun& run : all) {
    const Job* job = workspace_.jobs().Find(ToQString(run.summary.id));
    if (job != nullptr && !IsOver(job->state)) continue;  // being resumed
    runs_.push_back(run);
    if (runs_.size() <= kMostNotes) AddNote(run);
  }
  if (runs_.size() > kMostNotes) {
    QLabel* more = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
    more->setText(tr("%n more interrupted run(s) are on the Compare page",
                     nullptr,
                     static_cast<int>(runs_.size() - kMostNotes)));
    notes_->addWidget(more);
  }
  setVisible(!runs_.empty() || draft_.has_value());
}

void WelcomeRecovery::FindDraft() {
  InBackground(
      this,
      [folder = workspace_.locations().data_dir] { return DraftKeeper::FindLeft(folder); },
      [this](const Result<std::optional<LeftDraft>>& found) {
        const bool had = draft_.has_value();
        draft_ = found.has_value() ? found.value() : std::nullopt;
        if (had || draft_.has_value()) Show(runs_);
      });
}

void WelcomeRecovery::AddDraftNote(const LeftDraft& draft) {
  auto* note = new Note(NoteKind::kWarning);
  note->setObjectName(QStringLiteral("recovery-draft"));
  note->SetText(tr("A budget was being edited when the program ended unexpectedly"),
                tr("It was for %1.").arg(Shown(draft.spec.model)));
  QPushButton* discard = note->AddButton(QStringLiteral("recovery-draft-discard"));
  QPushButton* restore = note->AddButton(QStringLiteral("recovery-draft-restore"));
  Mark(discard, "kind", "flat");
  discard->setText(tr("Discard"));
  restore->setText(tr("Restore"));
  connect(discard, &QPushButton::clicked, this, [this, draft] {
    DraftKeeper::Discard(draft);
    Refresh();
  });
  connect(restore, &QPushButton::clicked, this, [this, draft] { RestoreDraft(draft); });
  notes_->addWidget(note);
}

void WelcomeRecovery::RestoreDraft(const LeftDraft& draft) {
  // The file goes once its model is open: the new process keeps the draft itself from then on.
  connect(
      &workspace_.draft(),
      &JobDraft::Changed,
      this,
      [this, draft] {
        const OpenedModelPtr& model = workspace_.session().model();
        if (model == nullptr || model->source->path().string() != draft.spec.model) return;
        DraftKeeper::Discard(draft);
        Refresh();
      },
      static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
  workspace_.OpenModelFor(draft.spec);
  emit NavigationRequested(PageId::kBudget);
}

void WelcomeRecovery::AddNote(const storage::InterruptedRun& run) {
  auto* note = new Note(NoteKind::kWarning);
  note->setObjectName(QStringLiteral("recovery-note"));
  QString explanation =
      tr("Iteration %1 of %2.").arg(Count(run.summary.step), Count(run.summary.steps));
  if (run.CanResume()) {
    explanation +=
        QLatin1Char(' ') +
        tr("The last checkpoint is from iteration %1; resuming repeats %n iteration(s).",
           nullptr,
           static_cast<int>(std::max<std::int64_t>(0, run.summary.step - run.checkpoint_step)))
            .arg(Count(run.checkpoint_step));
  } else {
    explanation += QLatin1Char(' ') + tr("It had no checkpoint yet and cannot be resumed.");
  }
  const bool paused = run.summary.status == run::RunStatus::kCancelled;
  note->SetKind(paused ? NoteKind::kInfo : NoteKind::kWarning);
  const QString headline = paused ? tr("“%1” waits for you to go on with it")
                                  : tr("“%1” stopped when the program ended unexpectedly");
  note->SetText(headline.arg(NameOf(run.summary)), explanation);
  QPushButton* log = note->AddButton(QStringLiteral("recovery-log"));
  QPushButton* discard = note->AddButton(QStringLiteral("recovery-discard"));
  for (QPushButton* button : {log, discard}) Mark(button, "kind", "flat");
  log->setText(tr("Open log"));
  discard->setText(tr("Discard…"));
  connect(log, &QPushButton::clicked, this, [this, run] { OpenLog(run); });
  connect(discard, &QPushButton::clicked, this, [this, run] { AskToDiscard(run); });
  if (run.CanResume()) {
    QPushButton* resume = note->AddButton(QStringLiteral("recovery-resume"));
    resume->setText(tr("Resume from %1").arg(Count(run.checkpoint_step)));
    resume->setIcon(ThemedIcon(QStringLiteral("resume"), IconRole::kText));
    connect(resume, &QPushButton::clicked, this, [this, run] { Resume(run); });
  }
  notes_->addWidget(note);
}

void WelcomeRecovery::Resume(const storage::InterruptedRun& run) {
  workspace_.library().Ask(
      this,
      [id = run.summary.id](storage::RunStore& store) { return store.Show(id); },
      [this, name = NameOf(run.summary), id = run.summary.id](
          const Result<run::RunRecord>& record) {
        if (!record.has_value()) return workspace_.ShowFailure(record.error());
        const Result<run::RunSpec> spec =
            Caught([&record] { return run::RunSpecFromJson(record.value().spec); });
        if (!spec.has_value()) return workspace_.ShowFailure(spec.error());
        workspace_.jobs().Resume(ToQString(id), spec.value(), name);
        workspace_.OpenModelFor(spec.value());
        Refresh();
        emit NavigationRequested(PageId::kRun);
      });
}

void WelcomeRecovery::OpenLog(const storage::InterruptedRun& run) {
  ShowRunLogDialog(window(), workspace_, run.summary.id, NameOf(run.summary));
}

void WelcomeRecovery::AskToDiscard(const storage::InterruptedRun& run) {
  auto* box = new QMessageBox(window());
  box->setObjectName(QStringLiteral("discard-dialog"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowModality(Qt::WindowModal);
  box->setTextFormat(Qt::PlainText);
  box->setText(tr("Move “%1” to the trash?").arg(NameOf(run.summary)));
  box->setInformativeText(
      tr("Its checkpoints stay until the trash is emptied, on the Compare page."));
  QPushButton* discard = box->addButton(tr("Move to trash"), QMessageBox::DestructiveRole);
  discard->setObjectName(QStringLiteral("discard-confirm"));
  box->addButton(QMessageBox::Cancel);
  connect(discard, &QPushButton::clicked, this, [this, id = run.summary.id] {
    workspace_.library().Change(
        this,
        [id](storage::RunStore& store) { return store.Trash(id); },
        [this](const Failure& failure) { workspace_.ShowFailure(failure); });
  });
  box->open();
}

}  // namespace sentei::ui
