// SPDX-License-Identifier: Apache-2.0
// The part of CurvePlot that paints around the lines and says what a point is.
#include "viz/appearance.h"
#include "viz/curve_plot_parts.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sentei::viz {
namespace {

constexpr double kMarkerSize = 7.0;
constexpr double kMarkerDistance = 44.0;

}  // namespace

std::size_t CurvePlot::SeriesCount() const { return lines_.size(); }

std::size_t CurvePlot::PointCount(std::size_t series) const {
  return lines_[series]->points.size();
}

QPointF CurvePlot::PointPosition(std::size_t series, std::size_t point) const {
  const Line& line = *lines_[series];
  const QCPAxisRect& rect = *panes_[line.spec.pane]->rect;
  const double y = line.Shown(point);
  const bool drawable =
      std::isfinite(y) && (panes_[line.spec.pane]->spec.scale == AxisScale::kLinear || y > 0);
  if (!drawable) return {std::numeric_limits<double>::quiet_NaN(), 0};
  return {rect.axis(QCPAxis::atBottom)->coordToPixel(line.points[point].x()),
          rect.axis(QCPAxis::atLeft)->coordToPixel(y)};
}

QString CurvePlot::DescribePoint(std::size_t series, std::size_t point) const {
  const Line& line = *lines_[series];
  const Pane& pane = *panes_[line.spec.pane];
  const QString x = NumberText(line.points[point].x(), x_numbers_);
  const QString y = NumberText(line.points[point].y(), pane.spec.numbers);
  QString text = line.spec.name + QLatin1Char('\n') +
                 (x_title_.isEmpty() ? x : x_title_ + QLatin1Char(' ') + x) +
                 QStringLiteral(" · ") +
                 (pane.spec.y_title.isEmpty() ? y : pane.spec.y_title + QLatin1Char(' ') + y);
  if (line.raw != nullptr) {
    text += QLatin1Char('\n') +
            tr("smoothed %1").arg(NumberText(line.smooth[point], pane.spec.numbers));
  }
  return text;
}

