// SPDX-License-Identifier: Apache-2.0
#include "viz/curve_plot.h"

#include "viz/appearance.h"
#include "viz/curve_plot_parts.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sentei::viz {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kRawAlpha = 0.35;

double ForScale(double value, AxisScale scale) {
  return scale == AxisScale::kLog && !(value > 0) ? kNothing : value;
}

QVector<QCPGraphData> GraphData(const std::vector<QPointF>& points,
                                const std::vector<double>& values,
                                AxisScale scale) {
  QVector<QCPGraphData> data;
  data.reserve(static_cast<qsizetype>(points.size()));
  for (std::size_t i = 0; i < points.size(); ++i) {
    data.append(
        QCPGraphData(points[i].x(), ForScale(values.empty() ? points[i].y() : values[i], scale)));
  }
  return data;
}

void Widen(QCPRange& range, double value) {
  if (!std::isfinite(value)) return;
  range.lower = std::min(range.lower, value);
  range.upper = std::max(range.upper, value);
}

QCPRange NoRange() {
  QCPRange range;
  range.lower = std::numeric_limits<double>::infinity();
  range.upper = -std::numeric_limits<double>::infinity();
  return range;
}

/// Some air above and below; a range without height gets one.
QCPRange WithAir(QCPRange range, AxisScale scale) {
  if (!(range.lower <= range.upper))
    return scale == AxisScale::kLog ? QCPRange(1, 10) : QCPRange(0, 1);
  if (scale == AxisScale::kLog) {
    const double factor = std::max(1.05, std::pow(range.upper / range.lower, 0.06));
    return {range.lower / factor, range.upper * factor};
  }
  double air = (range.upper - range.lower) * 0.06;
  if (air <= 0) air = std::max(std::abs(range.upper) * 0.05, 0.5);
  return {range.lower - air, range.upper + air};
}

}  // namespace

CurvePlot::CurvePlot(QWidget* parent) : Chart(parent) { SetPanes({CurvePane{}}); }

CurvePlot::~CurvePlot() = default;

void CurvePlot::SetPanes(const std::vector<CurvePane>& panes) {
  RemoveCurves();
  panes_.clear();
  plot().plotLayout()->clear();
  auto* margins = new QCPMarginGroup(&plot());
  for (const CurvePane& spec : panes) {
    auto* rect = new QCPAxisRect(&plot());
    rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    plot().plotLayout()->addElement(static_cast<int>(panes_.size()), 0, rect);
    panes_.push_back(std::make_unique<Pane>(Pane{spec, rect, std::nullopt, {}}));
  }
  plot().plotLayout()->setRowSpacing(2);
  Restyle();
  RequestUpdate();
}

void CurvePlot::SetXTitle(const QString& title) {
  x_title_ = title;
  RequestUpdate();
}

void CurvePlot::SetXNumbers(NumberStyle numbers) {
  x_numbers_ = numbers;
  Restyle();
  RequestUpdate();
}

void CurvePlot::SetXRange(std::optional<AxisRange> range) {
  x_range_ = range;
  RequestUpdate();
}

std::size_t CurvePlot::AddCurve(const Curve& curve) {
  auto line = std::make_unique<Line>();
  line->spec = curve;
  line->spec.pane = std::min(curve.pane, panes_.size() - 1);
  QCPAxisRect* rect = panes_[line->spec.pane]->rect;
  const auto add = [&] {
    QCPGraph* graph = plot().addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    graph->setAdaptiveSampling(true);
    if (curve.shape == Curve::Shape::kSteps) graph->setLineStyle(QCPGraph::lsStepLeft);
    return graph;
  };
  if (curve.smoothing == Curve::Smoothing::kEma) line->raw = add();
  line->main = add();
  RestyleLine(*line);
  lines_.push_back(std::move(line));
  if (!curve.end_label.isEmpty()) Restyle();  // it needs room at the right
  RequestUpdate();
  return lines_.size() - 1;
}

void CurvePlot::RemoveCurves() {
  plot().clearGraphs();
  lines_.clear();
  hovered_.reset();
  RequestUpdate();
}

std::size_t CurvePlot::CurveCount() const { return lines_.size(); }

