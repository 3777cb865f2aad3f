// SPDX-License-Identifier: Apache-2.0
#include "viz/scatter_plot.h"

#include "viz/appearance.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sentei::viz {
namespace {

using Better = ScatterAxis::Better;

/// Lower is better, whatever the axis says.
double Cost(double value, Better better) { return better == Better::kLower ? value : -value; }

bool IsFinite(const ScatterPoint& point) {
  return std::isfinite(point.x) && std::isfinite(point.y);
}

QCPRange RangeOf(const std::vector<ScatterPoint>& points,
                 double ScatterPoint::*of,
                 AxisScale scale) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const ScatterPoint& point : points) {
    if (!IsFinite(point) || (scale == AxisScale::kLog && point.*of <= 0)) continue;
    low = std::min(low, point.*of);
    high = std::max(high, point.*of);
  }
  if (!(low <= high)) return {scale == AxisScale::kLog ? 0.1 : 0.0, 1.0};
  if (scale == AxisScale::kLog) {
    const double factor = std::max(1.1, std::pow(high / low, 0.1));
    return {low / factor, high * factor};
  }
  double air = (high - low) * 0.1;
  if (air <= 0) air = std::max(std::abs(high) * 0.1, 0.5);
  return {low - air, high + air};
}

}  // namespace

std::vector<std::size_t> ParetoFront(const std::vector<ScatterPoint>& points,
                                     const ScatterAxis& x,
                                     const ScatterAxis& y) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (IsFinite(points[i])) order.push_back(i);
  }
  const auto cost_x = [&](std::size_t i) { return Cost(points[i].x, x.better); };
  const auto cost_y = [&](std::size_t i) { return Cost(points[i].y, y.better); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return cost_x(a) != cost_x(b) ? cost_x(a) < cost_x(b) : cost_y(a) < cost_y(b);
  });
  std::vector<std::size_t> front;
  for (const std::size_t i : order) {
    const bool first = front.empty();
    const bool better = first || cost_y(i) < cost_y(front.back());
    const bool equal =
        !first && cost_y(i) == cost_y(front.back()) && cost_x(i) == cost_x(front.back());
    if (better || equal) front.push_back(i);
  }
  std::stable_sort(front.begin(), front.end(), [&](std::size_t a, std::size_t b) {
    return points[a].x < points[b].x;
  });
  return front;
}

ScatterPlot::ScatterPlot(QWidget* parent) : Chart(parent) { Restyle(); }

void ScatterPlot::SetAxes(const ScatterAxis& x, const ScatterAxis& y) {
  x_ = x;
  y_ = y;
  front_ = ParetoFront(points_, x_, y_);
  Restyle();
  RequestUpdate();
}

void ScatterPlot::SetPoints(std::vector<ScatterPoint> points) {
  points_ = std::move(points);
  front_ = ParetoFront(points_, x_, y_);
  highlighted_.reset();
  RequestUpdate();
}

std::size_t ScatterPlot::SeriesCount() const { return points_.empty() ? 0 : 1; }
std::size_t ScatterPlot::PointCount(std::size_t /*series*/) const { return points_.size(); }

bool ScatterPlot::OnFront(std::size_t point) const {
  return std::find(front_.begin(), front_.end(), point) != front_.end();
}

void ScatterPlot::Restyle() {
  StylePlot(plot(), Gridlines::kBoth);
  const int caption = QFontMetrics(CaptionFont(*this)).height();
  plot().axisRect()->setMinimumMargins({44, caption + 6, 16, 2 * caption + 12});
  SetAxisNumbers(*plot().xAxis, x_.scale, x_.numbers);
  SetAxisNumbers(*plot().yAxis, y_.scale, y_.numbers);
}

void ScatterPlot::Update() {
  plot().xAxis->setRange(RangeOf(points_, &ScatterPoint::x, x_.scale));
  plot().yAxis->setRange(RangeOf(points_, &ScatterPoint::y, y_.scale));
}

QPointF ScatterPlot::PointPosition(std::size_t /*series*/, std::size_t point) const {
  const ScatterPoint& at = points_[point];
  const bool drawable = IsFinite(at) && (x_.scale == AxisScale::kLinear || at.x > 0) &&
                        (y_.scale == AxisScale::kLinear || at.y > 0);
  if (!drawable) return {std::numeric_limits<double>::quiet_NaN(), 0};
  return {plot().xAxis->coordToPixel(at.x), plot().yAxis->coordToPixel(at.y)};
}

