// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_end_card.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/models/run_trace.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kNarrow = 900;
constexpr double kCloseRise = 0.05;
constexpr double kVisibleRise = 0.25;

double Rise(const run::EvalDone& after, const run::EvalDone& before) {
  return before.perplexity > 0.0 ? after.perplexity / before.perplexity - 1.0 : 0.0;
}

QString ProofText(const run::VerifyDone& proof) {
  return proof.verified
             ? RunEndCard::tr("The export was re-opened from disk: max |Δ| of logits %1.")
                   .arg(QString::number(proof.max_abs_diff, 'g', 2))
             : RunEndCard::tr("The export differs from the model: max |Δ| of logits %1.")
                   .arg(QString::number(proof.max_abs_diff, 'g', 2));
}

QString VerdictText(double rise) {
  if (rise <= kCloseRise) return RunEndCard::tr("Close to the dense model.");
  if (rise <= kVisibleRise) {
    return RunEndCard::tr("A visible loss. More iterations usually win part of it back.");
  }
  return RunEndCard::tr("A heavy loss. Try a smaller target, more iterations, or locked layers.");
}

}  // namespace

RunEndCard::RunEndCard(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("run-end"));
  note_ = new Note(NoteKind::kSuccess);
  note_->setObjectName(QStringLiteral("run-end-note"));
  details_ = MakeButton(QStringLiteral("run-end-details"), &RunEndCard::DetailsRequested);
  resume_ = MakeButton(QStringLiteral("run-end-resume"), &RunEndCard::ResumeRequested);
  generate_ = MakeButton(QStringLiteral("run-end-generate"), &RunEndCard::GenerateRequested);
  compare_ = MakeButton(QStringLiteral("run-end-compare"), &RunEndCard::CompareRequested);
  export_ = MakeButton(QStringLiteral("run-end-export"), &RunEndCard::ExportRequested);
  Mark(export_, "kind", "primary");
  Mark(resume_, "kind", "primary");

  table_ = new QFrame;
  Mark(table_, "area", "panel");
  auto* grid = new QGridLayout(table_);
  grid->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  grid->setHorizontalSpacing(Px(20));
  grid->setVerticalSpacing(Px(2));
  for (std::size_t row = 0; row < cells_.size(); ++row) {
    for (std::size_t column = 0; column < cells_[row].size(); ++column) {
      const bool head = row == 0 || column == 0;
      QLabel* cell = MakeLabel(head ? TypeRole::kSecondary : TypeRole::kPanelTitle,
                               head ? Tone::kSecondary : Tone::kNormal);
      cell->setAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
      cell->setObjectName(QStringLiteral("run-end-%1-%2").arg(row).arg(column));
      grid->addWidget(cell, static_cast<int>(row), static_cast<int>(column));
      cells_[row][column] = cell;
    }
  }
  protocol_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  protocol_->setWordWrap(true);
  grid->addWidget(protocol_, static_cast<int>(cells_.size()), 0, 1, 6);
  grid->setColumnStretch(5, 1);

  row_ = new QBoxLayout(QBoxLayout::LeftToRight, this);
  row_->setContentsMargins(0, 0, 0, 0);
  row_->setSpacing(Px(8));
  row_->addWidget(note_, 1);
  row_->addWidget(table_);
  hide();
  OnLanguage(this, [this] { Retranslate(); });
}

QPushButton* RunEndCard::MakeButton(const QString& name, void (RunEndCard::*signal)()) {
  QPushButton* button = note_->AddButton(name);
  connect(button, &QPushButton::clicked, this, signal);
  return button;
}

