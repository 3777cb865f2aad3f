// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/report/svg_canvas.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sentei::report {

struct Curve {
  std::string name;                      ///< stands at the line's end; empty: no label
  std::vector<SvgCanvas::Point> points;  ///< data; points that are not finite break the line
  std::size_t color = 0;                 ///< index of the run
  enum class Style : std::uint8_t { kSolid, kFaint, kDashed, kDense, kStep } style = Style::kSolid;
  enum class Markers : std::uint8_t { kNone, kShown } markers = Markers::kNone;
};

struct CurvePlot {
  std::string title;    ///< for screen readers
  std::string y_title;  ///< stands above the axis
  std::string x_title;
  std::vector<Curve> curves;
  enum class Scale : std::uint8_t { kNumber, kShare } y_scale = Scale::kNumber;
  enum class Floor : std::uint8_t { kData, kZero } floor = Floor::kData;
  double width = 544.0;
  double height = 220.0;
};

/// Axes left and below, horizontal grid, curves in the colours of their runs. A plot without a
/// finite point says so instead of drawing axes.
[[nodiscard]] std::string DrawCurves(const CurvePlot& plot);

/// Exponential moving average with bias correction; what is not finite is passed over.
[[nodiscard]] std::vector<SvgCanvas::Point> Smooth(const std::vector<SvgCanvas::Point>& points,
                                                   double keep);

}  // namespace sentei::report
