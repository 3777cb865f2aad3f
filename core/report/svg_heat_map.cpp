// SPDX-License-Identifier: Apache-2.0
#include "core/report/svg_heat_map.h"

#include "core/base/binning.h"
#include "core/base/palette.h"
#include "core/report/markup.h"
#include "core/report/svg_canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sentei::report {
namespace {

using Anchor = SvgCanvas::Anchor;

constexpr std::size_t kMaxColumns = 192;
constexpr int kColorSteps = 64;
constexpr double kLeft = 34.0;
constexpr double kRight = 56.0;
constexpr double kTop = 8.0;
constexpr double kScaleHeight = 58.0;

/// Values between which colours run.
struct ColorRange {
  double low = 0.0;
  double high = 1.0;
  HeatMap::Scale scale = HeatMap::Scale::kLinear;

  [[nodiscard]] double Share(double value) const {
    if (!(high > low)) return 0.5;
    if (scale == HeatMap::Scale::kLinear) return (value - low) / (high - low);
    return std::log(std::max(value, low) / low) / std::log(high / low);
  }
  [[nodiscard]] double Value(double share) const {
    if (scale == HeatMap::Scale::kLinear) return low + share * (high - low);
    return low * std::pow(high / low, share);
  }
};

ColorRange RangeOf(const HeatMap& map) {
  std::vector<float> live;
  for (const HeatMapRow& row : map.rows) {
    for (std::size_t unit = 0; unit < row.scores.size(); ++unit) {
      if (row.keep.empty() || row.keep[unit] != 0) live.push_back(row.scores[unit]);
    }
  }
  ColorRange range{Quantile(live, 0.01), Quantile(live, 0.99), map.scale};
  if (!(range.low > 0.0)) range.scale = HeatMap::Scale::kLinear;  // no logarithm of zero
  return range;
}

std::vector<Bin> BinsOf(const HeatMapRow& row, HeatMap::Order order) {
  if (order == HeatMap::Order::kByIndex) return MaxBins(row.scores, row.keep, kMaxColumns);
  std::vector<float> scores;
  std::vector<std::uint8_t> keep;
  for (const std::size_t unit : SortedUnits(row.scores, row.keep)) {
    scores.push_back(row.scores[unit]);
    keep.push_back(row.keep.empty() ? std::uint8_t{1} : row.keep[unit]);
  }
  return MaxBins(scores, keep, kMaxColumns);
}

// Colours are quantised so that neighbours of one colour become one rectangle.
int ColorStep(const Bin& bin, const ColorRange& range) {
  if (bin.pruned) return -1;
  const double share = std::clamp(range.Share(bin.max), 0.0, 1.0);
  return static_cast<int>(std::lround(share * (kColorSteps - 1)));
}

void DrawRow(SvgCanvas& canvas,
             const std::vector<Bin>& bins,
             const ColorRange& range,
             SvgCanvas::Point at,
             SvgCanvas::Point size) {
  const double column = size.x / static_cast<double>(bins.size());
  for (std::size_t begin = 0; begin < bins.size();) {
    const int step = ColorStep(bins[begin], range);
    std::size_t end = begin + 1;
    while (end < bins.size() && ColorStep(bins[end], range) == step) ++end;
    const SvgCanvas::Point corner{at.x + static_cast<double>(begin) * column, at.y};
    const double width = static_cast<double>(end - begin) * column;
    if (step < 0) {
      canvas.Rect(corner, width, size.y, "gone");
    } else {
      const Rgb color =
          MapColor(SequentialMap::kViridis, static_cast<double>(step) / (kColorSteps - 1));
      canvas.Cell(corner, width, size.y, Hex(color));
    }
    begin = end;
  }
}

void DrawScale(SvgCanvas& canvas, const ColorRange& range, SvgCanvas::Point at) {
  constexpr double kWidth = 160.0;
  constexpr double kHeight = 8.0;
  for (int step = 0; step < kColorSteps; ++step) {
    const double share = static_cast<double>(step) / (kColorSteps - 1);
    canvas.Cell({at.x + step * kWidth / kColorSteps, at.y},
                kWidth / kColorSteps + 0.4,
                kHeight,
                Hex(MapColor(SequentialMap::kViridis, share)));
  }
  for (const double share : {0.0, 0.5, 1.0}) {
    canvas.Text({at.x + share * kWidth, at.y + 21},
                FormatNumber(range.Value(share)),
                "tick",
                Anchor::kMiddle);
  }
  canvas.Rect({at.x + kWidth + 32, at.y}, 18, kHeight, "gone");
  canvas.Text({at.x + kWidth + 56, at.y + 8}, "pruned", "tick", Anchor::kStart);
}

}  // namespace

std::string DrawHeatMap(const HeatMap& map) {
  const double row_height = map.rows.size() > 40 ? 7.0 : map.rows.size() < 8 ? 16.0 : 10.0;
  const double area = row_height * static_cast<double>(map.rows.size());
  SvgCanvas canvas(map.width, kTop + area + kScaleHeight, map.title);
  const ColorRange range = RangeOf(map);
  const double width = map.width - kLeft - kRight;
  for (std::size_t i = 0; i < map.rows.size(); ++i) {
    const HeatMapRow& row = map.rows[i];
    const double y = kTop + static_cast<double>(i) * row_height;
    if (!row.scores.empty()) {
      DrawRow(canvas, BinsOf(row, map.order), range, {kLeft, y}, {width, row_height - 1.0});
    }
    const bool labelled = i % 3 == 0 || i + 1 == map.rows.size() || row_height > 12.0;
    if (!labelled) continue;
    const double baseline = y + 0.5 * row_height + 3.0;
    canvas.Text({kLeft - 6, baseline}, fmt::format("{}", row.layer), "tick", Anchor::kEnd);
    canvas.Text(
        {map.width - kRight + 6, baseline}, fmt::format("{}", row.kept), "tick", Anchor::kStart);
  }
  canvas.Text({map.width - kRight, kTop + area + 14}, map.x_title, "tick", Anchor::kEnd);
  DrawScale(canvas, range, {kLeft + 12, kTop + area + 26});
  return std::move(canvas).Finish();
}

}  // namespace sentei::report
