// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_self_check.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/widgets/note.h"

#include <QVBoxLayout>

namespace sentei::ui {

ModelSelfCheck::ModelSelfCheck(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  note_ = new Note(NoteKind::kInfo);
  note_->setObjectName(QStringLiteral("model-check"));
  start_ = note_->AddButton(QStringLiteral("model-check-start"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(note_);
  connect(start_, &QPushButton::clicked, this, &ModelSelfCheck::Start);
  connect(&workspace.bridge(), &RunBridge::EventArrived, this, &ModelSelfCheck::Take);
  connect(&workspace.jobs(), &Jobs::Changed, this, [this](Ticket ticket) {
    if (ticket == ticket_) Show();
  });
  OnLanguage(this, [this] { Show(); });
}

void ModelSelfCheck::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  ticket_ = 0;
  result_.reset();
  Show();
}

void ModelSelfCheck::Start() {
  if (model_ == nullptr) return;
  run::RunSpec spec;
  spec.kind = run::RunKind::kSelfCheck;
  spec.model = model_->source->path().string();
  result_.reset();
  ticket_ = workspace_.jobs().Start(spec, model_->name);
  Show();
}

void ModelSelfCheck::Take(const QString& run_id, const run::RunEvent& event) {
  const auto* done = std::get_if<run::SelfCheckDone>(&event);
  const Job* job = workspace_.jobs().FindTicket(ticket_);
  if (done == nullptr || job == nullptr || job->run_id != run_id) return;
  result_ = *done;
  Show();
}

void ModelSelfCheck::Show() {
  const Job* job = workspace_.jobs().FindTicket(ticket_);
  const bool running = job != nullptr && !IsOver(job->state);
  start_->setEnabled(!running);
  start_->setText(result_.has_value() ? tr("Check again") : tr("Check"));
  if (result_.has_value()) {
    note_->SetKind(result_->passed ? NoteKind::kSuccess : NoteKind::kDanger);
    note_->SetText(result_->passed ? tr("Self-check passed") : tr("Self-check failed"),
                   tr("%1 Largest difference %2, at most %3 is allowed.")
                       .arg(CoreSentence(result_->detail),
                            QString::number(result_->max_abs_diff, 'g', 2),
                            QString::number(result_->tolerance, 'g', 2)));
  } else if (running) {
    note_->SetKind(NoteKind::kInfo);
    note_->SetText(tr("Self-check is running"), tr("The jobs strip below shows how far it is."));
  } else if (job != nullptr && job->failure.has_value()) {
    note_->SetKind(NoteKind::kDanger);
    note_->SetText(CoreSentence(job->failure->message), CoreSentence(job->failure->hint));
  } else {
    note_->SetKind(NoteKind::kInfo);
    note_->SetText(tr("Not checked on this computer yet"),
                   tr("Compares the fast path with the plain one in fp32 on this model."));
  }
}

}  // namespace sentei::ui