void CurvePlot::Append(std::size_t curve, double x, double y) {
  Line& line = *lines_.at(curve);
  line.points.emplace_back(x, y);
  line.Extend(smoothing_);
  RequestUpdate();
}

void CurvePlot::SetPoints(std::size_t curve, std::vector<QPointF> points) {
  Line& line = *lines_.at(curve);
  line.points = std::move(points);
  Resmooth(line);
  RequestUpdate();
}

void CurvePlot::SetSmoothing(double factor) {
  smoothing_ = std::clamp(factor, 0.0, 0.99);
  for (const auto& line : lines_) Resmooth(*line);
  RequestUpdate();
}

void CurvePlot::Resmooth(Line& line) {
  line.smooth.clear();
  line.average.reset();
  line.uploaded = 0;
  line.Extend(smoothing_);
}

void CurvePlot::SetBaseline(std::size_t pane, std::optional<double> value, const QString& name) {
  if (pane >= panes_.size()) return;
  panes_[pane]->baseline = value;
  panes_[pane]->baseline_name = name;
  RequestUpdate();
}

void CurvePlot::SetNotes(std::vector<Note> notes) {
  notes_ = std::move(notes);
  RequestUpdate();
}

void CurvePlot::SetBands(std::vector<Band> bands) {
  bands_ = std::move(bands);
  RequestUpdate();
}

void CurvePlot::RestyleLine(Line& line) {
  QPen pen = SeriesPen(line.spec.style);
  const bool strong = line.spec.weight == LineWeight::kStrong ||
                      (hovered_ && *hovered_ < lines_.size() && lines_[*hovered_].get() == &line);
  if (strong) pen.setWidthF(2.0);
  line.main->setPen(pen);
  if (line.raw == nullptr) return;
  QColor faint = pen.color();
  faint.setAlphaF(static_cast<float>(faint.alphaF() * kRawAlpha));
  line.raw->setPen(QPen(faint, 1));
}

void CurvePlot::Restyle() {
  StylePlot(plot(), Gridlines::kHorizontal);
  const int caption = QFontMetrics(CaptionFont(*this)).height();
  int right = 12;
  for (const auto& line : lines_) {
    if (line->spec.end_label.isEmpty()) continue;
    right = std::max(right,
                     14 + QFontMetrics(CaptionFont(*this)).horizontalAdvance(line->spec.end_label));
  }
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    QCPAxisRect& rect = *panes_[i]->rect;
    const bool last = i + 1 == panes_.size();
    rect.setMinimumMargins({44, caption + 6, right, last ? 2 * caption + 12 : 6});
    SetAxisNumbers(*rect.axis(QCPAxis::atLeft), panes_[i]->spec.scale, panes_[i]->spec.numbers);
    SetAxisNumbers(*rect.axis(QCPAxis::atBottom), AxisScale::kLinear, x_numbers_);
    rect.axis(QCPAxis::atBottom)->setTickLabels(last);
    rect.axis(QCPAxis::atBottom)->setTicks(last);
  }
  for (const auto& line : lines_) RestyleLine(*line);
}

void CurvePlot::Update() {
  QCPRange x = NoRange();
  std::size_t points = 0;
  for (const auto& line : lines_) {
    points += line->points.size();
    const AxisScale scale = panes_[line->spec.pane]->spec.scale;
    line->Upload(scale);
    if (line->points.empty()) continue;
    Widen(x, line->points.front().x());
    Widen(x, line->points.back().x());
  }
  if (!(x.lower < x.upper))
    x = {std::isfinite(x.lower) ? x.lower : 0.0, std::isfinite(x.lower) ? x.lower + 1 : 1.0};
  if (x_range_) x = QCPRange(x_range_->low, x_range_->high);
  constexpr std::size_t kManyPoints = 5000;  // joins of lines are not seen any more
  plot().setPlottingHint(QCP::phFastPolylines, points > kManyPoints);
  for (const auto& pane : panes_) {
    pane->rect->axis(QCPAxis::atBottom)->setRange(x);
    Rescale(*pane);
  }
}

