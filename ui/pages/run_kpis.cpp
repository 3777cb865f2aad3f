// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_kpis.h"

#include "core/base/host.h"
#include "ui/language_binding.h"
#include "ui/models/run_trace.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kNarrow = 960;
constexpr std::array<const char*, 6> kNames{
    "iteration", "pruned", "loss", "perplexity", "speed", "memory"};

}  // namespace

RunKpis::RunKpis(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("run-kpis"));
  Mark(this, "area", "panel");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Px(16), Px(8), Px(16), Px(8));
  row->setSpacing(Px(20));
  for (int cell = 0; cell < kCells; ++cell) {
    Box& box = boxes_.at(static_cast<std::size_t>(cell));
    box.widget = new QWidget;
    box.caption = new viz::ElidedLabel;
    box.caption->setFont(FontFor(TypeRole::kCaption));
    SetTone(box.caption, Tone::kSecondary);
    box.value = MakeLabel(TypeRole::kValue);
    box.value->setObjectName(QStringLiteral("run-kpi-") +
                             QLatin1String(kNames.at(static_cast<std::size_t>(cell))));
    box.detail = new viz::ElidedLabel;
    box.detail->setFont(FontFor(TypeRole::kSecondary));
    SetTone(box.detail, Tone::kSecondary);
    auto* values = new QHBoxLayout;
    values->setSpacing(Px(6));
    values->addWidget(box.value);
    values->addWidget(box.detail, 1, Qt::AlignBottom);
    auto* column = new QVBoxLayout(box.widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Px(2));
    column->addWidget(box.caption);
    column->addLayout(values);
    row->addWidget(box.widget, 1);
  }
  OnLanguage(this, [this] { Retranslate(); });
}

void RunKpis::Set(Cell cell, const QString& value, const QString& detail) {
  Box& box = boxes_.at(static_cast<std::size_t>(cell));
  box.value->setText(value);
  box.detail->setText(detail);
  box.widget->setAccessibleName(
      QStringLiteral("%1: %2 %3").arg(box.caption->text(), value, detail));
}

void RunKpis::Show(const RunTrace& trace) {
  Set(kIteration, Count(trace.step()), tr("of %1").arg(Count(trace.total_steps())));
  if (trace.steps.empty()) {
    Set(kPruned, None(), {});
    Set(kLoss, None(), {});
    Set(kSpeed, None(), {});
  } else {
    const run::StepDone& last = trace.steps.back();
    Set(kPruned, Percent(last.sparsity), tr("of %1").arg(Percent(last.target_sparsity)));
    const run::EvalDone* dense = trace.Eval("dense");
    Set(kLoss,
        Number(trace.SmoothLoss(), 3),
        dense == nullptr ? QString() : tr("dense %1").arg(Number(dense->mean_loss, 3)));
    Set(kSpeed, Number(last.tokens_per_second, 0), tr("tok/s"));
  }
  ShowQuality(trace);
  ShowMemory(trace);
}

// What the run itself tells: it may compute in another process than the window's.
void RunKpis::ShowMemory(const RunTrace& trace) {
  if (trace.finished.has_value()) {
    const auto peak = static_cast<double>(trace.finished->peak_memory);
    return Set(kMemory, peak > 0.0 ? Bytes(peak) : None(), tr("at most"));
  }
  static const double total = static_cast<double>(DescribeHost().memory_total);
  const double held =
      trace.steps.empty() ? 0.0 : static_cast<double>(trace.steps.back().resident_memory);
  Set(kMemory, held > 0.0 ? Bytes(held) : None(), tr("of %1").arg(Bytes(total)));
}

void RunKpis::ShowQuality(const RunTrace& trace) {
  const run::EvalDone* dense = trace.Eval("dense");
  const run::EvalDone* newest = trace.NewestEval();
  viz::ElidedLabel* caption = boxes_[kPerplexity].caption;
  caption->setText(newest != nullptr  ? StageWord(newest->stage)
                   : dense != nullptr ? StageWord(dense->stage)
                                      : tr("Perplexity"));
  const run::EvalDone* shown = newest != nullptr ? newest : dense;
  if (shown == nullptr) return Set(kPerplexity, None(), {});
  const bool compares = newest != nullptr && dense != nullptr && dense->perplexity > 0.0;
  Set(kPerplexity,
      Number(shown->perplexity, 2),
      compares ? SignedPercent(newest->perplexity / dense->perplexity - 1.0) : QString());
  boxes_[kPerplexity].widget->setToolTip(viz::ToolTipOf(ProtocolText(*shown)));
}

void RunKpis::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  const bool narrow = width() < Px(kNarrow);
  for (const Cell cell : {kLoss, kSpeed, kMemory}) {
    boxes_.at(static_cast<std::size_t>(cell)).widget->setVisible(!narrow);
  }
}

void RunKpis::Retranslate() {
  boxes_[kIteration].caption->setText(tr("Iteration"));
  boxes_[kPruned].caption->setText(tr("Pruned parameters"));
  boxes_[kLoss].caption->setText(tr("Loss (EMA 0.9)"));
  boxes_[kPerplexity].caption->setText(tr("Perplexity"));
  boxes_[kSpeed].caption->setText(tr("Speed"));
  boxes_[kMemory].caption->setText(tr("Memory"));
}

}  // namespace sentei::ui
