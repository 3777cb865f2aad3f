// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_tensor.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/magnitude_image.h"
#include "ui/widgets/panel.h"
#include "ui/workspace.h"
#include "viz/curve_plot.h"
#include "viz/plot_panel.h"

#include <QTimer>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kSilentMs = 500;  ///< what takes less is not announced

QString Real(double value) {
  QString text = QString::number(value, 'g', 4);
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

viz::CurvePlot* MakePlot(viz::PlotPanel* panel, Workspace& workspace) {
  auto* plot = panel->SetPlot(new viz::CurvePlot);
  panel->setMinimumHeight(Px(190));
  QObject::connect(plot, &viz::Chart::PointDescribed, &workspace, &Workspace::ShowStatus);
  QObject::connect(panel, &viz::PlotPanel::ExportFinished, &workspace, &Workspace::ShowStatus);
  return plot;
}

}  // namespace

ModelTensor::ModelTensor(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  panel_ = new Panel;
  panel_->setObjectName(QStringLiteral("model-tensor"));
  facts_ = MakeLabel();
  facts_->setObjectName(QStringLiteral("model-tensor-facts"));
  facts_->setWordWrap(true);
  facts_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  warning_ = MakeLabel(TypeRole::kBody, Tone::kWarning);
  warning_->setWordWrap(true);
  panel_->body()->addWidget(facts_);
  panel_->body()->addWidget(warning_);
  histogram_panel_ = new viz::PlotPanel(QStringLiteral("model-histogram"));
  histogram_ = MakePlot(histogram_panel_, workspace);
  norms_panel_ = new viz::PlotPanel(QStringLiteral("model-norms"));
  norms_ = MakePlot(norms_panel_, workspace);
  map_ = new MagnitudeImage;
  map_->setObjectName(QStringLiteral("model-map"));
  map_panel_ = new Panel;
  map_panel_->body()->addWidget(map_);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->setSpacing(Px(8));
  column->addWidget(panel_);
  column->addWidget(histogram_panel_, 1);
  column->addWidget(norms_panel_, 1);
  column->addWidget(map_panel_, 1);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(MakeScrollArea(content));
  slow_ = new QTimer(this);
  slow_->setSingleShot(true);
  slow_->setInterval(kSilentMs);
  connect(slow_, &QTimer::timeout, this, [this] { panel_->SetCaption(tr("Reading its values…")); });
  OnLanguage(this, [this] { Show(); });
}

ModelTensor::~ModelTensor() { stop_.request_stop(); }

void ModelTensor::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  stop_.request_stop();
  ++attempt_;
  slow_->stop();
  name_.clear();
  pending_ = false;
  statistics_.reset();
  failure_.reset();
  Show();
}

void ModelTensor::ShowTensor(const QString& name) {
  if (name == name_) return;
  name_ = name;
  pending_ = true;
  if (isVisible()) Read();
}

void ModelTensor::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (pending_) Read();
}

void ModelTensor::Read() {
  pending_ = false;
  stop_.request_stop();
  stop_ = std::stop_source();
  slow_->start();
  panel_->SetTitle(Shown(ToStd(name_)));
  InBackground(
      this,
      [source = model_->source, name = ToStd(name_), stop = stop_.get_token()] {
        return formats::ComputeTensorStatistics(*source, name, {}, stop);
      },
      [this,
       attempt = ++attempt_](const Result<std::optional<formats::TensorStatistics>>& statistics) {
        if (attempt == attempt_) Take(statistics);
      });
}

void ModelTensor::Take(const Result<std::optional<formats::TensorStatistics>>& statistics) {
  slow_->stop();
  failure_.reset();
  statistics_.reset();
  if (statistics.has_value()) {
    statistics_ = statistics.value();
  } else {
    failure_ = statistics.error();
  }
  Show();
}

