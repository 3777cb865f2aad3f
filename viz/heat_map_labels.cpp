// SPDX-License-Identifier: Apache-2.0
// The part of HeatMapPainter that writes around the cells.
#include "viz/appearance.h"
#include "viz/glyph.h"
#include "viz/heat_map_painter.h"
#include "viz/plot_style.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace sentei::viz {
namespace {

struct Tick {
  double value = 0.0;
  double share = 0.0;  ///< 0 bottom, 1 top
};

QString Word(const char* text) { return QCoreApplication::translate("HeatMap", text); }

void AddLogTicks(const HeatMapModel& model, std::vector<Tick>& ticks) {
  const auto range = model.range();
  for (int power = -30; power <= 30; ++power) {
    for (const double digit : {1.0, 3.0}) {
      const double value = digit * std::pow(10.0, power);
      if (value > range.low && value < range.high) ticks.push_back({value, model.Position(value)});
    }
  }
}

/// Ends first, then what fits between them: three to five labels.
std::vector<Tick> BarTicks(const HeatMapModel& model) {
  const auto range = model.range();
  std::vector<Tick> inner;
  if (model.scale() == ValueScale::kLog && range.low > 0) {
    AddLogTicks(model, inner);
    while (inner.size() > 3) {  // every second one, from the second: decades or their thirds
      std::vector<Tick> fewer;
      for (std::size_t i = 1; i < inner.size(); i += 2) fewer.push_back(inner[i]);
      inner = fewer;
    }
  }
  if (inner.empty()) {
    for (const double share : {0.25, 0.5, 0.75}) {
      inner.push_back({range.low + share * (range.high - range.low), share});
    }
  }
  std::vector<Tick> ticks{{range.low, 0.0}};
  for (const Tick& tick : inner) {
    if (tick.share > 0.08 && tick.share < 0.92) ticks.push_back(tick);
  }
  ticks.push_back({range.high, 1.0});
  return ticks;
}

/// Smallest power of two that leaves at most seven steps.
std::size_t ChannelStep(std::size_t channels) {
  std::size_t step = 1;
  while (channels / step > 7) step *= 2;
  return step;
}

}  // namespace

void HeatMapPainter::Paint(QPainter& painter,
                           const HeatMapModel& model,
                           const HeatMapMarks& marks) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  painter.fillRect(QRect(QPoint(0, 0), size_), ToQColor(tokens.base));
  if (rows_ == 0 || edges_.empty()) return;
  painter.save();
  painter.setFont(caption_);
  painter.drawImage(MapRect(), cells_);
  painter.drawImage(MapRect(), overlay_);
  PaintLayers(painter, model);
  PaintCounts(painter, model);
  if (model.frame().columns.kind == HeatMapKind::kChannels) {
    PaintChannelAxis(painter, model);
  } else {
    PaintHeads(painter, model.frame().columns);
  }
  PaintColorBar(painter, model);
  PaintMarks(painter, model, marks);
  painter.restore();
}

void HeatMapPainter::PaintLayers(QPainter& painter, const HeatMapModel& model) const {
  painter.setPen(ToQColor(Appearance::Instance().tokens().text2));
  const double row_height = MapRect().height() / static_cast<double>(rows_);
  std::size_t step = rows_ < 4 ? 1 : 3;
  while (row_height * static_cast<double>(step) < caption_height_ * 0.8) step *= 2;
  double last_top = RowRect(rows_ - 1).center().y() - caption_height_ / 2;
  const auto write = [&](std::size_t row) {
    const double center = RowRect(row).center().y();
    const QRectF box(0, center - caption_height_, MapRect().left() - 8, 2 * caption_height_);
    painter.drawText(
        box, Qt::AlignRight | Qt::AlignVCenter, QString::number(model.frame().rows[row].layer));
  };
  for (std::size_t row = 0; row + 1 < rows_; row += step) {
    if (RowRect(row).center().y() + caption_height_ * 0.4 < last_top) write(row);
  }
  write(rows_ - 1);
}