void RunEndCard::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  row_->setDirection(width() < Px(kNarrow) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void RunEndCard::Reset() {
  trace_ = nullptr;
  hide();
}

void RunEndCard::Show(const RunTrace& trace) {
  trace_ = &trace;
  setVisible(trace.finished.has_value());
  if (!trace.finished.has_value()) return;
  ShowVerdict(trace);
  ShowTable(trace);
}

void RunEndCard::ShowVerdict(const RunTrace& trace) {
  const run::RunFinished& end = *trace.finished;
  const bool done = end.outcome == run::Outcome::kCompleted;
  const bool failed = end.outcome == run::Outcome::kFailed;
  const bool pruned = trace.prune_events > 0;
  details_->setVisible(failed);
  resume_->setVisible(!done && trace.started.has_value());
  generate_->setVisible(done && pruned);
  compare_->setVisible(done);
  export_->setVisible(done && pruned);
  if (failed) {
    note_->SetKind(NoteKind::kDanger);
    return note_->SetText(CoreSentence(end.message), CoreSentence(end.hint));
  }
  if (!done) {
    note_->SetKind(NoteKind::kInfo);
    const std::int64_t saved = trace.checkpoints.empty() ? 0 : trace.checkpoints.back().step;
    return note_->SetText(
        tr("Stopped at iteration %1").arg(Count(trace.step())),
        saved > 0 ? tr("It can go on from the checkpoint at iteration %1.").arg(Count(saved))
                  : tr("No checkpoint was written; it would begin again."));
  }
  const run::EvalDone* dense = trace.Eval("dense");
  const run::EvalDone* after = trace.NewestEval();
  const bool broken = trace.verified.has_value() && !trace.verified->verified;
  QString text;
  NoteKind kind = NoteKind::kSuccess;
  if (dense != nullptr && after != nullptr) {
    const double rise = Rise(*after, *dense);
    text = VerdictText(rise);
    if (rise > kVisibleRise) kind = NoteKind::kWarning;
  }
  if (trace.verified.has_value()) text += QLatin1Char(' ') + ProofText(*trace.verified);
  note_->SetKind(broken ? NoteKind::kDanger : kind);
  note_->SetText(tr("Done in %1").arg(Duration(end.seconds)), text.trimmed());
}

void RunEndCard::ShowTable(const RunTrace& trace) {
  const run::EvalDone* dense = trace.Eval("dense");
  table_->setVisible(dense != nullptr || trace.compaction.has_value());
  constexpr std::array<const char*, 3> kStages{"dense", "pruned", "tuned"};
  const run::EvalDone* newest = nullptr;
  for (std::size_t i = 0; i < kStages.size(); ++i) {
    const run::EvalDone* eval = trace.Eval(kStages.at(i));
    cells_[1][i + 1]->setText(eval == nullptr ? None() : Number(eval->perplexity, 2));
    if (eval != nullptr) newest = eval;
  }
  const bool compares = dense != nullptr && newest != nullptr && newest != dense;
  cells_[1][4]->setText(compares ? SignedPercent(Rise(*newest, *dense)) : None());
  for (std::size_t column = 1; column < 5; ++column) cells_[2][column]->setText(None());
  if (trace.compaction.has_value()) {
    const auto before = static_cast<double>(trace.compaction->parameters_before);
    const auto after = static_cast<double>(trace.compaction->parameters_after);
    cells_[2][1]->setText(CountShort(before));
    cells_[2][2]->setText(CountShort(after));
    cells_[2][3]->setText(CountShort(after));
    cells_[2][4]->setText(before > 0.0 ? SignedPercent(after / before - 1.0) : None());
  }
  QStringList lines;
  if (dense != nullptr) lines << ProtocolText(*dense);
  if (trace.exported.has_value()) {
    lines << tr("Exported to %1: %2, %3, %4")
                 .arg(Shown(trace.exported->path),
                      Bytes(static_cast<double>(trace.exported->bytes)),
                      Shown(trace.exported->profile),
                      Shown(trace.exported->dtype));
  }
  protocol_->setText(lines.join(QLatin1Char('\n')));
}

void RunEndCard::Retranslate() {
  cells_[0][1]->setText(tr("dense"));
  cells_[0][2]->setText(tr("pruned"));
  cells_[0][3]->setText(tr("tuned"));
  cells_[0][4]->setText(tr("difference"));
  cells_[1][0]->setText(tr("Perplexity"));
  cells_[2][0]->setText(tr("Parameters"));
  details_->setText(tr("Details"));
  resume_->setText(tr("Resume"));
  generate_->setText(tr("Generate"));
  compare_->setText(tr("Compare"));
  export_->setText(tr("Export…"));
  if (trace_ != nullptr) Show(*trace_);
}

}  // namespace sentei::ui
