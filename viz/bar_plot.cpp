// SPDX-License-Identifier: Apache-2.0
#include "viz/bar_plot.h"

#include "viz/appearance.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sentei::viz {
namespace {

double PartOf(double value) { return std::isfinite(value) ? std::max(0.0, value) : 0.0; }
double WholeOf(const Bar& bar) { return std::max(PartOf(bar.kept), PartOf(bar.total)); }

struct Sum {
  double kept = 0.0;
  double total = 0.0;
};

Sum SumOf(const std::vector<BarSeries>& series, std::size_t bar) {
  Sum sum;
  for (const BarSeries& part : series) {
    if (bar >= part.bars.size()) continue;
    sum.kept += PartOf(part.bars[bar].kept);
    sum.total += WholeOf(part.bars[bar]);
  }
  return sum;
}

}  // namespace

BarPlot::BarPlot(QWidget* parent) : Chart(parent) { Restyle(); }

void BarPlot::SetSeries(std::vector<BarSeries> series) {
  series_ = std::move(series);
  RequestUpdate();
}

void BarPlot::SetTitles(const QString& x_title, const QString& y_title) {
  x_title_ = x_title;
  y_title_ = y_title;
  RequestUpdate();
}

void BarPlot::SetNumbers(NumberStyle numbers) {
  numbers_ = numbers;
  Restyle();
  RequestUpdate();
}

void BarPlot::SetArrangement(BarArrangement arrangement) {
  arrangement_ = arrangement;
  RequestUpdate();
}

std::size_t BarPlot::SeriesCount() const { return series_.size(); }
std::size_t BarPlot::PointCount(std::size_t series) const { return series_[series].bars.size(); }

std::size_t BarPlot::BarCount() const {
  std::size_t count = 0;
  for (const BarSeries& series : series_) count = std::max(count, series.bars.size());
  return count;
}

void BarPlot::Restyle() {
  StylePlot(plot(), Gridlines::kHorizontal);
  const int caption = QFontMetrics(CaptionFont(*this)).height();
  plot().axisRect()->setMinimumMargins({44, caption + 6, 12, 2 * caption + 12});
  SetAxisNumbers(*plot().yAxis, AxisScale::kLinear, numbers_);
}

double BarPlot::BaseOf(std::size_t series, std::size_t bar) const {
  if (!IsStacked()) return 0.0;
  double base = 0.0;
  for (std::size_t below = 0; below < series; ++below) {
    if (bar < series_[below].bars.size()) base += WholeOf(series_[below].bars[bar]);
  }
  return base;
}

AxisRange BarPlot::Extent() const {
  AxisRange extent{0.0, 0.0};
  if (IsStacked()) {
    for (std::size_t bar = 0; bar < BarCount(); ++bar) {
      extent.high = std::max(extent.high, SumOf(series_, bar).total);
    }
    return extent;
  }
  for (const BarSeries& series : series_) {
    for (const Bar& bar : series.bars) {
      extent.high = std::max({extent.high, bar.kept, bar.total});
      extent.low = std::min({extent.low, bar.kept, bar.total});
    }
  }
  return extent;
}

void BarPlot::Update() {
  const auto [low, high] = Extent();
  double widest = 0.0;
  const QFontMetricsF metrics(CaptionFont(*this));
  for (const BarSeries& series : series_) {
    for (const Bar& bar : series.bars) {
      widest = std::max(widest, metrics.horizontalAdvance(bar.label));
    }
  }
  const auto count = static_cast<double>(BarCount());
  plot().xAxis->setRange(-0.5, std::max(0.5, count - 0.5));
  plot().yAxis->setRange(low < 0 ? low * 1.05 : 0.0,
                         high > 0 ? high * 1.05 : (low < 0 ? 0.0 : 1.0));
  // As many labels as fit, always at the same distance.
  const double room = std::max(1.0, (width() - 60.0) / std::max(1.0, count));
  const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil((widest + 8) / room)));
  const QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
  if (!series_.empty()) {
    const auto& bars = series_.front().bars;
    for (std::size_t i = 0; i < bars.size(); i += step)
      ticker->addTick(static_cast<double>(i), bars[i].label);
  }
  plot().xAxis->setTicker(ticker);
}

QRectF BarPlot::BarRect(std::size_t series, double from, double to, std::size_t bar) const {
  const QCPAxis& x = *plot().xAxis;
  const QCPAxis& y = *plot().yAxis;
  const double slot = x.coordToPixel(1) - x.coordToPixel(0);
  const double gap = slot >= 8 ? std::max(2.0, slot * 0.25) : slot >= 3 ? 1.0 : 0.0;
  const std::size_t abreast = IsStacked() ? 1 : std::max<std::size_t>(1, series_.size());
  const double width = (slot - gap) / static_cast<double>(abreast);
  const double left = x.coordToPixel(static_cast<double>(bar)) - slot / 2 + gap / 2 +
                      (IsStacked() ? 0.0 : static_cast<double>(series) * width);
  const double inner = abreast > 1 && width > 4 ? 1.0 : 0.0;
  return QRectF(QPointF(left, y.coordToPixel(from)),
                QPointF(left + width - inner, y.coordToPixel(to)))
      .normalized();
}