void HeatMapPainter::PaintCounts(QPainter& painter, const HeatMapModel& model) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const bool heads = model.frame().columns.kind != HeatMapKind::kChannels;
  const double row_height = MapRect().height() / static_cast<double>(rows_);
  const double left = MapRect().right() + 8;
  std::size_t step = 1;
  while (row_height * static_cast<double>(step) < caption_height_ * 0.72) ++step;
  for (std::size_t row = 0; row < rows_; ++row) {
    const HeatMapRow& data = model.frame().rows[row];
    const double center = RowRect(row).center().y();
    const double mark = std::clamp(row_height, 8.0, 13.0);
    if (data.locked && row % step == 0) {
      const double x = heads ? left : left + counts_width_ - 12;
      PaintGlyph(
          painter, QRectF(x, center - mark / 2, mark, mark), Glyph::kLock, ToQColor(tokens.text2));
    }
    if (heads || data.values == nullptr || row % step != 0) continue;
    const bool all = kept_[row] == model.UnitsOf(row);
    painter.setPen(ToQColor(all ? tokens.text2 : tokens.text));
    painter.drawText(
        QRectF(left, center - caption_height_, counts_width_ - 14, 2 * caption_height_),
        Qt::AlignRight | Qt::AlignVCenter,
        QLocale().toString(static_cast<qulonglong>(kept_[row])));
  }
}

void HeatMapPainter::PaintHeads(QPainter& painter, const HeatMapColumns& columns) const {
  if (groups_ == 0) return;
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const QRectF map = MapRect();
  const double numbers_top = map.top() - caption_height_ - 3;
  const double bracket = numbers_top - 3;
  const QFontMetricsF metrics(caption_);
  const auto x = [&](int device) { return Logical(map_.x() + device); };
  const double width = map.width() / static_cast<double>(edges_.size());
  const double needed = metrics.horizontalAdvance(QString::number(edges_.size())) + 3;
  const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil(needed / width)));
  painter.setPen(ToQColor(tokens.text2));
  for (std::size_t head = 0; head < edges_.size(); head += step) {
    const double center = (x(edges_[head].begin) + x(edges_[head].end)) / 2;
    painter.drawText(QRectF(center - 20, numbers_top, 40, caption_height_),
                     Qt::AlignCenter,
                     QString::number(head));
  }
  if (columns.heads_per_group < 2) return;
  for (std::size_t group = 0; group < groups_; ++group) {
    const double left = x(edges_[group * columns.heads_per_group].begin) + 0.5;
    const double right = x(edges_[(group + 1) * columns.heads_per_group - 1].end) - 0.5;
    painter.setPen(QPen(ToQColor(tokens.control), 1));
    painter.drawPolyline(QPolygonF({{left, bracket + 0.5},
                                    {left, bracket - 3.5},
                                    {right, bracket - 3.5},
                                    {right, bracket + 0.5}}));
    QString name = QStringLiteral("KV %1").arg(group);
    if (metrics.horizontalAdvance(name) > right - left) name = QString::number(group);
    if (metrics.horizontalAdvance(name) > right - left + 6) continue;
    painter.setPen(ToQColor(tokens.text2));
    painter.drawText(
        QRectF(left - 20, bracket - 5 - caption_height_, right - left + 40, caption_height_),
        Qt::AlignCenter,
        name);
  }
}

void HeatMapPainter::PaintChannelAxis(QPainter& painter, const HeatMapModel& model) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const auto view = model.view();
  if (view.size() == 0) return;
  const QRectF map = MapRect();
  const std::size_t step = ChannelStep(view.size());
  const double label = QFontMetricsF(caption_).horizontalAdvance(
                           QLocale().toString(static_cast<qulonglong>(view.end))) +
                       10;
  const auto write = [&](std::size_t channel) {
    const double share =
        static_cast<double>(channel - view.begin) / static_cast<double>(view.size());
    const double x = std::floor(map.left() + share * map.width()) + 0.5;
    painter.setPen(QPen(ToQColor(tokens.control), 1));
    painter.drawLine(QPointF(x, map.bottom() + 1), QPointF(x, map.bottom() + 5));
    painter.setPen(ToQColor(tokens.text2));
    painter.drawText(QRectF(x - 40, map.bottom() + 5, 80, caption_height_ + 2),
                     Qt::AlignCenter,
                     QLocale().toString(static_cast<qulonglong>(channel)));
  };
  double written = -1e9;
  for (std::size_t at = (view.begin + step - 1) / step * step; at < view.end; at += step) {
    const double x =
        static_cast<double>(at - view.begin) / static_cast<double>(view.size()) * map.width();
    if (x - written < label || map.width() - x < label) continue;
    write(at);
    written = x;
  }
  write(view.end);
}

