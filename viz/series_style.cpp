// SPDX-License-Identifier: Apache-2.0
#include "viz/series_style.h"

#include "viz/appearance.h"

#include <QPainter>
#include <QPointF>
#include <QPolygonF>

namespace sentei::viz {

using Kind = SeriesStyle::Kind;

QColor SeriesColor(const SeriesStyle& style) {
  const Appearance& appearance = Appearance::Instance();
  switch (style.kind) {
    case Kind::kRun:
      return ToQColor(RunColor(appearance.theme(), style.index));
    case Kind::kLive:
      return ToQColor(appearance.tokens().accent_line);
    case Kind::kDense:
      return ToQColor(DenseColor(appearance.theme()));
    case Kind::kMuted:
      break;
  }
  QColor color = ToQColor(appearance.tokens().control);
  color.setAlphaF(0.45F);
  return color;
}

QPen SeriesPen(const SeriesStyle& style) {
  QPen pen(SeriesColor(style), style.kind == Kind::kMuted ? 1.0 : 1.5);
  pen.setCapStyle(Qt::FlatCap);
  pen.setJoinStyle(Qt::RoundJoin);
  if (style.kind == Kind::kDense) pen.setDashPattern({5 / 1.5, 4 / 1.5});
  return pen;
}

std::optional<Marker> SeriesMarker(const SeriesStyle& style) {
  switch (style.kind) {
    case Kind::kRun:
      if (style.index >= kRunColors) return std::nullopt;
      return RunMarker(style.index);
    case Kind::kLive:
      return Marker::kRing;
    case Kind::kDense:
      return Marker::kCross;
    case Kind::kMuted:
      break;
  }
  return std::nullopt;
}

namespace {

QPolygonF PolygonOf(Marker marker, double r) {
  switch (marker) {
    case Marker::kTriangle:
      return QPolygonF({{0, -1.1 * r}, {1.1 * r, 0.9 * r}, {-1.1 * r, 0.9 * r}});
    case Marker::kTriangleDown:
      return QPolygonF({{0, 1.1 * r}, {1.1 * r, -0.9 * r}, {-1.1 * r, -0.9 * r}});
    case Marker::kDiamond:
      return QPolygonF({{0, -1.25 * r}, {1.25 * r, 0}, {0, 1.25 * r}, {-1.25 * r, 0}});
    default:
      return QPolygonF(QRectF(-0.9 * r, -0.9 * r, 1.8 * r, 1.8 * r));
  }
}

void PaintStrokes(QPainter& painter, Marker marker, double r) {
  if (marker == Marker::kPlus) {
    painter.drawLine(QPointF(-r, 0), QPointF(r, 0));
    painter.drawLine(QPointF(0, -r), QPointF(0, r));
  } else {
    painter.drawLine(QPointF(-r, -r), QPointF(r, r));
    painter.drawLine(QPointF(-r, r), QPointF(r, -r));
  }
}

}  // namespace

void PaintMarker(QPainter& painter, QPointF center, Marker marker, double size, QColor color) {
  const bool open = marker == Marker::kRing || marker == Marker::kOpenSquare;
  const bool strokes = marker == Marker::kPlus || marker == Marker::kCross;
  const double r = size / 2;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(center);
  painter.setPen(open || strokes ? QPen(color, 1.5) : QPen(Qt::NoPen));
  painter.setBrush(open ? ToQColor(Appearance::Instance().tokens().base) : color);
  if (strokes) {
    PaintStrokes(painter, marker, r);
  } else if (marker == Marker::kDisc || marker == Marker::kRing) {
    painter.drawEllipse(QPointF(0, 0), r, r);
  } else {
    painter.drawPolygon(PolygonOf(marker, r));
  }
  painter.restore();
}

}  // namespace sentei::viz
