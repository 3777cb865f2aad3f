// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_sensitivity.h"

#include "ui/dialogs/sweep_dialog.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/curve_plot.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"
#include "viz/tool_tip.h"

#include <QPushButton>
#include <algorithm>
#include <cmath>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

constexpr std::size_t kNamedLayers = 4;

bool IsOf(const plan::SensitivityCurve& curve, FamilyGroup group) {
  return (curve.kind == plan::UnitKind::kFfnChannel) == (group == FamilyGroup::kFfn);
}

std::vector<QPointF> PointsOf(const plan::SensitivityCurve& curve) {
  std::vector<QPointF> points{{0.0, std::exp(curve.dense_loss)}};
  for (const plan::SensitivityPoint& point : curve.points) {
    points.emplace_back(point.ratio, std::exp(point.loss));
  }
  std::ranges::sort(points, {}, [](const QPointF& point) { return point.x(); });
  return points;
}

}  // namespace

BudgetSensitivity::BudgetSensitivity(Workspace& workspace,
                                     LayerTableModel& model,
                                     BudgetCommands& commands,
                                     LayerSelection& selection,
                                     QWidget* parent)
    : BudgetPanel(workspace, model, commands, selection, parent), data_(workspace) {
  setObjectName(QStringLiteral("budget-sensitivity-panel"));
  Build();
  connect(&data_, &SensitivityData::Changed, this, [this, &model] {
    model.SetSparklines(data_.Sparklines());
    RefreshSoon();
  });
  connect(&selection, &LayerSelection::Changed, this, &BudgetSensitivity::RefreshSoon);
  connect(&model, &LayerTableModel::Refreshed, this, &BudgetSensitivity::MarkCurrent);
  connect(groups_, &viz::SegmentedSwitch::Chosen, this, &BudgetSensitivity::RefreshSoon);
  connect(sweep_, &QPushButton::clicked, this, &BudgetSensitivity::AskAndStart);
  connect(suggest_, &QPushButton::clicked, this, &BudgetSensitivity::Suggest);
  connect(panel_, &viz::PlotPanel::EmptyButtonClicked, this, &BudgetSensitivity::AskAndStart);
  connect(panel_, &viz::PlotPanel::ExportFinished, &workspace, &Workspace::ShowStatus);
  connect(plot_, &viz::CurvePlot::PointDescribed, &workspace, &Workspace::ShowStatus);
  OnLanguage(this, [this] {
    panel_->SetTitle(tr("Sensitivity"));
    plot_->SetTitle(tr("Sensitivity of layers"));
    groups_->SetOptions({tr("FFN channels"), tr("Heads")});
    groups_->setAccessibleName(tr("Units of the sensitivity curves"));
    sweep_->setText(tr("Sweep…"));
    sweep_->setToolTip(viz::ToolTipOf(tr("Measure how the perplexity answers to each layer")));
    suggest_->setText(tr("Suggest budget"));
    RefreshSoon();
  });
}

void BudgetSensitivity::Build() {
  panel_ = new viz::PlotPanel(QStringLiteral("budget-sensitivity"));
  plot_ = panel_->SetPlot(new viz::CurvePlot);
  plot_->setObjectName(QStringLiteral("budget-sensitivity-plot"));
  groups_ = new viz::SegmentedSwitch({QString(), QString()});
  groups_->SetObjectName(QStringLiteral("budget-sensitivity-units"));
  groups_->SetCurrent(0);
  coverage_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  coverage_->setObjectName(QStringLiteral("budget-sensitivity-coverage"));
  sweep_ = new QPushButton;
  sweep_->setObjectName(QStringLiteral("budget-sweep"));
  Mark(sweep_, "kind", "small");
  suggest_ = new QPushButton;
  suggest_->setObjectName(QStringLiteral("budget-suggest"));
  Mark(suggest_, "kind", "small");
  for (QWidget* control : std::initializer_list<QWidget*>{coverage_, groups_, sweep_, suggest_}) {
    panel_->AddHeaderWidget(control);
  }
  column()->addWidget(panel_);
}

FamilyGroup BudgetSensitivity::group() const {
  return groups_->Current() == 1 ? FamilyGroup::kAttention : FamilyGroup::kFfn;
}

