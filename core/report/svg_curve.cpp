// SPDX-License-Identifier: Apache-2.0
#include "core/report/svg_curve.h"

#include "core/base/palette.h"
#include "core/report/markup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sentei::report {
namespace {

using Point = SvgCanvas::Point;
using Anchor = SvgCanvas::Anchor;

constexpr double kLeft = 48.0;
constexpr double kRight = 44.0;
constexpr double kTop = 26.0;
constexpr double kBottom = 36.0;
constexpr double kMaxPoints = 1500.0;

struct Extent {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;

  void Add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool empty() const { return low > high; }
  void Widen() {
    const double pad = high > low ? 0.06 * (high - low) : std::max(0.5, 0.05 * std::abs(low));
    low -= pad;
    high += pad;
  }
};

bool IsFinite(const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

/// Maps data to pixels and draws one plot.
class Plotter {
 public:
  explicit Plotter(const CurvePlot& plot)
      : plot_(plot), canvas_(plot.width, plot.height, plot.title) {
    for (const Curve& curve : plot.curves) {
      for (const Point& point : curve.points) {
        if (!IsFinite(point)) continue;
        x_.Add(point.x);
        y_.Add(point.y);
      }
    }
  }

  std::string Draw() && {
    if (x_.empty()) {
      canvas_.Text(
          {plot_.width / 2, plot_.height / 2}, "Nothing was recorded", "note", Anchor::kMiddle);
      return std::move(canvas_).Finish();
    }
    FitAxes();
    DrawAxes();
    for (const Curve& curve : plot_.curves) DrawCurve(curve);
    return std::move(canvas_).Finish();
  }

 private:
  void FitAxes() {
    if (x_.high <= x_.low) x_.high = x_.low + 1.0;
    if (plot_.floor == CurvePlot::Floor::kZero) {
      y_.low = std::min(0.0, y_.low);
      y_.high = y_.high > y_.low ? y_.high + 0.06 * (y_.high - y_.low) : y_.low + 1.0;
    } else {
      y_.Widen();
    }
  }
  [[nodiscard]] double X(double x) const {
    return kLeft + (x - x_.low) / (x_.high - x_.low) * (plot_.width - kLeft - kRight);
  }
  [[nodiscard]] double Y(double y) const {
    return plot_.height - kBottom -
           (y - y_.low) / (y_.high - y_.low) * (plot_.height - kTop - kBottom);
  }
  [[nodiscard]] std::string YLabel(double value) const {
    if (plot_.y_scale == CurvePlot::Scale::kShare)
      return fmt::format("{:g} %", std::round(value * 1e4) / 1e2);
    return fmt::format("{:g}", value);
  }
  void DrawAxes() {
    const double bottom = plot_.height - kBottom;
    const double right = plot_.width - kRight;
    for (const double tick : NiceTicks(y_.low, y_.high, 4)) {
      canvas_.Line({kLeft, Y(tick)}, {right, Y(tick)}, "grid");
      canvas_.Line({kLeft - 4, Y(tick)}, {kLeft, Y(tick)}, "axis");
      canvas_.Text({kLeft - 8, Y(tick) + 4}, YLabel(tick), "tick", Anchor::kEnd);
    }
    for (const double tick : NiceTicks(x_.low, x_.high, 6)) {
      canvas_.Line({X(tick), bottom}, {X(tick), bottom + 4}, "axis");
      canvas_.Text({X(tick), bottom + 16}, fmt::format("{:g}", tick), "tick", Anchor::kMiddle);
    }
    canvas_.Line({kLeft, kTop - 6}, {kLeft, bottom}, "axis");
    canvas_.Line({kLeft, bottom}, {right, bottom}, "axis");
    canvas_.Text({kLeft - 4, 12}, plot_.y_title, "tick", Anchor::kStart);
    canvas_.Text({right, bottom + 31}, plot_.x_title, "tick", Anchor::kEnd);
  }
  [[nodiscard]] static std::string ClassOf(const Curve& curve) {
    if (curve.style == Curve::Style::kDense) return "line dense";
    const std::string base = fmt::format("line s{}", std::min(curve.color, kRunColors));
    if (curve.style == Curve::Style::kFaint) return base + " faint";
    if (curve.style == Curve::Style::kDashed) return base + " dashed";
    return base;
  }
  void DrawCurve(const Curve& curve) {
    std::vector<Point> piece;
    Point last;
    const auto stride = static_cast<std::size_t>(
        std::ceil(std::max(1.0, static_cast<double>(curve.points.size()) / kMaxPoints)));
    const auto flush = [&] {
      if (piece.size() > 1) canvas_.Polyline(piece, ClassOf(curve));
      piece.clear();
    };
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
      if (i % stride != 0 && i + 1 != curve.points.size()) continue;
      const Point& point = curve.points[i];
      if (!IsFinite(point)) {
        flush();
        continue;
      }
      const Point pixel{X(point.x), Y(point.y)};
      if (curve.style == Curve::Style::kStep && !piece.empty()) {
        piece.push_back({pixel.x, piece.back().y});
      }
      piece.push_back(pixel);
      last = pixel;
      if (curve.markers == Curve::Markers::kShown) DrawMarker(pixel, curve);
    }
    flush();
    if (!curve.name.empty() && last.x > 0.0) {
      const auto css = curve.style == Curve::Style::kDense
                           ? std::string("end")
                           : fmt::format("end t{}", std::min(curve.color, kRunColors));
      canvas_.Text({last.x + 5, last.y + 4}, curve.name, css, Anchor::kStart);
    }
  }
  void DrawMarker(Point at, const Curve& curve) {
    const auto path = [&](const char* relative) {
      return fmt::format("M{},{}{}", Coordinate(at.x), Coordinate(at.y), relative);
    };
    const char* shape = "m-3,0a3,3 0 1 0 6,0a3,3 0 1 0 -6,0z";
    switch (RunMarker(curve.color)) {
      case Marker::kSquare:
      case Marker::kOpenSquare:
        shape = "m-3,-3h6v6h-6z";
        break;
      case Marker::kTriangle:
        shape = "m0,-4l4,7h-8z";
        break;
      case Marker::kDiamond:
        shape = "m0,-4l4,4l-4,4l-4,-4z";
        break;
      case Marker::kTriangleDown:
        shape = "m0,4l4,-7h-8z";
        break;
      case Marker::kPlus:
        shape = "m-4,0h8m-4,-4v8";
        break;
      case Marker::kCross:
        shape = "m-3,-3l6,6m-6,0l6,-6";
        break;
      case Marker::kDisc:
      case Marker::kRing:
        break;
    }
    canvas_.Path(path(shape), fmt::format("mark m{}", std::min(curve.color, kRunColors)));
  }

  const CurvePlot& plot_;
  SvgCanvas canvas_;
  Extent x_;
  Extent y_;
};

}  // namespace

std::string DrawCurves(const CurvePlot& plot) { return Plotter(plot).Draw(); }

std::vector<Point> Smooth(const std::vector<Point>& points, double keep) {
  std::vector<Point> smooth;
  double average = 0.0;
  double weight = 0.0;
  for (const Point& point : points) {
    if (!IsFinite(point)) continue;
    average = keep * average + (1.0 - keep) * point.y;
    weight = keep * weight + (1.0 - keep);
    smooth.push_back({point.x, average / weight});
  }
  return smooth;
}

}  // namespace sentei::report
