// SPDX-License-Identifier: Apache-2.0
#include "viz/heat_map_painter.h"

#include "viz/appearance.h"
#include "viz/glyph.h"
#include "viz/plot_style.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <cstring>

namespace sentei::viz {
namespace {

constexpr double kPlannedShare = 0.55;
constexpr double kMaxRowHeight = 28.0;
constexpr int kGroupGap = 6;
constexpr int kPrunedPitch = 4;
constexpr int kPlannedPitch = 5;
constexpr int kFlatBelow = 4;  // logical pixels: narrower runs carry no hatch

QRgb ToRgb(Rgb color) { return qRgb(color.red, color.green, color.blue); }

QRgb Mix(QRgb color, QRgb ground, double share) {
  const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(b + share * (a - b))); };
  return qRgb(mix(qRed(color), qRed(ground)),
              mix(qGreen(color), qGreen(ground)),
              mix(qBlue(color), qBlue(ground)));
}

bool IsHeadMap(const HeatMapColumns& columns) { return columns.kind != HeatMapKind::kChannels; }

int Part(std::size_t i, int size, std::size_t parts) {
  return static_cast<int>(i * static_cast<std::size_t>(size) / parts);
}

}  // namespace

void HeatMapPainter::Layout(const HeatMapModel& model,
                            QSize size,
                            const QFont& caption,
                            double pixel_ratio) {
  size_ = size;
  caption_ = caption;
  ratio_ = pixel_ratio;
  rows_ = model.RowCount();
  const QFontMetricsF metrics(caption);
  caption_height_ = metrics.height();
  const HeatMapColumns& columns = model.frame().columns;
  const bool heads = IsHeadMap(columns);
  const QString widest = QLocale().toString(static_cast<qulonglong>(model.ColumnCount()));
  counts_width_ = heads ? 16.0 : metrics.horizontalAdvance(widest) + 18.0;
  const double bar_width = 10.0 + 6.0 + metrics.horizontalAdvance(QStringLiteral("0.0000"));
  const double left = 8.0 + metrics.horizontalAdvance(QStringLiteral("000")) + 8.0;
  // Between counts and colours stand the words of a difference.
  const bool words = model.colors() == HeatMapColors::kDiverging;
  const double gap = words ? caption_height_ + 6.0 : 12.0;
  const double right = 8.0 + counts_width_ + gap + bar_width;
  const double top = heads ? 2 * caption_height_ + 14.0 : 8.0;
  const double bottom = heads ? 8.0 : caption_height_ + 10.0;
  const double height =
      std::min(size.height() - top - bottom,
               kMaxRowHeight * static_cast<double>(std::max<std::size_t>(1, rows_)));
  map_ = QRect(
      QPoint(static_cast<int>(std::ceil(left * ratio_)), static_cast<int>(std::ceil(top * ratio_))),
      QSize(std::max(1, static_cast<int>((size.width() - left - right) * ratio_)),
            std::max(1, static_cast<int>(height * ratio_))));
  bar_left_ = Logical(map_.x() + map_.width()) + 8.0 + counts_width_ + gap;
  groups_ = 0;
  if (heads) {
    LayoutHeads(columns);
    return;
  }
  edges_.resize(model.BinCount(static_cast<std::size_t>(map_.width())));
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    edges_[i] = {Part(i, map_.width(), edges_.size()), Part(i + 1, map_.width(), edges_.size())};
  }
}

void HeatMapPainter::LayoutHeads(const HeatMapColumns& columns) {
  const std::size_t heads = columns.groups * columns.heads_per_group;
  const int gap = static_cast<int>(std::lround(kGroupGap * ratio_));
  const auto groups = static_cast<int>(columns.groups);
  const bool gaps = columns.heads_per_group > 1 && groups > 1 &&
                    map_.width() - gap * (groups - 1) >= 4 * static_cast<int>(heads);
  edges_.resize(std::min(heads, static_cast<std::size_t>(map_.width())));
  groups_ = edges_.size() == heads ? columns.groups : 0;
  const int width = gaps ? map_.width() - gap * (groups - 1) : map_.width();
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    const int shift = gaps ? gap * static_cast<int>(i / columns.heads_per_group) : 0;
    edges_[i] = {shift + Part(i, width, edges_.size()), shift + Part(i + 1, width, edges_.size())};
  }
}

QRectF HeatMapPainter::MapRect() const {
  return {Logical(map_.x()), Logical(map_.y()), Logical(map_.width()), Logical(map_.height())};
}

HeatMapPainter::Edge HeatMapPainter::RowEdge(std::size_t row) const {
  return {Part(row, map_.height(), rows_), Part(row + 1, map_.height(), rows_)};
}

/// One logical pixel of ground between rows that are high enough to give it away.
int HeatMapPainter::HairlineOf(std::size_t row) const {
  const Edge edge = RowEdge(row);
  const int line = std::max(1, static_cast<int>(ratio_));
  return edge.end - edge.begin >= 3 * line ? line : 0;
}

