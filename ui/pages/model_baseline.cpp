// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_baseline.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/models/model_words.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "viz/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <filesystem>

namespace sentei::ui {
namespace {

// The newest perplexity of the whole model among all runs that measured it.
Result<std::optional<run::EvalDone>> NewestBaseline(storage::RunStore& store,
                                                    const std::string& model_id) {
  const auto runs = store.List("model_id = '" + model_id + "'");
  if (!runs.has_value()) return runs.error();
  for (const run::RunSummary& run : runs.value()) {
    const bool evaluated = run.kind == run::Name(run::RunKind::kEval) && run.perplexity.has_value();
    if (!evaluated && !run.dense_perplexity.has_value()) continue;
    const auto record = store.Show(run.id);
    if (!record.has_value()) continue;
    const run::EvalDone* eval = record.value().Eval(evaluated ? "eval" : "dense");
    if (eval != nullptr) return std::optional(*eval);
  }
  return std::optional<run::EvalDone>();
}

}  // namespace

ModelBaseline::ModelBaseline(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  panel_ = new Panel;
  panel_->setObjectName(QStringLiteral("model-baseline"));
  measure_ = MakePushButton(QStringLiteral("model-measure"), "small");
  panel_->AddHeaderWidget(measure_);
  numbers_ = new QWidget;
  auto* row = new QHBoxLayout(numbers_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(16));
  perplexity_ = AddCell(numbers_);
  loss_ = AddCell(numbers_);
  speed_ = AddCell(numbers_);
  tokens_ = AddCell(numbers_);
  perplexity_.value->setObjectName(QStringLiteral("model-perplexity"));
  protocol_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  protocol_->setObjectName(QStringLiteral("model-protocol"));
  protocol_->setWordWrap(true);
  panel_->body()->addWidget(numbers_);
  panel_->body()->addWidget(protocol_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_);
  connect(measure_, &QPushButton::clicked, this, &ModelBaseline::Measure);
  connect(&workspace.bridge(), &RunBridge::EventArrived, this, &ModelBaseline::Take);
  connect(&workspace.session(), &ModelSession::BaselineChanged, this, &ModelBaseline::Show);
  connect(&workspace.draft(), &JobDraft::Changed, this, &ModelBaseline::Show);
  connect(&workspace.jobs(), &Jobs::Changed, this, [this](Ticket ticket) {
    if (ticket == ticket_) Show();
  });
  OnLanguage(this, [this] {
    panel_->SetTitle(tr("Dense baseline"));
    perplexity_.name->setText(tr("Perplexity"));
    loss_.name->setText(tr("Mean loss"));
    speed_.name->setText(tr("Speed"));
    tokens_.name->setText(tr("Tokens predicted"));
    Show();
  });
}

ModelBaseline::Cell ModelBaseline::AddCell(QWidget* row) {
  const Cell cell{MakeLabel(TypeRole::kCaption, Tone::kSecondary),
                  MakeLabel(TypeRole::kValue),
                  new viz::ElidedLabel};
  cell.note->setFont(FontFor(TypeRole::kCaption));
  SetTone(cell.note, Tone::kSecondary);
  auto* column = new QVBoxLayout;
  column->setSpacing(Px(2));
  column->addWidget(cell.name);
  column->addWidget(cell.value);
  column->addWidget(cell.note);
  static_cast<QHBoxLayout*>(row->layout())->addLayout(column, 1);
  return cell;
}

void ModelBaseline::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  ticket_ = 0;
  Show();
  if (model_ != nullptr) AskLibrary();
}

void ModelBaseline::AskLibrary() {
  workspace_.library().Ask(
      this,
      [id = model_->model_id](storage::RunStore& store) { return NewestBaseline(store, id); },
      [this, model = model_](const Result<std::optional<run::EvalDone>>& found) {
        if (model != model_ || !found.has_value() || !found.value().has_value()) return;
        if (!workspace_.session().baseline()) workspace_.session().SetBaseline(*found.value());
      });
}

void ModelBaseline::Measure() {
  if (model_ == nullptr) return;
  run::RunSpec spec = workspace_.draft().spec();
  spec.kind = run::RunKind::kEval;
  ticket_ = workspace_.jobs().Start(spec, model_->name);
  Show();
}

void ModelBaseline::Take(const QString& run_id, const run::RunEvent& event) {
  const auto* eval = std::get_if<run::EvalDone>(&event);
  const Job* job = workspace_.jobs().Find(run_id);
  if (eval == nullptr || job == nullptr || model_ == nullptr) return;
  if (job->spec.model != model_->source->path().string()) return;
  const bool whole =
      eval->stage == "dense" || (eval->stage == "eval" && job->spec.kind == run::RunKind::kEval);
  if (whole) workspace_.session().SetBaseline(*eval);
}

void ModelBaseline::Show() {
  const Job* job = workspace_.jobs().FindTicket(ticket_);
  const bool running = job != nullptr && !IsOver(job->state);
  const auto& baseline = workspace_.session().baseline();
  const bool has_text = !workspace_.draft().spec().eval.text.path.empty();
  measure_->setText(running                ? tr("Measuring…")
                    : baseline.has_value() ? tr("Measure again")
                                           : tr("Measure"));
  measure_->setEnabled(!running && has_text && model_ != nullptr);
  measure_->setToolTip(has_text ? QString()
                                : tr("Choose an evaluation text on the Data page first"));
  numbers_->setVisible(baseline.has_value());
  if (baseline.has_value()) {
    ShowNumbers(*baseline);
  } else {
    ShowMissing();
  }
}

void ModelBaseline::ShowNumbers(const run::EvalDone& eval) {
  const QString text = Shown(std::filesystem::path(eval.text_path).filename().string());
  perplexity_.value->setText(Number(eval.perplexity, 2));
  perplexity_.note->setText(text);
  loss_.value->setText(Number(eval.mean_loss, 4));
  loss_.note->setText(tr("nats per token"));
  speed_.value->setText(eval.tokens_per_second > 0.0
                            ? tr("%1 tok/s").arg(Number(eval.tokens_per_second, 0))
                            : None());
  speed_.note->setText(Shown(eval.device));
  tokens_.value->setText(Count(eval.tokens));
  tokens_.note->setText(tr("%n window(s)", nullptr, static_cast<int>(eval.windows)));
  protocol_->setText(ProtocolWords(eval));
  SetTone(protocol_, Tone::kSecondary);
}

void ModelBaseline::ShowMissing() {
  const Job* job = workspace_.jobs().FindTicket(ticket_);
  if (job != nullptr && job->failure.has_value()) {
    protocol_->setText(CoreFailure(*job->failure));
    SetTone(protocol_, Tone::kDanger);
    return;
  }
  SetTone(protocol_, Tone::kSecondary);
  protocol_->setText(
      workspace_.draft().spec().eval.text.path.empty()
          ? tr("Not measured yet. Choose an evaluation text on the Data page, then measure here.")
          : tr("Not measured yet. Measure once, so that every later number has a “before”."));
}

}  // namespace sentei::ui
