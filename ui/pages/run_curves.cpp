// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_curves.h"

#include "ui/language_binding.h"
#include "ui/models/run_frames.h"
#include "ui/text.h"
#include "ui/workspace.h"
#include "viz/curve_plot.h"
#include "viz/plot_panel.h"
#include "viz/tool_tip.h"

#include <QVBoxLayout>

namespace sentei::ui {
namespace {

using viz::Curve;
using viz::SeriesStyle;

void Fill(QWidget* widget, QWidget* panel) {
  auto* column = new QVBoxLayout(widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel);
}

double Real(std::int64_t value) { return static_cast<double>(value); }

viz::AxisRange Iterations(const RunTrace& trace) {
  return {0.0, std::max(1.0, Real(std::max(trace.step(), trace.total_steps())))};
}

}  // namespace

RunQualityPanel::RunQualityPanel(Workspace& workspace, QWidget* parent) : QWidget(parent) {
  panel_ = new viz::PlotPanel(QStringLiteral("run-quality"));
  plot_ = panel_->SetPlot(new viz::CurvePlot);
  plot_->setObjectName(QStringLiteral("run-quality-plot"));
  connect(plot_, &viz::CurvePlot::PointDescribed, &workspace, &Workspace::ShowStatus);
  connect(panel_, &viz::PlotPanel::ExportFinished, &workspace, &Workspace::ShowStatus);
  Fill(this, panel_);
  OnLanguage(this, [this] { Retranslate(); });
}

void RunQualityPanel::AddCurves() {
  plot_->SetPanes({{.y_title = tr("training loss")}, {.y_title = tr("perplexity")}});
  Curve loss;
  loss.name = tr("loss (EMA)");
  loss.smoothing = Curve::Smoothing::kEma;
  loss.weight = viz::LineWeight::kStrong;
  loss_ = plot_->AddCurve(loss);
  Curve perplexity;
  perplexity.name = tr("perplexity");
  perplexity.pane = 1;
  perplexity.markers = viz::Markers::kAll;
  perplexity_ = plot_->AddCurve(perplexity);
  drawn_ = 0;
}

void RunQualityPanel::Reset() {
  AddCurves();
  plot_->SetBaseline(0, std::nullopt);
  plot_->SetBaseline(1, std::nullopt);
  plot_->SetNotes({});
}

void RunQualityPanel::Show(const RunTrace& trace) {
  if (trace.steps.empty() && trace.evals.empty()) {
    return panel_->ShowEmpty(tr("Curves appear with the first iteration."));
  }
  for (; drawn_ < trace.steps.size(); ++drawn_) {
    const run::StepDone& step = trace.steps[drawn_];
    plot_->Append(loss_, Real(step.step), step.loss);
  }
  ShowPerplexity(trace);
  plot_->SetNotes(CurveNotes(trace));
  plot_->SetXRange(Iterations(trace));
  plot_->SetProtocol(RunProtocol(trace));
  panel_->SetLegend(plot_->Legend());
  if (!panel_->IsTableShown()) panel_->ShowPlot();
}

void RunQualityPanel::ShowPerplexity(const RunTrace& trace) {
  std::vector<QPointF> points;
  for (const run::EvalDone& eval : trace.evals) {
    const bool measures_run =
        eval.stage == "quick" || eval.stage == "pruned" || eval.stage == "tuned";
    if (measures_run && (points.empty() || Real(eval.step) >= points.back().x())) {
      points.emplace_back(Real(eval.step), eval.perplexity);
    }
  }
  plot_->SetPoints(perplexity_, std::move(points));
  const run::EvalDone* dense = trace.Eval("dense");
  if (dense == nullptr) return;
  plot_->SetBaseline(0, dense->mean_loss, tr("dense"));
  plot_->SetBaseline(1, dense->perplexity, tr("dense"));
  plot_->setToolTip(viz::ToolTipOf(ProtocolText(*dense)));
}

void RunQualityPanel::Retranslate() {
  panel_->SetTitle(tr("Loss and perplexity"));
  plot_->SetTitle(tr("Loss and perplexity"));
  plot_->SetXTitle(tr("iteration"));
  AddCurves();
}

RunSparsityPanel::RunSparsityPanel(Workspace& workspace, QWidget* parent) : QWidget(parent) {
  panel_ = new viz::PlotPanel(QStringLiteral("run-sparsity"));
  plot_ = panel_->SetPlot(new viz::CurvePlot);
  plot_->setObjectName(QStringLiteral("run-sparsity-plot"));
  connect(plot_, &viz::CurvePlot::PointDescribed, &workspace, &Workspace::ShowStatus);
  connect(panel_, &viz::PlotPanel::ExportFinished, &workspace, &Workspace::ShowStatus);
  Fill(this, panel_);
  OnLanguage(this, [this] { Retranslate(); });
}

void RunSparsityPanel::AddCurves() {
  plot_->SetPanes({{.y_title = tr("share of parameters"), .numbers = viz::NumberStyle::kPercent}});
  Curve target;
  target.name = tr("target");
  target.style = {SeriesStyle::Kind::kDense, 0};
  target_ = plot_->AddCurve(target);
  Curve actual;
  actual.name = tr("actual");
  actual.shape = Curve::Shape::kSteps;
  actual.weight = viz::LineWeight::kStrong;
  actual_ = plot_->AddCurve(actual);
}

void RunSparsityPanel::Reset() {
  AddCurves();
  plot_->SetNotes({});
  plot_->SetBands({});
}

void RunSparsityPanel::Show(const RunTrace& trace) {
  if (trace.steps.empty()) {
    return panel_->ShowEmpty(tr("The course appears with the first iteration."));
  }
  std::vector<QPointF> points;
  points.reserve(trace.steps.size());
  for (const run::StepDone& step : trace.steps) points.emplace_back(Real(step.step), step.sparsity);
  plot_->SetPoints(actual_, std::move(points));
  plot_->SetPoints(target_, PlannedSparsity(trace));
  if (!trace.finished.has_value()) {
    plot_->SetNotes({{.x = Real(trace.step()),
                      .text = tr("now %1").arg(Count(trace.step())),
                      .kind = viz::CurvePlot::Note::Kind::kNow}});
  } else {
    plot_->SetNotes({});
  }
  if (trace.spec.has_value() && trace.spec->prune.cooldown > 0.0) {
    const double total = Real(trace.total_steps());
    plot_->SetBands({{.from = (1.0 - trace.spec->prune.cooldown) * total,
                      .to = total,
                      .text = tr("cool-down")}});
  }
  plot_->SetXRange(Iterations(trace));
  plot_->SetProtocol(RunProtocol(trace));
  panel_->SetLegend(plot_->Legend());
  if (!panel_->IsTableShown()) panel_->ShowPlot();
}

void RunSparsityPanel::Retranslate() {
  panel_->SetTitle(tr("Sparsity"));
  plot_->SetTitle(tr("Sparsity, target and actual"));
  plot_->SetXTitle(tr("iteration"));
  AddCurves();
}

}  // namespace sentei::ui
