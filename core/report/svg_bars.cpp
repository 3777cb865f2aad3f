// SPDX-License-Identifier: Apache-2.0
#include "core/report/svg_bars.h"

#include "core/report/svg_canvas.h"

#include <fmt/format.h>

#include <algorithm>

namespace sentei::report {
namespace {

using Anchor = SvgCanvas::Anchor;

constexpr double kLeft = 48.0;
constexpr double kRight = 16.0;
constexpr double kTop = 26.0;
constexpr double kBottom = 36.0;

}  // namespace

std::string DrawKeptBars(const BarPlot& plot) {
  SvgCanvas canvas(plot.width, plot.height, plot.title);
  std::int64_t most = 0;
  for (const KeptBar& bar : plot.bars) most = std::max(most, bar.units);
  if (most <= 0) {
    canvas.Text({plot.width / 2, plot.height / 2}, "Nothing was recorded", "note", Anchor::kMiddle);
    return std::move(canvas).Finish();
  }
  const double bottom = plot.height - kBottom;
  const double unit = (bottom - kTop) / static_cast<double>(most);
  const auto y = [&](double value) { return bottom - value * unit; };
  for (const double tick : NiceTicks(0.0, static_cast<double>(most), 4)) {
    canvas.Line({kLeft, y(tick)}, {plot.width - kRight, y(tick)}, "grid");
    canvas.Text({kLeft - 8, y(tick) + 4}, fmt::format("{:g}", tick), "tick", Anchor::kEnd);
  }
  const double pitch = (plot.width - kLeft - kRight) /
                       static_cast<double>(std::max<std::size_t>(1, plot.bars.size()));
  const double width = std::min(28.0, std::max(1.0, pitch - 2.0));
  for (std::size_t i = 0; i < plot.bars.size(); ++i) {
    const KeptBar& bar = plot.bars[i];
    const double x = kLeft + (static_cast<double>(i) + 0.5) * pitch - 0.5 * width;
    const std::string title =
        fmt::format("Layer {}: {} of {} kept", bar.layer, bar.kept, bar.units);
    const auto kept = static_cast<double>(bar.kept);
    const auto units = static_cast<double>(bar.units);
    canvas.CellWithTitle({x, y(units)}, width, (units - kept) * unit, "gone", title);
    canvas.CellWithTitle({x, y(kept)}, width, kept * unit, "kept", title);
    const bool labelled = bar.layer % 3 == 0 || i + 1 == plot.bars.size();
    if (labelled || plot.bars.size() <= 16) {
      canvas.Text(
          {x + 0.5 * width, bottom + 16}, fmt::format("{}", bar.layer), "tick", Anchor::kMiddle);
    }
  }
  canvas.Line({kLeft, kTop - 6}, {kLeft, bottom}, "axis");
  canvas.Line({kLeft, bottom}, {plot.width - kRight, bottom}, "axis");
  canvas.Text({kLeft - 4, 12}, plot.y_title, "tick", Anchor::kStart);
  canvas.Text({plot.width - kRight, bottom + 31}, "layer", "tick", Anchor::kEnd);
  return std::move(canvas).Finish();
}

}  // namespace sentei::report