QRectF HeatMapPainter::RowRect(std::size_t row) const {
  const Edge edge = RowEdge(row);
  return {Logical(map_.x()),
          Logical(map_.y() + edge.begin),
          Logical(map_.width()),
          Logical(edge.end - edge.begin - HairlineOf(row))};
}

QRectF HeatMapPainter::CellRect(const HeatMapModel& model, HeatMapMarks::Cursor cell) const {
  const HeatMapColumns& columns = model.frame().columns;
  std::size_t first = cell.bin;
  std::size_t last = cell.bin;
  if (columns.kind == HeatMapKind::kKvGroups && groups_ > 0) {
    first = cell.bin / columns.heads_per_group * columns.heads_per_group;
    last = first + columns.heads_per_group - 1;
  }
  QRectF rect = RowRect(cell.row);
  rect.setLeft(Logical(map_.x() + edges_[first].begin));
  rect.setRight(Logical(map_.x() + edges_[last].end));
  return rect;
}

std::optional<std::size_t> HeatMapPainter::RowAt(QPointF position) const {
  const double y = position.y() * ratio_ - map_.y();
  if (rows_ == 0 || y < 0 || y >= map_.height()) return std::nullopt;
  auto row = static_cast<std::size_t>(y * static_cast<double>(rows_) / map_.height());
  row = std::min(row, rows_ - 1);
  while (row + 1 < rows_ && y >= RowEdge(row).end) ++row;
  return row;
}

std::optional<std::size_t> HeatMapPainter::BinAt(QPointF position) const {
  const double x = position.x() * ratio_ - map_.x();
  const auto next = std::upper_bound(
      edges_.begin(), edges_.end(), x, [](double at, const Edge& edge) { return at < edge.begin; });
  if (next == edges_.begin() || x >= std::prev(next)->end) return std::nullopt;
  return static_cast<std::size_t>(next - edges_.begin()) - 1;
}

void HeatMapPainter::FillColors(const HeatMapModel& model) {
  const Appearance& appearance = Appearance::Instance();
  for (std::size_t i = 0; i < colors_.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(colors_.size() - 1);
    colors_[i] = ToRgb(model.colors() == HeatMapColors::kDiverging
                           ? DivergingColor(appearance.theme(), 2 * share - 1)
                           : MapColor(appearance.map(), share));
  }
}

QRgb HeatMapPainter::ColorOf(const HeatMapModel& model, const HeatMapBin& bin) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  if (bin.fate == UnitFate::kPruned) return ToRgb(tokens.pruned);
  if (bin.fate == UnitFate::kBlank || !bin.value) return qRgba(0, 0, 0, 0);
  double share = model.Position(static_cast<double>(*bin.value));
  if (model.colors() == HeatMapColors::kDiverging) share = (share + 1) / 2;
  const QRgb color = colors_[static_cast<std::size_t>(std::lround(share * 255.0))];
  return bin.fate == UnitFate::kPlanned ? Mix(color, ToRgb(tokens.base), kPlannedShare) : color;
}

void HeatMapPainter::Draw(const HeatMapModel& model) {
  if (cells_.size() != map_.size()) {
    cells_ = QImage(map_.size(), QImage::Format_ARGB32_Premultiplied);
    overlay_ = cells_;
  }
  cells_.fill(Qt::transparent);
  overlay_.fill(Qt::transparent);
  FillColors(model);
  kept_.resize(rows_);
  for (std::size_t row = 0; row < rows_; ++row) {
    kept_[row] = model.KeptUnits(row);
    const std::vector<HeatMapBin> bins = model.Bins(row, edges_.size());
    DrawRow(model, row, bins);
    DrawOverlay(model, row, bins);
  }
}

void HeatMapPainter::DrawRow(const HeatMapModel& model,
                             std::size_t row,
                             const std::vector<HeatMapBin>& bins) {
  const Edge lines = RowEdge(row);
  const int end = lines.end - HairlineOf(row);
  if (lines.begin >= end) return;
  auto* first = reinterpret_cast<QRgb*>(cells_.scanLine(lines.begin));
  for (std::size_t i = 0; i < bins.size(); ++i) {
    std::fill(first + edges_[i].begin, first + edges_[i].end, ColorOf(model, bins[i]));
  }
  for (int y = lines.begin + 1; y < end; ++y) {
    std::memcpy(cells_.scanLine(y), first, static_cast<std::size_t>(cells_.bytesPerLine()));
  }
}

std::vector<HeatMapPainter::Run> HeatMapPainter::RunsOf(const std::vector<HeatMapBin>& bins) const {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const bool joins =
        i > 0 && bins[i].fate == bins[i - 1].fate && edges_[i].begin == edges_[i - 1].end;
    if (joins) {
      runs.back().last = i;
    } else {
      runs.push_back({i, i, bins[i].fate});
    }
  }
  return runs;
}