void BudgetSensitivity::Refresh() {
  const OpenedModelPtr& model = workspace().session().model();
  const bool prunable = model != nullptr && model->IsPrunable();
  const int measured = data_.Layers(group());
  sweep_->setEnabled(prunable);
  suggest_->setEnabled(!data_.curves().empty());
  suggest_->setToolTip(viz::ToolTipOf(
      data_.curves().empty() ? tr("Measure the sensitivity first")
                             : tr("The cheapest budget for the target by these curves")));
  const int expected = std::max(data_.expected(), measured);
  coverage_->setText(measured == 0 ? QString() : tr("%1 of %2 layers").arg(measured).arg(expected));
  panel_->SetCaption(group() == FamilyGroup::kFfn
                         ? tr("perplexity when one layer alone loses this share of its channels")
                         : tr("perplexity when one layer alone loses this share of its heads"));
  if (measured == 0) {
    if (data_.expected() > 0) {
      panel_->ShowLoading(tr("Measuring the dense model…"));
    } else {
      panel_->ShowEmpty(prunable ? tr("Not measured yet.") : tr("No model is open."),
                        prunable ? tr("Sweep…") : QString());
    }
    return;
  }
  DrawCurves();
  MarkCurrent();
  if (!panel_->IsTableShown()) panel_->ShowPlot();
}

void BudgetSensitivity::DrawCurves() {
  plot_->SetPanes({{tr("Perplexity"), viz::AxisScale::kLinear, viz::NumberStyle::kPlain}});
  plot_->SetXNumbers(viz::NumberStyle::kPercent);
  plot_->SetXTitle(group() == FamilyGroup::kFfn ? tr("FFN channels removed") : tr("heads removed"));
  plot_->SetProtocol(data_.Protocol());
  if (data_.dense().has_value()) {
    plot_->SetBaseline(0, data_.dense()->perplexity, tr("dense"));
  }
  double widest = 0.0;
  for (const plan::SensitivityCurve& curve : data_.curves()) {
    for (const auto& point : curve.points) widest = std::max(widest, point.ratio);
  }
  plot_->SetXRange(viz::AxisRange{0.0, std::min(1.0, 1.01 * widest)});
  std::vector<viz::LegendEntry> legend;
  const auto add = [&](const plan::SensitivityCurve& curve, const viz::SeriesStyle& style) {
    viz::Curve line;
    line.name = tr("Layer %1").arg(curve.layer);
    line.style = style;
    const bool muted = style.kind == viz::SeriesStyle::Kind::kMuted;
    line.markers = muted ? viz::Markers::kNone : viz::Markers::kAll;
    line.weight = style.kind == viz::SeriesStyle::Kind::kLive ? viz::LineWeight::kStrong
                                                              : viz::LineWeight::kNormal;
    plot_->SetPoints(plot_->AddCurve(line), PointsOf(curve));
    if (!muted) legend.push_back({line.name, style});
  };
  std::vector<const plan::SensitivityCurve*> named;
  const std::set<std::int64_t>& chosen = selection().layers();
  for (const plan::SensitivityCurve& curve : data_.curves()) {
    if (!IsOf(curve, group())) continue;
    const bool current = curve.layer == selection().current();
    const bool shown = current || chosen.contains(curve.layer);
    if (shown && (current || named.size() < kNamedLayers)) {
      named.push_back(&curve);
    } else {
      add(curve, {viz::SeriesStyle::Kind::kMuted, 0});
    }
  }
  std::size_t next = 1;  // the first colour of runs is that of the current layer
  for (const plan::SensitivityCurve* curve : named) {
    const bool current = curve->layer == selection().current();
    add(*curve,
        current ? viz::SeriesStyle{viz::SeriesStyle::Kind::kLive, 0}
                : viz::SeriesStyle{viz::SeriesStyle::Kind::kRun, next++});
  }
  panel_->SetLegend(legend);
}

void BudgetSensitivity::MarkCurrent() {
  const auto current = selection().current();
  if (!current.has_value() || *current >= model().rowCount()) return plot_->SetNotes({});
  const SliderState& slider = model().row(static_cast<int>(*current)).of(group());
  if (slider.units == 0) return plot_->SetNotes({});
  const double removed = 1.0 - static_cast<double>(slider.kept) / static_cast<double>(slider.units);
  plot_->SetNotes({{removed, tr("layer %1 now").arg(*current), viz::CurvePlot::Note::Kind::kNow}});
}

void BudgetSensitivity::AskAndStart() {
  const OpenedModelPtr& model = workspace().session().model();
  if (model == nullptr || !model->IsPrunable()) return;
  const std::optional<run::RunSpec> spec = AskForSweep(window(), workspace(), selection().layers());
  if (spec.has_value()) workspace().jobs().Start(*spec, tr("Sweep of %1").arg(model->name));
}

void BudgetSensitivity::Suggest() {
  const Result<KeptCounts> suggested = commands().Suggest(data_.curves(), model().suggested());
  if (!suggested.has_value()) return workspace().ShowFailure(suggested.error());
  model().SetSuggested(suggested.value());
}

}  // namespace sentei::ui