void ModelTensor::Show() {
  const bool any = statistics_.has_value();
  panel_->SetTitle(name_.isEmpty() ? tr("Tensor") : Shown(ToStd(name_)));
  panel_->SetCaption({});
  histogram_panel_->setVisible(any);
  norms_panel_->setVisible(any && statistics_->rows > 1);
  map_panel_->setVisible(any && statistics_->rows > 1 && statistics_->columns > 1);
  histogram_panel_->SetTitle(tr("Histogram"));
  norms_panel_->SetTitle(tr("Norm per row"));
  map_panel_->SetTitle(tr("Magnitudes"));
  map_->setAccessibleName(tr("Magnitudes"));
  ShowFacts();
  if (!any) return;
  ShowHistogram();
  ShowNorms();
  map_panel_->SetCaption(tr("largest |value| of each of %1 × %2 cells")
                             .arg(statistics_->map.rows)
                             .arg(statistics_->map.columns));
  map_->SetMap(statistics_->map);
}

void ModelTensor::ShowFacts() {
  warning_->hide();
  if (failure_.has_value()) {
    facts_->setText(CoreFailure(*failure_));
    return;
  }
  if (!statistics_.has_value()) {
    facts_->setText(tr("Select a tensor at the left to see its values."));
    return;
  }
  const formats::TensorStatistics& s = *statistics_;
  const QString range = tr("%1 values · %2 … %3 · mean %4 · deviation %5 · %6 zeros")
                            .arg(Count(s.count),
                                 Real(s.min),
                                 Real(s.max),
                                 Real(s.mean),
                                 Real(s.standard_deviation),
                                 Count(s.zeros));
  const bool sound = s.nans == 0 && s.infinities == 0;
  facts_->setText(sound ? range + tr(" · no NaN or infinity") : range);
  warning_->setVisible(!sound);
  warning_->setText(tr("△ %1 NaN and %2 infinite values").arg(Count(s.nans), Count(s.infinities)));
  workspace_.ShowStatus(Shown(ToStd(name_)) + QStringLiteral(" · ") + facts_->text());
}

void ModelTensor::ShowHistogram() {
  const formats::TensorStatistics& s = *statistics_;
  histogram_->SetPanes({{tr("values"), viz::AxisScale::kLinear, viz::NumberStyle::kSi}});
  histogram_->SetTitle(tr("Histogram of %1").arg(Shown(ToStd(name_))));
  histogram_->SetXTitle(tr("value"));
  viz::Curve curve;
  curve.name = tr("values");
  curve.shape = viz::Curve::Shape::kSteps;
  const std::size_t id = histogram_->AddCurve(curve);
  std::vector<QPointF> points;
  const auto bins = static_cast<double>(s.histogram.size());
  for (std::size_t bin = 0; bin < s.histogram.size(); ++bin) {
    const double x = s.min + (s.max - s.min) * static_cast<double>(bin) / std::max(1.0, bins);
    points.emplace_back(x, static_cast<double>(s.histogram[bin]));
  }
  if (!points.empty()) points.emplace_back(s.max, points.back().y());
  histogram_->SetPoints(id, std::move(points));
}

void ModelTensor::ShowNorms() {
  const formats::TensorStatistics& s = *statistics_;
  norms_->SetPanes({{tr("L2 norm"), viz::AxisScale::kLinear, viz::NumberStyle::kPlain}});
  norms_->SetTitle(tr("Norm per row of %1").arg(Shown(ToStd(name_))));
  norms_->SetXTitle(tr("row"));
  viz::Curve curve;
  curve.name = tr("L2 norm");
  const std::size_t id = norms_->AddCurve(curve);
  std::vector<QPointF> points;
  const auto bins = static_cast<double>(s.row_norms.size());
  for (std::size_t bin = 0; bin < s.row_norms.size(); ++bin) {
    points.emplace_back(static_cast<double>(s.rows) * static_cast<double>(bin) / bins,
                        static_cast<double>(s.row_norms[bin]));
  }
  norms_->SetPoints(id, std::move(points));
}

}  // namespace sentei::ui
