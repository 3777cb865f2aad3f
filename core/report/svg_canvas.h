// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sentei::report {

/// Collects the elements of one SVG picture. Colours come from the classes of the page's style
/// sheet; texts are escaped here. Sizes are in pixels.
class SvgCanvas {
 public:
  enum class Anchor : unsigned char { kStart, kMiddle, kEnd };
  struct Point {
    double x = 0.0;
    double y = 0.0;
  };

  SvgCanvas(double width, double height, std::string_view label);

  void Line(Point from, Point to, std::string_view css_class);
  void Rect(Point at, double width, double height, std::string_view css_class);
  /// Filled with a colour of its own, for heat maps.
  void Cell(Point at, double width, double height, std::string_view fill);
  void Polyline(const std::vector<Point>& points, std::string_view css_class);
  void Text(Point at, std::string_view text, std::string_view css_class, Anchor anchor);
  /// `path` is path data made by our own code.
  void Path(std::string_view path, std::string_view css_class);
  /// An element with a tooltip that browsers show on their own.
  void CellWithTitle(
      Point at, double width, double height, std::string_view css_class, std::string_view title);

  [[nodiscard]] std::string Finish() &&;

 private:
  std::string svg_;
};

/// A number for SVG: at most two decimals.
[[nodiscard]] std::string Coordinate(double value);

/// Ticks at 1, 2 or 5 times a power of ten that cover at most [low, high]; about `count` of them.
[[nodiscard]] std::vector<double> NiceTicks(double low, double high, int count);

}  // namespace sentei::report