void BarPlot::PaintOver(QCPPainter& painter) {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  painter.setAntialiasing(false);
  for (std::size_t s = 0; s < series_.size(); ++s) {
    const QColor color = SeriesColor(series_[s].style);
    for (std::size_t i = 0; i < series_[s].bars.size(); ++i) {
      const Bar& bar = series_[s].bars[i];
      if (!std::isfinite(bar.kept) || (IsStacked() && WholeOf(bar) == 0.0)) continue;
      const double base = BaseOf(s, i);
      painter.fillRect(BarRect(s, base, base + bar.kept, i), color);
      if (!(bar.total > bar.kept)) continue;
      const QRectF removed = BarRect(s, base + bar.kept, base + bar.total, i);
      painter.fillRect(removed, ToQColor(tokens.pruned));
      if (removed.width() >= 4) PaintHatch(painter, removed, 4, ToQColor(tokens.pruned_hatch));
    }
  }
  painter.setAntialiasing(true);
  PaintAxisTitles(painter, *plot().axisRect(), x_title_, y_title_);
}

QPointF BarPlot::PointPosition(std::size_t series, std::size_t point) const {
  const Bar& bar = series_[series].bars[point];
  if (!std::isfinite(bar.kept)) return {std::numeric_limits<double>::quiet_NaN(), 0};
  const double base = BaseOf(series, point);
  const QRectF rect = BarRect(series, base, base + bar.kept, point);
  if (IsStacked()) return rect.center();
  return {rect.center().x(), bar.kept < 0 ? rect.bottom() : rect.top()};
}

std::optional<Chart::PointId> BarPlot::NearestPoint(QPointF position, double reach) const {
  for (std::size_t series = 0; series < series_.size(); ++series) {
    for (std::size_t i = 0; i < series_[series].bars.size(); ++i) {
      const Bar& bar = series_[series].bars[i];
      if (!std::isfinite(bar.kept)) continue;
      const double base = BaseOf(series, i);
      const double end = std::isfinite(bar.total) ? std::max(bar.kept, bar.total) : bar.kept;
      if (BarRect(series, base, base + end, i).contains(position)) return PointId{series, i};
    }
  }
  return Chart::NearestPoint(position, reach);
}

QString BarPlot::ValueText(double kept, double total) const {
  if (!(total > kept)) return NumberText(kept, numbers_);
  return tr("%1 of %2").arg(NumberText(kept, numbers_), NumberText(total, numbers_));
}

QString BarPlot::DescribePoint(std::size_t series, std::size_t point) const {
  const Bar& bar = series_[series].bars[point];
  QString text = bar.name;
  if (series_.size() > 1) text += QStringLiteral(" · ") + series_[series].name;
  text += QLatin1Char('\n');
  return text + (IsStacked() ? DescribeParts(point) : ValueText(bar.kept, bar.total));
}

QString BarPlot::DescribeParts(std::size_t bar) const {
  QStringList lines;
  for (const BarSeries& part : series_) {
    if (bar >= part.bars.size()) continue;
    const Bar& own = part.bars[bar];
    lines += QStringLiteral("%1 %2").arg(part.name, ValueText(own.kept, own.total));
  }
  const Sum sum = SumOf(series_, bar);
  lines += tr("total %1").arg(ValueText(sum.kept, sum.total));
  return lines.join(QLatin1Char('\n'));
}

std::vector<LegendEntry> BarPlot::Legend() const {
  std::vector<LegendEntry> entries;
  for (const BarSeries& series : series_) entries.push_back({series.name, series.style});
  return entries;
}

TableData BarPlot::Table() const {
  if (IsStacked()) return StackedTable();
  QStringList headers{x_title_.isEmpty() ? tr("Bar") : x_title_};
  for (const BarSeries& series : series_)
    headers << series.name << tr("%1, dense").arg(series.name);
  const auto shared = std::make_shared<const std::vector<BarSeries>>(series_);
  return {headers, BarCount(), [shared](std::size_t row, std::size_t column) -> QVariant {
            const auto& bars = (*shared)[column == 0 ? 0 : (column - 1) / 2].bars;
            if (row >= bars.size()) return {};
            if (column == 0) return bars[row].label;
            return column % 2 == 1 ? bars[row].kept : std::max(bars[row].kept, bars[row].total);
          }};
}

/// A column a part and the total; the dense values after those only where something was removed.
TableData BarPlot::StackedTable() const {
  QStringList headers{x_title_.isEmpty() ? tr("Bar") : x_title_};
  for (const BarSeries& part : series_) headers << part.name;
  headers << tr("total");
  bool removed = false;
  for (std::size_t bar = 0; bar < BarCount(); ++bar) {
    const Sum sum = SumOf(series_, bar);
    removed = removed || sum.total > sum.kept;
  }
  if (removed) {
    for (const BarSeries& part : series_) headers << tr("%1, dense").arg(part.name);
    headers << tr("total, dense");
  }
  const auto shared = std::make_shared<const std::vector<BarSeries>>(series_);
  return {headers, BarCount(), [shared](std::size_t row, std::size_t column) -> QVariant {
            const std::vector<BarSeries>& parts = *shared;
            const std::size_t block = parts.size() + 1;
            const std::size_t part = column == 0 ? 0 : (column - 1) % block;
            const bool dense = column > block;
            if (column > 0 && part == parts.size()) {
              const Sum sum = SumOf(parts, row);
              return dense ? sum.total : sum.kept;
            }
            if (parts.empty() || row >= parts[part].bars.size()) return {};
            const Bar& bar = parts[part].bars[row];
            if (column == 0) return bar.label;
            return dense ? std::max(bar.kept, bar.total) : bar.kept;
          }};
}

}  // namespace sentei::viz