void HeatMapPainter::PaintColorBar(QPainter& painter, const HeatMapModel& model) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const QRectF map = MapRect();
  const QRectF bar(std::floor(bar_left_), map.top(), 10, std::max(map.height(), 60.0));
  QImage image(1, static_cast<int>(colors_.size()), QImage::Format_RGB32);
  for (std::size_t i = 0; i < colors_.size(); ++i) {
    image.setPixel(0, static_cast<int>(i), colors_[colors_.size() - 1 - i]);
  }
  painter.drawImage(bar, image);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ToQColor(tokens.control), 1));
  painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5));
  for (const Tick& tick : BarTicks(model)) {
    const double y =
        std::round(bar.bottom() - tick.share * bar.height()) + (tick.share > 0.5 ? 0.5 : -0.5);
    painter.setPen(QPen(ToQColor(tokens.control), 1));
    painter.drawLine(QPointF(bar.right() + 1, y), QPointF(bar.right() + 4, y));
    painter.setPen(ToQColor(tokens.text2));
    const double shift = tick.share == 0.0   ? -caption_height_ * 0.25
                         : tick.share == 1.0 ? caption_height_ * 0.25
                                             : 0;
    painter.drawText(QRectF(bar.right() + 6, y - caption_height_ + shift, 80, 2 * caption_height_),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     NumberText(QString::number(tick.value, 'g', 2).toDouble(), NumberStyle::kSi));
  }
  if (model.colors() == HeatMapColors::kDiverging) PaintBarWords(painter, bar);
}

void HeatMapPainter::PaintBarWords(QPainter& painter, const QRectF& bar) const {
  const QString less = Word(QT_TRANSLATE_NOOP("HeatMap", "less important"));
  const QString more = Word(QT_TRANSLATE_NOOP("HeatMap", "more important"));
  const double length = QFontMetricsF(caption_).horizontalAdvance(less + more) + 12;
  painter.save();
  painter.setPen(ToQColor(Appearance::Instance().tokens().text2));
  painter.translate(bar.left() - 3, bar.bottom());
  painter.rotate(-90);
  const QRectF box(0, -caption_height_, bar.height(), caption_height_);
  if (length < bar.height()) painter.drawText(box, Qt::AlignLeft | Qt::AlignBottom, less);
  painter.drawText(box, Qt::AlignRight | Qt::AlignBottom, more);
  painter.restore();
}

void HeatMapPainter::PaintMarks(QPainter& painter,
                                const HeatMapModel& model,
                                const HeatMapMarks& marks) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const QColor accent = ToQColor(tokens.accent_line);
  painter.setBrush(Qt::NoBrush);
  for (std::size_t row = 0; row < rows_; ++row) {
    const std::int64_t layer = model.frame().rows[row].layer;
    const QRectF rect = RowRect(row);
    if (marks.selected_layers.contains(layer)) {
      painter.fillRect(QRectF(3, rect.top(), 3, rect.height() + 1), accent);
    }
    if (marks.current_layer != layer) continue;
    painter.setPen(QPen(accent, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect.adjusted(-1, -1, 1, 1));
  }
  if (!marks.cursor || marks.cursor->row >= rows_ || marks.cursor->bin >= edges_.size()) return;
  QRectF cell = CellRect(model, *marks.cursor);
  if (cell.width() < 6) cell.adjust(-(6 - cell.width()) / 2, 0, (6 - cell.width()) / 2, 0);
  // A line of ground around the accent: it shows on every colour of the map.
  painter.setPen(QPen(ToQColor(tokens.base), 4, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(cell);
  painter.setPen(QPen(accent, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(cell);
}

}  // namespace sentei::viz
