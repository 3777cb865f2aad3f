// SPDX-License-Identifier: Apache-2.0
#include "viz/sparkline.h"

#include "viz/appearance.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

namespace sentei::viz {
namespace {

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

Extent ExtentOf(std::span<const double> values) {
  Extent extent;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    extent.low = std::min(extent.low, value);
    extent.high = std::max(extent.high, value);
  }
  return extent;
}

QPainterPath PathOf(const QRectF& rect, std::span<const double> values, const Extent& extent) {
  const double height = std::max(extent.high - extent.low, 1e-300);
  const double step =
      rect.width() / static_cast<double>(std::max<std::size_t>(1, values.size() - 1));
  QPainterPath path;
  bool open = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      open = false;
      continue;
    }
    const QPointF point(rect.left() + static_cast<double>(i) * step,
                        rect.bottom() - (values[i] - extent.low) / height * rect.height());
    if (open) path.lineTo(point);
    if (!open) path.moveTo(point);
    open = true;
  }
  return path;
}

}  // namespace

void PaintSparkline(QPainter& painter,
                    const QRectF& rect,
                    std::span<const double> values,
                    QColor color) {
  const Extent extent = ExtentOf(values);
  if (rect.isEmpty() || !(extent.low <= extent.high)) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ToQColor(Appearance::Instance().tokens().border), 1));
  painter.drawLine(rect.bottomLeft(), rect.bottomRight());
  painter.setPen(QPen(color, 1.2));
  painter.drawPath(PathOf(rect.adjusted(0.6, 1, -0.6, -1.5), values, extent));
  painter.restore();
}

}  // namespace sentei::viz
