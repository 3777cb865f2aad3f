// SPDX-License-Identifier: Apache-2.0
// The part of ParallelPlot that paints.
#include "viz/appearance.h"
#include "viz/parallel_plot.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <limits>

namespace sentei::viz {
namespace {

constexpr double kBrushWidth = 12.0;

}  // namespace

QRectF ParallelPlot::Area(QSize size) const {
  const double line = QFontMetricsF(font()).height();
  double left = 56;
  double right = 56;
  const QFontMetricsF metrics(CaptionFont(*this));
  if (!axes_.empty()) {
    for (const QString& name : axes_.front().categories)
      left = std::max(left, metrics.horizontalAdvance(name) + 20);
    left = std::max(left, QFontMetricsF(font()).horizontalAdvance(axes_.front().title) / 2 + 12);
    right = std::max(right, QFontMetricsF(font()).horizontalAdvance(axes_.back().title) / 2 + 12);
  }
  left = std::min(left, size.width() * 0.3);
  return {left,
          line + 18,
          std::max(1.0, size.width() - left - right),
          std::max(1.0, size.height() - line - 18 - 12)};
}

double ParallelPlot::AxisX(std::size_t axis, const QRectF& area) const {
  if (axes_.size() < 2) return area.center().x();
  return area.left() +
         area.width() * static_cast<double>(axis) / static_cast<double>(axes_.size() - 1);
}

double ParallelPlot::ToY(std::size_t axis, double value, const QRectF& area) const {
  const Span& span = spans_[axis];
  double share = (value - span.low) / (span.high - span.low);
  if (axes_[axis].scale == AxisScale::kLog && span.low > 0) {
    share = std::log(std::max(value, span.low * 1e-6) / span.low) / std::log(span.high / span.low);
  }
  if (axes_[axis].flipped) share = 1 - share;
  return area.bottom() - share * area.height();
}

double ParallelPlot::FromY(std::size_t axis, double y, const QRectF& area) const {
  double share = std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
  if (axes_[axis].flipped) share = 1 - share;
  const Span& span = spans_[axis];
  if (axes_[axis].scale == AxisScale::kLog && span.low > 0)
    return span.low * std::pow(span.high / span.low, share);
  return span.low + share * (span.high - span.low);
}

void ParallelPlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  Paint(painter, size());
}

void ParallelPlot::Paint(QPainter& painter, QSize size) const {
  painter.fillRect(QRect(QPoint(0, 0), size), ToQColor(Appearance::Instance().tokens().base));
  if (axes_.empty()) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = Area(size);
  // What is out of range below, then context, then the selected runs, the hovered one on top.
  const auto level = [&](std::size_t run) {
    if (hovered_run_ == run) return 3;
    if (!IsInRange(run)) return 0;
    return runs_[run].style.kind == SeriesStyle::Kind::kMuted ? 1 : 2;
  };
  std::vector<int> levels;
  for (std::size_t run = 0; run < runs_.size(); ++run) levels.push_back(level(run));
  for (int at = 0; at <= 3; ++at) {
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      if (levels[run] == at) PaintRun(painter, run, area);
    }
  }
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) PaintAxis(painter, axis, area);
  PaintEndLabels(painter, area);
  painter.restore();
}

void ParallelPlot::PaintRun(QPainter& painter, std::size_t run, const QRectF& area) const {
  const ParallelRun& shown = runs_[run];
  const bool in_range = IsInRange(run);
  const bool hovered = hovered_run_ == run;
  QPen pen = SeriesPen(shown.style);
  if (!in_range) pen = QPen(ToQColor(Appearance::Instance().tokens().grid), 1);
  if (hovered) pen.setWidthF(2.5);
  if (hovered && shown.style.kind == SeriesStyle::Kind::kMuted)
    pen.setColor(ToQColor(Appearance::Instance().tokens().text));
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  QPolygonF line;
  const auto flush = [&] {
    if (line.size() > 1) painter.drawPolyline(line);
    line.clear();
  };
  const auto marker = SeriesMarker(shown.style);
  std::vector<QPointF> points;
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    if (!shown.values[axis] || !std::isfinite(*shown.values[axis])) {
      flush();
      continue;
    }
    line << QPointF(AxisX(axis, area), ToY(axis, *shown.values[axis], area));
    points.push_back(line.back());
  }
  flush();
  if (!marker || !in_range) return;
  for (const QPointF& point : points)
    PaintMarker(painter, point, *marker, 8, SeriesColor(shown.style));
}

