// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_page.h"

#include "ui/core_sentence.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/failure_dialog.h"
#include "ui/dialogs/start_dialog.h"
#include "ui/language_binding.h"
#include "ui/models/run_budget.h"
#include "ui/models/run_frames.h"
#include "ui/models/run_traces.h"
#include "ui/pages/run_actions.h"
#include "ui/pages/run_end_card.h"
#include "ui/pages/run_live.h"
#include "ui/pages/run_setup.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/lazy_refresh.h"
#include "ui/widgets/note.h"
#include "ui/workspace.h"

#include <QPushButton>
#include <QStackedWidget>

namespace sentei::ui {
namespace {

constexpr int kPaceMs = 100;

bool IsScores(const run::RunEvent& event) {
  return std::holds_alternative<run::ScoresUpdated>(event) ||
         std::holds_alternative<run::PruneEventDone>(event) ||
         std::holds_alternative<run::RunFinished>(event);
}

}  // namespace

RunPage::RunPage(Workspace& workspace, QWidget* parent) : Page(PageId::kRun, workspace, parent) {
  setObjectName(QStringLiteral("run-page"));
  traces_ = new RunTraces(workspace, this);
  pace_.setSingleShot(true);
  pace_.setInterval(kPaceMs);
  Build();
  lazy_ = new LazyRefresh(this, [this] { Refresh(); });
  Connect();
  ConnectActions();
  ConnectEnd();
  OnLanguage(this, [this] {
    SetTitle(tr("Run"));
    apply_->setText(tr("Apply to run"));
    Refresh();
  });
}

void RunPage::Build() {
  actions_ = new RunActions(workspace(), this);
  for (QWidget* action : actions_->widgets()) AddAction(action);
  BuildNotes();
  setup_ = new RunSetup(workspace());
  live_ = new RunLive(workspace());
  stack_ = new QStackedWidget;
  stack_->addWidget(setup_);
  stack_->addWidget(live_);
  body()->addWidget(stack_, 1);
}

void RunPage::BuildNotes() {
  refused_ = new Note(NoteKind::kDanger);
  refused_->setObjectName(QStringLiteral("run-refused"));
  QPushButton* close = refused_->AddButton(QStringLiteral("run-refused-close"));
  connect(close, &QPushButton::clicked, refused_, &QWidget::hide);
  OnLanguage(refused_, [close] { close->setText(tr("Close")); });
  drift_ = new Note(NoteKind::kInfo);
  drift_->setObjectName(QStringLiteral("run-drift"));
  apply_ = drift_->AddButton(QStringLiteral("run-apply"));
  connect(apply_, &QPushButton::clicked, this, &RunPage::ApplyBudget);
  auto* notes = new QVBoxLayout;
  notes->setContentsMargins(Px(8), 0, Px(8), 0);
  notes->setSpacing(Px(8));
  for (Note* note : {refused_, drift_}) {
    note->hide();
    notes->addWidget(note);
  }
  body()->addLayout(notes);
}

void RunPage::Connect() {
  connect(traces_, &RunTraces::Began, this, [this](const QString& run_id) {
    const RunTrace* shown = trace();
    const bool busy = shown != nullptr && !shown->finished.has_value() && run_id != run_id_;
    if (!busy) ShowRun(run_id);
  });
  connect(traces_, &RunTraces::Advanced, this, &RunPage::OnAdvanced);
  connect(traces_, &RunTraces::Ready, this, [this](const QString& run_id) {
    if (run_id == run_id_) ShowLive();
  });
  connect(traces_, &RunTraces::Failed, this, [this](const QString& run_id, const Failure& failure) {
    if (run_id != run_id_) return;
    run_id_.clear();
    ShowSetup();
    workspace().ShowFailure(failure);
  });
  connect(&pace_, &QTimer::timeout, this, [this] {
    if (std::exchange(due_, false)) lazy_->Request();
  });
  connect(&workspace().jobs(), &Jobs::Changed, lazy_, &LazyRefresh::Request);
  connect(&workspace().jobs(), &Jobs::Finished, this, &RunPage::OnJobOver);
  connect(&workspace().budget(), &BudgetDocument::Changed, this, [this] {
    if (isVisible()) RefreshDrift();
  });
  connect(&workspace().bridge(),
          &RunBridge::BudgetRefused,
          this,
          [this](const QString& run_id, const Failure& failure) {
            if (run_id != run_id_) return;
            refused_->SetText(tr("The run did not take the new limits"),
                              CoreSentence(failure.message));
            refused_->show();
          });
}

void RunPage::ConnectActions() {
  connect(actions_, &RunActions::RunRequested, this, &RunPage::AskToStart);
  connect(actions_, &RunActions::RunChosen, this, &RunPage::ShowRun);
  connect(actions_, &RunActions::SettingsToggled, this, [this](bool shown) {
    shown ? ShowSetup() : ShowLive();
  });
  connect(setup_, &RunSetup::MissingAsked, this, &RunPage::LeadTo);
}

void RunPage::ConnectEnd() {
  RunEndCard& end = live_->end_card();
  connect(&end, &RunEndCard::ResumeRequested, this, &RunPage::Resume);
  connect(&end, &RunEndCard::ExportRequested, this, [this] {
    ShowExportDialog(window(), workspace(), run_id_);
  });
  connect(&end, &RunEndCard::CompareRequested, this, [this] {
    emit NavigationRequested(PageId::kCompare);
  });
  connect(&end, &RunEndCard::GenerateRequested, this, [this] {
    emit NavigationRequested(PageId::kGenerate);
  });
  connect(&end, &RunEndCard::DetailsRequested, this, [this] {
    const RunTrace* shown = trace();
    if (shown == nullptr || !shown->finished.has_value()) return;
    const run::RunFinished& finished = *shown->finished;
    ShowFailureDialog(window(), {finished.code, finished.message, finished.hint});
  });
}

const RunTrace* RunPage::trace() const { return traces_->Find(run_id_); }

void RunPage::OnShown() { lazy_->Request(); }

void RunPage::AskToStart() {
  auto* dialog = new StartDialog(workspace(), window());
  connect(dialog, &QDialog::accepted, this, &RunPage::StartDraft);
  connect(dialog, &StartDialog::MissingAsked, this, &RunPage::LeadTo);
  dialog->open();
}

void RunPage::StartDraft() {
  const run::RunSpec spec = workspace().draft().spec();
  refused_->hide();
  workspace().jobs().Start(spec, RunName(workspace(), spec));
}

void RunPage::Resume() {
  const RunTrace* shown = trace();
  if (shown == nullptr || !shown->spec.has_value()) return;
  const Job* job = workspace().jobs().Find(run_id_);
  if (job != nullptr && !IsOver(job->state)) return;
  workspace().jobs().Resume(
      run_id_, *shown->spec, job != nullptr ? job->name : RunName(workspace(), *shown->spec));
}

void RunPage::ShowRun(const QString& run_id) {
  if (run_id.isEmpty()) return ShowSetup();
  run_id_ = run_id;
  if (trace() != nullptr) return ShowLive();
  traces_->Load(run_id);
}

void RunPage::ShowSetup() {
  stack_->setCurrentWidget(setup_);
  Refresh();
}

void RunPage::ShowLive() {
  if (trace() == nullptr) return ShowSetup();
  live_->Reset();
  stack_->setCurrentWidget(live_);
  Refresh();
}

void RunPage::OnAdvanced(const QString& run_id, const run::RunEvent& event) {
  if (run_id != run_id_) return;
  if (!pace_.isActive() || IsScores(event)) {
    pace_.start();
    due_ = false;
    lazy_->Request();
  } else {
    due_ = true;
  }
}

void RunPage::OnJobOver(Ticket ticket) {
  const Job* job = workspace().jobs().FindTicket(ticket);
  if (job == nullptr || job->spec.kind != run::RunKind::kPrune) return;
  if (job->run_id.isEmpty() && job->failure.has_value()) {
    refused_->SetText(tr("The run did not start: %1").arg(CoreSentence(job->failure->message)),
                      CoreSentence(job->failure->hint));
    refused_->show();
  }
  workspace().library().NotifyChanged();
}

void RunPage::Refresh() {
  RefreshHeader();
  RefreshDrift();
  const RunTrace* shown = trace();
  if (shown == nullptr || stack_->currentWidget() != live_) return;
  live_->Show(*shown, ModelOfRun());
}

void RunPage::RefreshHeader() {
  const bool settings = stack_->currentWidget() == setup_;
  actions_->Refresh(run_id_, settings ? RunActions::Seen::kSettings : RunActions::Seen::kRun);
  SetState(StateText());
}

QString RunPage::StateText() {
  if (stack_->currentWidget() == setup_) {
    const OpenedModelPtr& model = workspace().session().model();
    return model == nullptr ? tr("No model is open") : tr("next run of %1").arg(model->name);
  }
  const RunTrace* shown = trace();
  if (shown == nullptr) return {};
  const Job* job = workspace().jobs().Find(run_id_);
  const QString name = job != nullptr ? job->name : Shown(ToStd(run_id_));
  if (job == nullptr || IsOver(job->state)) {
    return shown->finished.has_value()
               ? tr("%1 · ended at iteration %2").arg(name, Count(shown->step()))
               : name;
  }
  const QString criterion = shown->spec.has_value()
                                ? CriterionWord(std::string(Name(shown->spec->prune.criterion)))
                                : QString();
  const bool waits = job->state == JobState::kPaused || job->state == JobState::kPausing;
  return waits ? tr("%1 · paused at iteration %2").arg(name, Count(shown->step()))
               : QStringLiteral("%1 · %2").arg(name, criterion);
}

OpenedModelPtr RunPage::ModelOfRun() {
  const OpenedModelPtr& model = workspace().session().model();
  const RunTrace* shown = trace();
  if (model == nullptr || shown == nullptr || !shown->started.has_value()) return nullptr;
  return model->source->path().string() == shown->started->model_path ? model : nullptr;
}

void RunPage::RefreshDrift() {
  const RunTrace* shown = trace();
  const Job* job = workspace().jobs().Find(run_id_);
  const bool open = job != nullptr && !IsOver(job->state);
  const BudgetDrift drift = shown != nullptr && open && ModelOfRun() != nullptr
                                ? DriftOf(*shown, workspace().budget())
                                : BudgetDrift{};
  drift_->setVisible(drift.kind != BudgetDrift::Kind::kNone);
  apply_->setVisible(drift.kind == BudgetDrift::Kind::kApplicable);
  if (drift.kind == BudgetDrift::Kind::kNone) return;
  drift_->SetText(tr("The budget was edited since this run began"), drift.why);
}

void RunPage::ApplyBudget() {
  refused_->hide();
  workspace().bridge().ChangeBudget(run_id_, workspace().budget().state().spec);
}

void RunPage::LeadTo(Missing::Where where) {
  switch (where) {
    case Missing::Where::kModel:
      emit NavigationRequested(PageId::kModel);
      return;
    case Missing::Where::kData:
      emit NavigationRequested(PageId::kData);
      return;
    case Missing::Where::kBudget:
      emit NavigationRequested(PageId::kBudget);
      return;
    case Missing::Where::kSettings:
      ShowSetup();
      setup_->FocusSetting("output.directory");
  }
}

}  // namespace sentei::ui
