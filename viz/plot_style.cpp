// SPDX-License-Identifier: Apache-2.0
#include "viz/plot_style.h"

#include "viz/appearance.h"

#include <qcustomplot.h>

#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace sentei::viz {
namespace {

QString WithTrueMinus(QString text) { return text.replace(QLatin1Char('-'), QChar(0x2212)); }

/// "1e-4", "2.5e9"
QString Exponential(double value, int precision) {
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
  const QString mantissa = QString::number(value / std::pow(10.0, exponent), 'g', precision);
  return WithTrueMinus(mantissa) + QLatin1Char('e') + QString::number(exponent);
}

QString Digits(double value, int precision) {
  if (value != 0.0 && (std::abs(value) < 1e-3 || std::abs(value) >= 1e7)) {
    return Exponential(value, precision);
  }
  const QLocale locale;
  if (std::abs(value) >= 1000) return WithTrueMinus(locale.toString(std::round(value), 'f', 0));
  return WithTrueMinus(locale.toString(value, 'g', precision));
}

QString SiText(double value) {
  struct Unit {
    double size;
    const char* name;
  };
  static constexpr std::array<Unit, 4> kUnits{
      {{1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}}};
  for (const Unit& unit : kUnits) {
    if (std::abs(value) >= unit.size * 10 || (std::abs(value) >= unit.size && unit.size > 1e3)) {
      return Digits(value / unit.size, 4) + QString::fromLatin1(unit.name);
    }
  }
  return Digits(value, 4);
}

/// 1, 2 and 5 of every decade in the range.
QVector<double> LogTicks(double low, double high) {
  QVector<double> ticks;
  for (double decade = std::pow(10.0, std::floor(std::log10(low))); decade <= high; decade *= 10) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double tick = decade * digit;
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.append(tick);
    }
  }
  return ticks;
}

class Ticker final : public QCPAxisTicker {
 public:
  explicit Ticker(NumberStyle numbers) : numbers_(numbers) { setTickCount(5); }

 protected:
  QString getTickLabel(double tick,
                       const QLocale& /*locale*/,
                       QChar /*format*/,
                       int /*precision*/) override {
    return NumberText(std::abs(tick) < 1e-12 ? 0.0 : tick, numbers_);
  }

 private:
  NumberStyle numbers_;
};

class LogTicker final : public QCPAxisTickerLog {
 public:
  explicit LogTicker(NumberStyle numbers) : numbers_(numbers) {}

 protected:
  QString getTickLabel(double tick,
                       const QLocale& /*locale*/,
                       QChar /*format*/,
                       int /*precision*/) override {
    return NumberText(tick, numbers_);
  }
  QVector<double> createTickVector(double step, const QCPRange& range) override {
    // Less than a decade or so: 1, 2, 5 instead of powers alone.
    if (range.upper / range.lower > 300) return QCPAxisTickerLog::createTickVector(step, range);
    const QVector<double> ticks = LogTicks(range.lower, range.upper);
    return ticks.size() >= 2 ? ticks : QCPAxisTicker::createTickVector(PlainStep(range), range);
  }

 private:
  static double PlainStep(const QCPRange& range) {
    const double raw = range.size() / 4;
    const double decade = std::pow(10.0, std::floor(std::log10(raw)));
    return decade * std::max(1.0, std::round(raw / decade));
  }

  NumberStyle numbers_;
};

void StyleAxis(QCPAxis& axis, const QFont& caption, bool grid) {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const QPen line(ToQColor(tokens.control), 1);
  axis.setVisible(true);
  axis.setBasePen(line);
  axis.setTickPen(line);
  axis.setTickLength(0, 4);
  axis.setSubTicks(false);
  axis.setTickLabelFont(caption);
  axis.setTickLabelColor(ToQColor(tokens.text2));
  axis.setTickLabelPadding(4);
  axis.grid()->setVisible(grid);
  axis.grid()->setPen(QPen(ToQColor(tokens.grid), 1));
  axis.grid()->setZeroLinePen(Qt::NoPen);
  axis.grid()->setSubGridVisible(false);
}

}  // namespace

