// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/generate_column.h"

#include "ui/core_sentence.h"
#include "ui/job_words.h"
#include "ui/language_binding.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/token_view.h"

#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace sentei::ui {

GenerateColumn::GenerateColumn(Workspace& workspace, const QString& object_name, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  setObjectName(object_name);
  clock_.start();
  panel_ = new Panel;
  tokens_ = new TokenView;
  tokens_->setObjectName(object_name + QStringLiteral("-tokens"));
  message_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  message_->setObjectName(object_name + QStringLiteral("-message"));
  message_->setWordWrap(true);
  speed_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  speed_->setObjectName(object_name + QStringLiteral("-speed"));
  speed_->setWordWrap(true);
  auto* inside = new QWidget;
  auto* lines = new QVBoxLayout(inside);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->addWidget(tokens_);
  lines->addWidget(message_);
  lines->addStretch();
  panel_->body()->addWidget(MakeScrollArea(inside), 1);
  panel_->body()->addWidget(speed_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_);
  connect(tokens_, &TokenView::Described, &workspace, &Workspace::ShowStatus);
  connect(&workspace.bridge(), &RunBridge::EventArrived, this, &GenerateColumn::Take);
  connect(&workspace.jobs(), &Jobs::Changed, this, &GenerateColumn::OnJobChanged);
  OnLanguage(this, [this] {
    tokens_->setAccessibleName(tr("Generated tokens"));
    ShowState();
  });
}

void GenerateColumn::SetTitle(const QString& title) { panel_->SetTitle(title); }

void GenerateColumn::SetCaption(const QString& caption) { panel_->SetCaption(caption); }

void GenerateColumn::SetEmptyText(const QString& text) {
  empty_text_ = text;
  ShowState();
}

void GenerateColumn::AddHeaderWidget(QWidget* widget) { panel_->AddHeaderWidget(widget); }

void GenerateColumn::Start(const run::RunSpec& spec, const QString& name) {
  Clear();
  ticket_ = workspace_.jobs().Start(spec, name);
  ShowState();
}

void GenerateColumn::Clear() {
  ticket_ = 0;
  stop_wanted_ = false;
  generation_ = {};
  Refresh();
  ShowState();
}

void GenerateColumn::Stop() {
  if (!IsRunning()) return;
  stop_wanted_ = true;
  OnJobChanged(ticket_);
}

bool GenerateColumn::IsRunning() const {
  const Job* running = job();
  return running != nullptr && !IsOver(running->state);
}

void GenerateColumn::Refresh() { tokens_->SetPieces(generation_.pieces()); }

void GenerateColumn::Take(const QString& run_id, const run::RunEvent& event) {
  const Job* own = job();
  if (own == nullptr || own->run_id != run_id) return;
  if (const auto* phase = std::get_if<run::PhaseChanged>(&event)) {
    if (phase->phase == run::Phase::kGenerate) generation_.Begin(Now());
    return;
  }
  if (const auto* token = std::get_if<run::TokenGenerated>(&event)) {
    generation_.Add(*token, Now());
  } else if (const auto* finished = std::get_if<run::RunFinished>(&event)) {
    if (finished->rule == "eos") generation_.EndsHere();
  } else {
    return;
  }
  emit Changed();
  ShowState();
}

void GenerateColumn::OnJobChanged(Ticket ticket) {
  if (ticket != ticket_ || ticket == 0) return;
  const Job* own = job();
  if (stop_wanted_ && own != nullptr && !own->run_id.isEmpty()) {
    stop_wanted_ = false;
    workspace_.jobs().Stop(own->run_id);
  }
  ShowState();
  emit Changed();
}

void GenerateColumn::ShowState() {
  const Job* own = job();
  const bool failed = own != nullptr && own->failure.has_value();
  SetTone(message_, failed ? Tone::kDanger : Tone::kSecondary);
  if (failed) {
    message_->setText(QStringLiteral("✕ ") + CoreFailure(*own->failure));
  } else if (!generation_.pieces().empty()) {
    message_->clear();
  } else {
    message_->setText(IsRunning() ? ProgressWords(*own) : empty_text_);
  }
  message_->setVisible(!message_->text().isEmpty());
  tokens_->setVisible(!generation_.pieces().empty());
  const auto count = static_cast<int>(generation_.pieces().size());
  QStringList words;
  if (count > 0) words << tr("%n token(s)", nullptr, count);
  if (const auto speed = generation_.tokens_per_second()) {
    words << tr("%1 tok/s").arg(Number(*speed, 1));
  }
  if (const auto first = generation_.first_token_seconds()) {
    words << tr("first token after %1 ms").arg(Number(1e3 * *first, 0));
  }
  speed_->setText(words.join(QStringLiteral(" · ")));
}

}  // namespace sentei::ui