void CurvePlot::Rescale(Pane& pane) {
  QCPRange y = NoRange();
  for (const auto& line : lines_) {
    if (panes_[line->spec.pane].get() != &pane) continue;
    for (const QPointF& point : line->points) Widen(y, ForScale(point.y(), pane.spec.scale));
  }
  if (pane.baseline) Widen(y, ForScale(*pane.baseline, pane.spec.scale));
  QCPAxis& axis = *pane.rect->axis(QCPAxis::atLeft);
  axis.setRange(WithAir(y, pane.spec.scale));
  const int line = QFontMetrics(axis.tickLabelFont()).height();
  const int room = plot().height() / static_cast<int>(panes_.size()) - 3 * line;
  axis.ticker()->setTickCount(std::clamp(room / (2 * line), 2, 5));
}

void CurvePlot::Line::Extend(double factor) {
  if (raw == nullptr) return;
  for (std::size_t i = smooth.size(); i < points.size(); ++i) {
    const double y = points[i].y();
    if (std::isfinite(y)) average = average ? factor * *average + (1 - factor) * y : y;
    smooth.push_back(std::isfinite(y) ? *average : kNothing);
  }
}

void CurvePlot::Line::Upload(AxisScale scale) {
  if (uploaded == points.size() && uploaded > 0) return;
  if (uploaded == 0) {
    main->data()->set(GraphData(points, smooth, scale), true);
    if (raw != nullptr) raw->data()->set(GraphData(points, {}, scale), true);
  }
  for (std::size_t i = uploaded; uploaded > 0 && i < points.size(); ++i) {
    main->addData(points[i].x(), ForScale(raw != nullptr ? smooth[i] : points[i].y(), scale));
    if (raw != nullptr) raw->addData(points[i].x(), ForScale(points[i].y(), scale));
  }
  uploaded = points.size();
}

std::vector<LegendEntry> CurvePlot::Legend() const {
  std::vector<LegendEntry> entries;
  const auto add = [&](const QString& name, const SeriesStyle& style) {
    const bool known = std::any_of(entries.begin(), entries.end(), [&](const LegendEntry& entry) {
      return entry.name == name && entry.style == style;
    });
    if (!known && !name.isEmpty()) entries.push_back({name, style});
  };
  for (const auto& line : lines_) add(line->spec.name, line->spec.style);
  for (const auto& pane : panes_) {
    if (pane->baseline) add(pane->baseline_name, {SeriesStyle::Kind::kDense, 0});
  }
  return entries;
}

/// A row per x that occurs; a column per curve, and one more for what is smoothed.
TableData CurvePlot::Table() const {
  struct Column {
    std::vector<QPointF> points;
    std::vector<double> values;  ///< empty: y of the points
  };
  auto columns = std::make_shared<std::vector<Column>>();
  auto xs = std::make_shared<std::vector<double>>();
  QStringList headers{x_title_.isEmpty() ? QStringLiteral("x") : x_title_};
  for (const auto& line : lines_) {
    QString name = line->spec.name;
    if (panes_.size() > 1) name += QStringLiteral(", ") + panes_[line->spec.pane]->spec.y_title;
    headers.append(name);
    columns->push_back({line->points, {}});
    if (line->raw != nullptr) {
      headers.append(tr("%1, smoothed %2").arg(name, NumberText(smoothing_, NumberStyle::kPlain)));
      columns->push_back({line->points, line->smooth});
    }
    for (const QPointF& point : line->points) xs->push_back(point.x());
  }
  std::sort(xs->begin(), xs->end());
  xs->erase(std::unique(xs->begin(), xs->end()), xs->end());
  return {headers, xs->size(), [columns, xs](std::size_t row, std::size_t column) -> QVariant {
            const double x = (*xs)[row];
            if (column == 0) return x;
            const Column& of = (*columns)[column - 1];
            const auto at = std::lower_bound(
                of.points.begin(), of.points.end(), x, [](const QPointF& point, double value) {
                  return point.x() < value;
                });
            if (at == of.points.end() || at->x() != x) return {};
            const double y = of.values.empty()
                                 ? at->y()
                                 : of.values[static_cast<std::size_t>(at - of.points.begin())];
            return std::isfinite(y) ? QVariant(y) : QVariant();
          }};
}

}  // namespace sentei::viz