void ParallelPlot::PaintAxis(QPainter& painter, std::size_t axis, const QRectF& area) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const double x = std::floor(AxisX(axis, area)) + 0.5;
  if (brushes_[axis]) {
    QRectF box(QPointF(x - kBrushWidth / 2, ToY(axis, brushes_[axis]->high, area)),
               QPointF(x + kBrushWidth / 2, ToY(axis, brushes_[axis]->low, area)));
    QColor ground = ToQColor(tokens.accent_line);
    ground.setAlphaF(0.14F);
    painter.setBrush(ground);
    painter.setPen(QPen(ToQColor(tokens.accent_line), 1));
    painter.drawRect(box.normalized() & area.adjusted(-kBrushWidth, -4, kBrushWidth, 4));
  }
  painter.setPen(QPen(ToQColor(tokens.control), 1));
  painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom() + 4));
  PaintTicks(painter, axis, area);
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(bold);
  QString title = axes_[axis].title;
  if (axes_[axis].scale == AxisScale::kLog) title += QStringLiteral(" (log)");
  const double room =
      axes_.size() > 1 ? area.width() / static_cast<double>(axes_.size() - 1) - 8 : area.width();
  title = metrics.elidedText(title, Qt::ElideRight, std::max(room, 40.0));
  const QRectF box(x - room / 2, 4, room, metrics.height());
  painter.setFont(bold);
  painter.setPen(ToQColor(tokens.text));
  painter.drawText(box, Qt::AlignCenter, title);
  if (!hasFocus() || axis != current_axis_) return;
  const double half = metrics.horizontalAdvance(title) / 2 + 6;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ToQColor(tokens.accent_line), 2));
  painter.drawRoundedRect(QRectF(x - half, 2, 2 * half, metrics.height() + 4), 4, 4);
}

void ParallelPlot::PaintTicks(QPainter& painter, std::size_t axis, const QRectF& area) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  painter.setFont(CaptionFont(*this));
  const QFontMetricsF metrics(painter.font());
  const double x = AxisX(axis, area);
  std::vector<double> values;
  const QStringList& categories = axes_[axis].categories;
  for (qsizetype i = 0; i < categories.size(); ++i) values.push_back(static_cast<double>(i));
  if (categories.isEmpty()) {
    const Span& span = spans_[axis];
    const int count = static_cast<int>(std::clamp(area.height() / 40, 2.0, 4.0));
    values = AxisTicks(span.low, span.high, axes_[axis].scale, count);
  }
  double last = std::numeric_limits<double>::infinity();
  QColor ground = ToQColor(tokens.base);
  ground.setAlphaF(0.8F);
  for (const double value : values) {
    const double y = ToY(axis, value, area);
    if (std::abs(y - last) < metrics.height()) continue;
    last = y;
    const double room = axis == 0 ? x - 12 : 110;
    const QString text = metrics.elidedText(
        ValueText(axis, std::abs(value) < 1e-12 ? 0 : value), Qt::ElideRight, room);
    const double width = metrics.horizontalAdvance(text);
    const QRectF box(x - 8 - width, y - metrics.height() / 2, width, metrics.height());
    painter.fillRect(box.adjusted(-1, 0, 1, 0), ground);
    painter.setPen(QPen(ToQColor(tokens.control), 1));
    painter.drawLine(QPointF(x - 4, y), QPointF(x, y));
    painter.setPen(ToQColor(tokens.text2));
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, text);
  }
}

void ParallelPlot::PaintEndLabels(QPainter& painter, const QRectF& area) const {
  struct Label {
    double y;
    QString text;
  };
  std::vector<Label> labels;
  const std::size_t last = axes_.size() - 1;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    const auto& value = runs_[run].values[last];
    if (runs_[run].label.isEmpty() || !value || !std::isfinite(*value) || !IsInRange(run)) continue;
    labels.push_back({ToY(last, *value, area), runs_[run].label});
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  painter.setFont(CaptionFont(*this));
  painter.setPen(ToQColor(Appearance::Instance().tokens().text));
  const double height = QFontMetricsF(painter.font()).height();
  double next = -std::numeric_limits<double>::infinity();
  for (const Label& label : labels) {
    const double y = std::max(label.y, next);
    next = y + height * 0.9;
    painter.drawText(QRectF(AxisX(last, area) + 12, y - height / 2, 200, height),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     label.text);
  }
}

}  // namespace sentei::viz