void HeatMapPainter::DrawOverlay(const HeatMapModel& model,
                                 std::size_t row,
                                 const std::vector<HeatMapBin>& bins) {
  const Appearance& appearance = Appearance::Instance();
  const ThemeTokens& tokens = appearance.tokens();
  Edge lines = RowEdge(row);
  lines.end -= HairlineOf(row);
  const int line = std::max(1, static_cast<int>(ratio_));
  const auto scaled = [&](int logical) { return static_cast<int>(std::lround(logical * ratio_)); };
  // Dark strokes in both themes: the plan dims what can still be changed.
  const QRgb planned = ToRgb(appearance.theme() == Theme::kLight ? tokens.text2 : tokens.base);
  for (const Run& run : RunsOf(bins)) {
    const Edge columns{edges_[run.first].begin, edges_[run.last].end};
    const bool gone = run.fate == UnitFate::kPruned;
    if (!gone && run.fate != UnitFate::kPlanned) continue;
    if (columns.end - columns.begin >= kFlatBelow * ratio_) {
      if (gone) Hatch(columns, lines, scaled(kPrunedPitch), ToRgb(tokens.pruned_hatch));
      if (!gone) Hatch(columns, lines, scaled(kPlannedPitch), planned);
    }
    if (model.order() == UnitOrder::kSorted && run.first > 0) {
      Outline({columns.begin - line, columns.begin}, lines, line, ToRgb(tokens.text));
    }
  }
  DrawFresh(row, bins);
  DrawHandMarks(model, row);
}

/// Diagonal strokes of one logical pixel, in phase over the whole map.
void HeatMapPainter::Hatch(Edge columns, Edge lines, int pitch, QRgb color) {
  const int stroke = std::max(1, static_cast<int>(ratio_));
  for (int y = lines.begin; y < lines.end; ++y) {
    auto* pixels = reinterpret_cast<QRgb*>(overlay_.scanLine(y));
    for (int first = columns.begin - (columns.begin + y) % pitch; first < columns.end;
         first += pitch) {
      for (int x = std::max(first, columns.begin); x < std::min(first + stroke, columns.end); ++x) {
        pixels[x] = color;
      }
    }
  }
}

void HeatMapPainter::Outline(Edge columns, Edge lines, int width, QRgb color) {
  for (int y = lines.begin; y < lines.end; ++y) {
    auto* pixels = reinterpret_cast<QRgb*>(overlay_.scanLine(y));
    const bool border = y < lines.begin + width || y >= lines.end - width;
    for (int x = std::max(0, columns.begin); x < std::min(columns.end, map_.width()); ++x) {
      if (border || x < columns.begin + width || x >= columns.end - width) pixels[x] = color;
    }
  }
}

void HeatMapPainter::DrawFresh(std::size_t row, const std::vector<HeatMapBin>& bins) {
  Edge lines = RowEdge(row);
  lines.end -= HairlineOf(row);
  const int width = static_cast<int>(std::lround(2 * ratio_));
  const QRgb color = ToRgb(Appearance::Instance().tokens().accent_line);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (!bins[i].fresh) continue;
    std::size_t last = i;
    while (last + 1 < bins.size() && bins[last + 1].fresh &&
           edges_[last + 1].begin == edges_[last].end) {
      ++last;
    }
    Outline({edges_[i].begin, edges_[last].end}, lines, width, color);
    i = last;
  }
}

void HeatMapPainter::DrawHandMarks(const HeatMapModel& model, std::size_t row) {
  const HeatMapRow& data = model.frame().rows[row];
  if (data.protected_units.empty() && data.forced_units.empty()) return;
  const QColor text = ToQColor(Appearance::Instance().tokens().text);
  const QColor base = ToQColor(Appearance::Instance().tokens().base);
  QPainter painter(&overlay_);
  painter.scale(ratio_, ratio_);
  const auto mark = [&](std::uint32_t unit, Glyph glyph) {
    const auto bin = model.BinOfUnit(row, unit, edges_.size());
    if (!bin) return;
    QRectF cell = CellRect(model, {row, *bin}).translated(-MapRect().topLeft());
    if (cell.width() < 3) cell.adjust(-1, 0, 2, 0);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(text, 1));
    painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5));
    if (cell.width() < 12 || cell.height() < 9) return;
    const double side = std::min(cell.height() - 2, 12.0);
    QRectF chip(0, 0, side + 2, side);
    chip.moveCenter(cell.center());
    painter.fillRect(chip, base);
    PaintGlyph(painter, chip.adjusted(1, 0, -1, 0), glyph, text);
  };
  for (const std::uint32_t unit : data.protected_units) mark(unit, Glyph::kLock);
  for (const std::uint32_t unit : data.forced_units) mark(unit, Glyph::kScissors);
}

}  // namespace sentei::viz
