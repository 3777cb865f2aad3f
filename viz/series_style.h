// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/palette.h"

#include <QColor>
#include <QPen>
#include <QString>
#include <optional>
#include <vector>

class QPainter;
class QPointF;

namespace sentei::viz {

/// Whom a line, point or bar stands for. Colour, marker and dash follow from it in every theme.
struct SeriesStyle {
  enum class Kind : std::uint8_t {
    kRun,    ///< the index-th selected run
    kLive,   ///< what runs now, in the accent
    kDense,  ///< the dense model, always dashed
    kMuted,  ///< context: other layers, runs beyond the eighth
  };
  Kind kind = Kind::kLive;
  std::size_t index = 0;

  friend bool operator==(const SeriesStyle&, const SeriesStyle&) = default;
};

[[nodiscard]] QColor SeriesColor(const SeriesStyle& style);
/// 1.5 px (muted 1 px), dense dashed 5-4.
[[nodiscard]] QPen SeriesPen(const SeriesStyle& style);
[[nodiscard]] std::optional<Marker> SeriesMarker(const SeriesStyle& style);
/// A marker of `size` logical pixels around a point.
void PaintMarker(QPainter& painter, QPointF center, Marker marker, double size, QColor color);

/// One entry of a legend: a line with its marker, and plain text.
struct LegendEntry {
  QString name;
  SeriesStyle style;
};

}  // namespace sentei::viz
