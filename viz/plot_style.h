// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QSharedPointer>
#include <QString>
#include <QWidget>
#include <cstdint>
#include <vector>

class QPainter;
class QCPAxis;
class QCPAxisRect;
class QCPPainter;
class QCustomPlot;

namespace sentei::viz {

enum class AxisScale : std::uint8_t { kLinear, kLog };
enum class NumberStyle : std::uint8_t {
  kPlain,
  kPercent,  ///< 0.2 as 20 %
  kSi,       ///< 107.6 M, 48 k
};
enum class Markers : std::uint8_t { kNone, kSparse, kAll };
enum class LineWeight : std::uint8_t { kNormal, kStrong };
enum class Gridlines : std::uint8_t { kHorizontal, kBoth };

[[nodiscard]] QFont CaptionFont(const QWidget& widget);
/// Text of a number as axes, tables and tooltips show it: locale's separators, true minus.
[[nodiscard]] QString NumberText(double value, NumberStyle style);

/// About `count` round values in low..high; on a log scale 1, 2 and 5 of each decade.
[[nodiscard]] std::vector<double> AxisTicks(double low, double high, AxisScale scale, int count);

/// Gives every axis of the plot the look of the Appearance: ground, two axes, ticks, grid,
/// captions.
void StylePlot(QCustomPlot& plot, Gridlines grid);
void StyleAxisRect(QCPAxisRect& rect, const QFont& caption, Gridlines grid);
/// Ticks for the scale, labels for the numbers.
void SetAxisNumbers(QCPAxis& axis, AxisScale scale, NumberStyle numbers);
/// The y title horizontally above the axis, the x title right under it.
void PaintAxisTitles(QCPPainter& painter,
                     const QCPAxisRect& rect,
                     const QString& x_title,
                     const QString& y_title);

/// Diagonal lines inside `rect`, as vectors.
void PaintHatch(QPainter& painter, const QRectF& rect, double pitch, const QColor& color);

}  // namespace sentei::viz