std::vector<double> AxisTicks(double low, double high, AxisScale scale, int count) {
  std::vector<double> ticks;
  if (scale == AxisScale::kLog && low > 0) {
    for (const double tick : LogTicks(low, high)) ticks.push_back(tick);
    if (ticks.size() >= 2) return ticks;
    ticks.clear();
  }
  const double raw = (high - low) / std::max(1, count);
  const double decade = std::pow(10.0, std::floor(std::log10(raw)));
  const double lead = raw / decade;
  const double step = decade * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
  for (double n = std::ceil(low / step); n * step <= high; ++n) ticks.push_back(n * step);
  return ticks;
}

QFont CaptionFont(const QWidget& widget) {
  QFont font = widget.font();
  if (font.pixelSize() > 0) font.setPixelSize(qRound(font.pixelSize() * 0.85));
  if (font.pixelSize() <= 0) font.setPointSizeF(font.pointSizeF() * 0.85);
  return font;
}

QString NumberText(double value, NumberStyle style) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  switch (style) {
    case NumberStyle::kPlain:
      break;
    case NumberStyle::kPercent:
      return Digits(value * 100, 4) + QStringLiteral(" %");
    case NumberStyle::kSi:
      return SiText(value);
  }
  return Digits(value, 5);
}

void StyleAxisRect(QCPAxisRect& rect, const QFont& caption, Gridlines grid) {
  StyleAxis(*rect.axis(QCPAxis::atLeft), caption, true);
  StyleAxis(*rect.axis(QCPAxis::atBottom), caption, grid == Gridlines::kBoth);
  for (const auto side : {QCPAxis::atRight, QCPAxis::atTop}) {
    if (rect.axisCount(side) > 0) rect.axis(side)->setVisible(false);
  }
}

void StylePlot(QCustomPlot& plot, Gridlines grid) {
  plot.setBackground(ToQColor(Appearance::Instance().tokens().base));
  const QFont caption = CaptionFont(plot);
  for (QCPAxisRect* rect : plot.axisRects()) StyleAxisRect(*rect, caption, grid);
}

void SetAxisNumbers(QCPAxis& axis, AxisScale scale, NumberStyle numbers) {
  if (scale == AxisScale::kLog) {
    axis.setScaleType(QCPAxis::stLogarithmic);
    axis.setTicker(QSharedPointer<QCPAxisTicker>(new LogTicker(numbers)));
  } else {
    axis.setScaleType(QCPAxis::stLinear);
    axis.setTicker(QSharedPointer<QCPAxisTicker>(new Ticker(numbers)));
  }
}

void PaintAxisTitles(QCPPainter& painter,
                     const QCPAxisRect& rect,
                     const QString& x_title,
                     const QString& y_title) {
  const QFontMetricsF metrics(painter.font());
  const double height = metrics.height();
  const QRectF area = rect.rect();
  painter.setPen(ToQColor(Appearance::Instance().tokens().text2));
  painter.drawText(QRectF(area.left() + 6, area.top() - height - 3, area.width(), height),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   y_title);
  if (x_title.isEmpty()) return;
  painter.drawText(QRectF(area.left(), area.bottom() + height + 7, area.width(), height),
                   Qt::AlignRight | Qt::AlignVCenter,
                   x_title);
}

void PaintHatch(QPainter& painter, const QRectF& rect, double pitch, const QColor& color) {
  painter.save();
  painter.setClipRect(rect, Qt::IntersectClip);
  painter.setPen(QPen(color, 1));
  const double first = std::floor((rect.left() + rect.top()) / pitch) * pitch;
  for (double sum = first; sum <= rect.right() + rect.bottom(); sum += pitch) {
    painter.drawLine(QPointF(sum - rect.top(), rect.top()),
                     QPointF(sum - rect.bottom(), rect.bottom()));
  }
  painter.restore();
}

}  // namespace sentei::viz