QString ScatterPlot::DescribePoint(std::size_t /*series*/, std::size_t point) const {
  const ScatterPoint& at = points_[point];
  QStringList lines{at.name};
  lines.append(x_.title + QLatin1Char(' ') + NumberText(at.x, x_.numbers) + QStringLiteral(" · ") +
               y_.title + QLatin1Char(' ') + NumberText(at.y, y_.numbers));
  if (IsFinite(at)) lines.append(OnFront(point) ? tr("on the Pareto front") : tr("dominated"));
  return lines.join(QLatin1Char('\n'));
}

/// A stair whose corners are what both neighbours reach, and whose ends run to the worse edges.
void ScatterPlot::PaintFront(QCPPainter& painter) const {
  std::vector<QPointF> at;
  for (const std::size_t point : front_) {
    const QPointF position = PointPosition(0, point);
    if (std::isfinite(position.x())) at.push_back(position);
  }
  if (at.empty()) return;
  const QRectF area = plot().axisRect()->rect();
  const double worst_y = y_.better == Better::kLower ? area.top() : area.bottom();
  const bool lower_x = x_.better == Better::kLower;
  QPolygonF stair;
  stair << (lower_x ? QPointF(at.front().x(), worst_y) : QPointF(area.left(), at.front().y()));
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (i > 0)
      stair << (lower_x ? QPointF(at[i].x(), at[i - 1].y()) : QPointF(at[i - 1].x(), at[i].y()));
    stair << at[i];
  }
  stair << (lower_x ? QPointF(area.right(), at.back().y()) : QPointF(at.back().x(), worst_y));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ToQColor(Appearance::Instance().tokens().text2), 1.5));
  painter.drawPolyline(stair);
}

void ScatterPlot::PaintOver(QCPPainter& painter) {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  PaintAxisTitles(painter, *plot().axisRect(), x_.title, y_.title);
  if (front_.size() > 1) {
    const QRectF area = plot().axisRect()->rect();
    const double height = QFontMetricsF(painter.font()).height();
    painter.drawText(QRectF(area.left(), area.top() - height - 3, area.width(), height),
                     Qt::AlignRight | Qt::AlignVCenter,
                     tr("line: Pareto front"));
  }
  PaintFront(painter);
  const QFontMetricsF metrics(painter.font());
  const double right = plot().axisRect()->right();
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const QPointF at = PointPosition(0, i);
    if (!std::isfinite(at.x())) continue;
    const auto marker = SeriesMarker(points_[i].style);
    const double size = highlighted_ == i ? 12.0 : 9.0;
    if (marker) {
      PaintMarker(painter, at, *marker, size, SeriesColor(points_[i].style));
    } else {
      const QColor grey = ToQColor(OnFront(i) ? tokens.text2 : tokens.control);
      PaintMarker(painter, at, Marker::kRing, highlighted_ == i ? 10.0 : 6.0, grey);
    }
    const QString& label = points_[i].label;
    const double width = metrics.horizontalAdvance(label);
    const bool left = at.x() + 9 + width > right;
    painter.setPen(ToQColor(marker ? tokens.text : tokens.text2));
    painter.drawText(QRectF(left ? at.x() - 9 - width : at.x() + 9,
                            at.y() - metrics.height() - 1,
                            width + 1,
                            metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     label);
  }
}

void ScatterPlot::PointHovered(std::optional<PointId> point) {
  highlighted_ = point ? std::optional(point->point) : std::nullopt;
  plot().layer(QStringLiteral("overlay"))->replot();
}

void ScatterPlot::PointClicked(PointId point, Qt::KeyboardModifiers modifiers) {
  emit PointActivated(static_cast<int>(point.point), modifiers);
}

TableData ScatterPlot::Table() const {
  struct Snapshot {
    std::vector<ScatterPoint> points;
    std::vector<bool> front;
    QString yes;
    QString no;
  };
  auto shared = std::make_shared<Snapshot>(Snapshot{points_, {}, tr("yes"), tr("no")});
  for (std::size_t i = 0; i < points_.size(); ++i) shared->front.push_back(OnFront(i));
  return {{tr("Run"), x_.title, y_.title, tr("On the Pareto front")},
          points_.size(),
          [shared](std::size_t row, std::size_t column) -> QVariant {
            const ScatterPoint& point = shared->points[row];
            switch (column) {
              case 0:
                return point.name;
              case 1:
                return std::isfinite(point.x) ? QVariant(point.x) : QVariant();
              case 2:
                return std::isfinite(point.y) ? QVariant(point.y) : QVariant();
              default:
                return shared->front[row] ? shared->yes : shared->no;
            }
          }};
}

}  // namespace sentei::viz