void CurvePlot::PointHovered(std::optional<PointId> point) {
  const std::optional<std::size_t> curve = point ? std::optional(point->series) : std::nullopt;
  if (curve == hovered_) return;
  hovered_ = curve;
  for (const auto& line : lines_) RestyleLine(*line);
  plot().replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::PointClicked(PointId point, Qt::KeyboardModifiers /*modifiers*/) {
  emit CurveClicked(static_cast<int>(point.series));
}

void CurvePlot::PaintUnder(QCPPainter& painter) {
  QColor ground = ToQColor(Appearance::Instance().tokens().text2);
  ground.setAlphaF(0.07F);
  for (const auto& pane : panes_) {
    const QRectF area = pane->rect->rect();
    for (const Band& band : bands_) {
      const QCPAxis* axis = pane->rect->axis(QCPAxis::atBottom);
      QRectF part = area;
      part.setLeft(std::max(area.left(), axis->coordToPixel(band.from)));
      part.setRight(std::min(area.right(), axis->coordToPixel(band.to)));
      if (part.width() > 0) painter.fillRect(part, ground);
    }
  }
}

void CurvePlot::PaintOver(QCPPainter& painter) {
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    const Pane& pane = *panes_[i];
    const bool last = i + 1 == panes_.size();
    PaintAxisTitles(painter, *pane.rect, last ? x_title_ : QString(), pane.spec.y_title);
    if (pane.baseline) {
      const double y = pane.rect->axis(QCPAxis::atLeft)->coordToPixel(*pane.baseline);
      const QRectF area = pane.rect->rect();
      painter.setPen(SeriesPen({SeriesStyle::Kind::kDense, 0}));
      painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    PaintNotes(painter, pane, i == 0);
    PaintEndLabels(painter, i);
  }
  for (const auto& line : lines_) PaintMarkers(painter, *line);
}

void CurvePlot::PaintNotes(QCPPainter& painter, const Pane& pane, bool first) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const QFontMetricsF metrics(painter.font());
  const QRectF area = pane.rect->rect();
  const QCPAxis* axis = pane.rect->axis(QCPAxis::atBottom);
  std::vector<double> taken;  // right ends of the texts, per line of text
  for (const Note& note : notes_) {
    const double x = std::round(axis->coordToPixel(note.x)) + 0.5;
    if (!(x >= area.left() && x <= area.right() + 1)) continue;
    const bool now = note.kind == Note::Kind::kNow;
    painter.setPen(now ? QPen(ToQColor(tokens.accent_line), 1)
                       : QPen(ToQColor(tokens.text2), 1, Qt::DotLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  }
  for (const Note& note : notes_) {
    const double x = axis->coordToPixel(note.x);
    const bool inside = x >= area.left() && x <= area.right() + 1;
    if (!first || !inside || note.text.isEmpty()) continue;
    const double width = metrics.horizontalAdvance(note.text);
    const double left = x + 5 + width > area.right() ? x - 5 - width : x + 5;
    std::size_t row = 0;
    while (row < taken.size() && taken[row] > left) ++row;
    if (row == taken.size()) taken.push_back(0);
    taken[row] = left + width + 8;
    const QRectF box(left,
                     area.top() + static_cast<double>(row) * metrics.height(),
                     width + 1,
                     metrics.height());
    QColor ground = ToQColor(tokens.base);
    ground.setAlphaF(0.8F);
    painter.fillRect(box, ground);
    painter.setPen(ToQColor(tokens.text2));
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, note.text);
  }
  painter.setPen(ToQColor(tokens.text2));
  for (const Band& band : bands_) {
    if (!first) break;
    const double right = std::min(area.right(), axis->coordToPixel(band.to)) - 4;
    if (right < area.left()) continue;
    painter.drawText(QRectF(area.left(),
                            area.bottom() - metrics.height() - 2,
                            right - area.left(),
                            metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     band.text);
  }
}

/// At the height of the last point, pushed down where two would overlap.
void CurvePlot::PaintEndLabels(QCPPainter& painter, std::size_t pane) const {
  struct Label {
    QPointF at;
    QString text;
  };
  std::vector<Label> labels;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = *lines_[i];
    if (line.spec.pane != pane || line.spec.end_label.isEmpty() || line.points.empty()) continue;
    const QPointF at = PointPosition(i, line.points.size() - 1);
    if (std::isfinite(at.x())) labels.push_back({at, line.spec.end_label});
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    return a.at.y() < b.at.y();
  });
  const double height = QFontMetricsF(painter.font()).height();
  painter.setPen(ToQColor(Appearance::Instance().tokens().text));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool beside = std::abs(labels[i].at.x() - labels[j].at.x()) < 30;
      if (beside) labels[i].at.setY(std::max(labels[i].at.y(), labels[j].at.y() + height * 0.85));
    }
    painter.drawText(QRectF(labels[i].at.x() + 8, labels[i].at.y() - height / 2, 200, height),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     labels[i].text);
  }
}

void CurvePlot::PaintMarkers(QCPPainter& painter, const Line& line) const {
  const auto marker = SeriesMarker(line.spec.style);
  if (!marker || line.spec.markers == Markers::kNone || line.points.empty()) return;
  const auto series = static_cast<std::size_t>(
      std::find_if(
          lines_.begin(), lines_.end(), [&](const auto& other) { return other.get() == &line; }) -
      lines_.begin());
  const QColor color = SeriesColor(line.spec.style);
  double last_x = -std::numeric_limits<double>::infinity();
  const double distance = line.spec.markers == Markers::kAll ? kMarkerSize : kMarkerDistance;
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    const QPointF at = PointPosition(series, i);
    const bool end = i + 1 == line.points.size();
    if (!std::isfinite(at.x()) || (at.x() - last_x < distance && !end)) continue;
    last_x = at.x();
    PaintMarker(painter, at, *marker, kMarkerSize, color);
  }
}

}  // namespace sentei::viz
