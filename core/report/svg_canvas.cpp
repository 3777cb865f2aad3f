// SPDX-License-Identifier: Apache-2.0
#include "core/report/svg_canvas.h"

#include "core/report/markup.h"

#include <fmt/format.h>

#include <cmath>

namespace sentei::report {
namespace {

std::string_view AnchorName(SvgCanvas::Anchor anchor) {
  switch (anchor) {
    case SvgCanvas::Anchor::kStart:
      return "start";
    case SvgCanvas::Anchor::kMiddle:
      return "middle";
    case SvgCanvas::Anchor::kEnd:
      return "end";
  }
  return "start";
}

}  // namespace

std::string Coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::vector<double> NiceTicks(double low, double high, int count) {
  if (!(high > low) || count < 1) return {low};
  const double rough = (high - low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1.0 - 1e-9)) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> ticks;
  const double first = std::ceil(low / step - 1e-9);
  const double last = std::floor(high / step + 1e-9);
  for (double k = first; k <= last && ticks.size() < 100; k += 1.0)
    ticks.push_back(k * step + 0.0);  // never -0
  return ticks;
}

SvgCanvas::SvgCanvas(double width, double height, std::string_view label)
    : svg_(fmt::format("<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
                       "aria-label=\"{2}\" xmlns=\"http://www.w3.org/2000/svg\">"
                       "<title>{2}</title>\n",
                       Coordinate(width),
                       Coordinate(height),
                       Escape(label))) {}

void SvgCanvas::Line(Point from, Point to, std::string_view css_class) {
  svg_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n",
                      css_class,
                      Coordinate(from.x),
                      Coordinate(from.y),
                      Coordinate(to.x),
                      Coordinate(to.y));
}

void SvgCanvas::Rect(Point at, double width, double height, std::string_view css_class) {
  svg_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                      css_class,
                      Coordinate(at.x),
                      Coordinate(at.y),
                      Coordinate(width),
                      Coordinate(height));
}

void SvgCanvas::Cell(Point at, double width, double height, std::string_view fill) {
  svg_ += fmt::format("<rect fill=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                      fill,
                      Coordinate(at.x),
                      Coordinate(at.y),
                      Coordinate(width),
                      Coordinate(height));
}

void SvgCanvas::CellWithTitle(
    Point at, double width, double height, std::string_view css_class, std::string_view title) {
  svg_ += fmt::format(
      "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>\n",
      css_class,
      Coordinate(at.x),
      Coordinate(at.y),
      Coordinate(width),
      Coordinate(height),
      Escape(title));
}

void SvgCanvas::Polyline(const std::vector<Point>& points, std::string_view css_class) {
  svg_ += fmt::format("<polyline class=\"{}\" points=\"", css_class);
  for (const Point& point : points) {
    svg_ += Coordinate(point.x) + "," + Coordinate(point.y) + " ";
  }
  svg_ += "\"/>\n";
}

void SvgCanvas::Text(Point at, std::string_view text, std::string_view css_class, Anchor anchor) {
  svg_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n",
                      css_class,
                      Coordinate(at.x),
                      Coordinate(at.y),
                      AnchorName(anchor),
                      Escape(text));
}

void SvgCanvas::Path(std::string_view path, std::string_view css_class) {
  svg_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", css_class, path);
}

std::string SvgCanvas::Finish() && { return std::move(svg_) + "</svg>\n"; }

}  // namespace sentei::report
