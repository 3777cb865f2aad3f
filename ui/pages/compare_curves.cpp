// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_curves.h"

#include "ui/language_binding.h"
#include "ui/models/run_quantities.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/run_marker.h"
#include "viz/curve_plot.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"
#include "viz/tool_tip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSlider>
#include <QToolButton>
#include <algorithm>

namespace sentei::ui {
namespace {

using Kind = viz::SeriesStyle::Kind;

constexpr int kMostSmoothing = 98;
constexpr std::array kMetrics{
    CurveMetric::kPerplexity, CurveMetric::kLoss, CurveMetric::kSparsity, CurveMetric::kSpeed};

}  // namespace

CurvesPanel::CurvesPanel(const QString& object_name, Form form, QWidget* parent)
    : ComparePanel(parent), form_(form) {
  panel_ = new viz::PlotPanel(object_name);
  plot_ = panel_->SetPlot(new viz::CurvePlot);
  x_ = new viz::SegmentedSwitch({QString(), QString()});
  x_->SetObjectName(object_name + QStringLiteral("-x"));
  if (form == Form::kWhole) BuildControls(object_name);
  panel_->AddHeaderWidget(x_);
  column()->addWidget(panel_, 1);
  connect(x_, &viz::SegmentedSwitch::Chosen, this, &CurvesPanel::RequestRefresh);
  connect(plot_, &viz::CurvePlot::PointDescribed, this, &CurvesPanel::Described);
  connect(panel_, &viz::PlotPanel::ExportFinished, this, &CurvesPanel::Described);
  connect(plot_, &viz::CurvePlot::CurveClicked, this, [this](int curve) {
    if (curve < 0 || static_cast<std::size_t>(curve) >= drawn_.size()) return;
    emit RunActivated(ToQString(drawn_[static_cast<std::size_t>(curve)]), Qt::NoModifier);
  });
  OnLanguage(this, [this] {
    x_->SetOptions({tr("Step"), tr("Time")});
    x_->setAccessibleName(tr("Horizontal axis"));
    if (metrics_ == nullptr) return;
    const int chosen = std::max(0, metrics_->currentIndex());
    metrics_->clear();
    metrics_->addItems({tr("Perplexity"), tr("Loss"), tr("Sparsity"), tr("Speed")});
    metrics_->setCurrentIndex(chosen);
    metrics_->setAccessibleName(tr("Metric"));
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setToolTip(viz::ToolTipOf(tr("Smoothing of loss and speed")));
  });
}

void CurvesPanel::BuildControls(const QString& object_name) {
  metrics_ = new QComboBox;
  metrics_->setObjectName(object_name + QStringLiteral("-metric"));
  smoothing_ = new QSlider(Qt::Horizontal);
  smoothing_->setObjectName(object_name + QStringLiteral("-smoothing"));
  smoothing_->setRange(0, kMostSmoothing);
  smoothing_->setValue(80);
  smoothing_->setFixedWidth(Px(90));
  plot_->SetSmoothing(0.8);
  panel_->AddHeaderWidget(metrics_);
  panel_->AddHeaderWidget(smoothing_);
  legend_ = new QWidget;
  legend_->setObjectName(object_name + QStringLiteral("-legend"));
  legend_row_ = new QHBoxLayout(legend_);
  legend_row_->setContentsMargins(0, 0, 0, Px(4));
  legend_row_->setSpacing(Px(4));
  legend_row_->addStretch(1);
  column()->addWidget(legend_);
  connect(metrics_, &QComboBox::activated, this, [this](int index) {
    SetMetric(kMetrics.at(static_cast<std::size_t>(index)));
  });
  connect(smoothing_, &QSlider::valueChanged, this, [this](int value) {
    plot_->SetSmoothing(value / 100.0);
  });
}

void CurvesPanel::SetMetric(CurveMetric metric) {
  metric_ = metric;
  RequestRefresh();
}

void CurvesPanel::BuildLegend() {
  if (legend_ == nullptr) return;
  std::vector<std::pair<std::string, viz::SeriesStyle>> wanted;
  for (const Comparison::Entry& entry : comparison().Colored()) {
    wanted.emplace_back(entry.summary().id, entry.style);
  }
  if (wanted == in_legend_) return;  // a button that has the focus keeps it
  in_legend_ = std::move(wanted);
  while (legend_row_->count() > 1) {
    QLayoutItem* item = legend_row_->takeAt(0);
    item->widget()->deleteLater();
    item->widget()->hide();
    delete item;
  }
  int at = 0;
  for (const Comparison::Entry& entry : comparison().Colored()) {
    auto* button = new QToolButton;
    const std::string id = entry.summary().id;
    button->setObjectName(QStringLiteral("legend-") + NumberOf(entry.summary()));
    button->setCheckable(true);
    button->setChecked(!hidden_.contains(id));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(MarkerIcon(entry.style));
    button->setText(NumberOf(entry.summary()));
    button->setAccessibleName(tr("Show run %1").arg(NumberOf(entry.summary())));
    button->setToolTip(viz::ToolTipOf(NameOf(entry.summary())));
    connect(button, &QToolButton::toggled, this, [this, id](bool shown) {
      if (shown) hidden_.erase(id);
      if (!shown) hidden_.insert(id);
      RequestRefresh();
    });
    legend_row_->insertWidget(at++, button);
  }
  legend_->setVisible(at > 0);
}

void CurvesPanel::DrawCurve(const Comparison::Entry& entry) {
  if (hidden_.contains(entry.summary().id)) return;
  const CurveX x = x_->Current() == 0 ? CurveX::kStep : CurveX::kTime;
  std::vector<QPointF> points = CurvePoints(*entry.run, metric_, x);
  if (points.empty() || IsBaseline(entry.summary())) return;
  viz::Curve curve;
  curve.name = NumberOf(entry.summary()) + QLatin1Char(' ') + NameOf(entry.summary());
  curve.style = entry.style;
  const bool noisy = metric_ == CurveMetric::kLoss || metric_ == CurveMetric::kSpeed;
  if (noisy && form_ == Form::kWhole) curve.smoothing = viz::Curve::Smoothing::kEma;
  const bool grey = entry.style.kind == Kind::kMuted;
  const bool sparse = metric_ != CurveMetric::kPerplexity;
  if (!grey) curve.markers = sparse ? viz::Markers::kSparse : viz::Markers::kAll;
  if (!grey) curve.end_label = NumberOf(entry.summary());
  plot_->SetPoints(plot_->AddCurve(curve), std::move(points));
  drawn_.push_back(entry.summary().id);
}

void CurvesPanel::DrawBaseline() {
  std::optional<double> dense;
  if (metric_ == CurveMetric::kPerplexity) {
    const std::string protocol = MainProtocol(comparison());
    for (const Comparison::Entry& entry : comparison().entries) {
      if (ProtocolKey(entry.run->listed.measure) != protocol || dense.has_value()) continue;
      dense = IsBaseline(entry.summary()) ? entry.summary().perplexity
                                          : entry.summary().dense_perplexity;
    }
  }
  plot_->SetBaseline(0, dense, tr("dense"));
}

QString CurvesPanel::Caption() const {
  switch (metric_) {
    case CurveMetric::kPerplexity: {
      const ProtocolGroups protocols = GroupByProtocol(comparison());
      if (protocols.groups.empty()) return {};
      if (protocols.AreMixed()) return tr("measured differently: do not compare the levels");
      return protocols.groups.front().words;
    }
    case CurveMetric::kLoss:
      return tr("of the training text");
    case CurveMetric::kSparsity:
      return tr("share of all parameters that is masked");
    case CurveMetric::kSpeed:
      return tr("training tokens per second");
  }
  return {};
}

void CurvesPanel::Refresh() {
  const std::array titles{tr("Perplexity"), tr("Loss"), tr("Sparsity"), tr("Speed")};
  const auto at = static_cast<std::size_t>(std::find(kMetrics.begin(), kMetrics.end(), metric_) -
                                           kMetrics.begin());
  BuildLegend();
  plot_->SetPanes({{titles.at(at),
                    viz::AxisScale::kLinear,
                    metric_ == CurveMetric::kSparsity ? viz::NumberStyle::kPercent
                    : metric_ == CurveMetric::kSpeed  ? viz::NumberStyle::kSi
                                                      : viz::NumberStyle::kPlain}});
  plot_->SetXTitle(x_->Current() == 0 ? tr("iteration") : tr("training time, min"));
  drawn_.clear();
  for (const Comparison::Entry& entry : comparison().entries) {
    if (entry.style.kind == Kind::kMuted) DrawCurve(entry);
  }
  for (const Comparison::Entry& entry : comparison().Colored()) DrawCurve(entry);
  DrawBaseline();
  panel_->SetTitle(titles.at(at));
  panel_->SetCaption(Caption());
  plot_->SetTitle(titles.at(at));
  plot_->SetProtocol({Caption()});
  if (comparison().entries.empty()) {
    panel_->ShowEmpty(tr("Choose runs in the table to compare their curves."));
  } else if (drawn_.empty()) {
    panel_->ShowEmpty(tr("The chosen runs have no such curve."));
  } else if (!panel_->IsTableShown()) {
    panel_->ShowPlot();
  }
}

}  // namespace sentei::ui
