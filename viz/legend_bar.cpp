// SPDX-License-Identifier: Apache-2.0
#include "viz/legend_bar.h"

#include "viz/appearance.h"
#include "viz/plot_style.h"
#include "viz/tool_tip.h"

#include <QPainter>
#include <QStringList>
#include <algorithm>

namespace sentei::viz {
namespace {

constexpr int kLine = 18;
constexpr int kGap = 14;
constexpr int kMaxName = 160;

}  // namespace

LegendBar::LegendBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  connect(&Appearance::Instance(), &Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void LegendBar::SetEntries(std::vector<LegendEntry> entries) {
  entries_ = std::move(entries);
  QStringList names;
  for (const LegendEntry& entry : entries_) names.append(entry.name);
  setAccessibleName(names.join(QStringLiteral(", ")));
  setToolTip(ToolTipOf(names.join(QLatin1Char('\n')), TipForm::kLines));
  setVisible(!entries_.empty());
  updateGeometry();
  update();
}

int LegendBar::WidthOf(const LegendEntry& entry) const {
  return kLine + 6 +
         std::min(kMaxName, QFontMetrics(CaptionFont(*this)).horizontalAdvance(entry.name)) + kGap;
}

QSize LegendBar::sizeHint() const {
  int width = 0;
  for (const LegendEntry& entry : entries_) width += WidthOf(entry);
  return {width, std::max(24, fontMetrics().height())};
}

QSize LegendBar::minimumSizeHint() const {
  return {entries_.empty() ? 0 : std::min(sizeHint().width(), WidthOf(entries_.front()) + 24), 24};
}

void LegendBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(CaptionFont(*this));
  const QFontMetrics metrics(painter.font());
  const double middle = height() / 2.0;
  int x = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const LegendEntry& entry = entries_[i];
    painter.setPen(ToQColor(Appearance::Instance().tokens().text2));
    const bool last = i + 1 == entries_.size();
    const int needed = WidthOf(entry) - kGap + (last ? 0 : kGap + 24);
    if (x + needed > width() && i > 0) {
      painter.drawText(QRectF(x, 0, width() - x, height()),
                       Qt::AlignLeft | Qt::AlignVCenter,
                       QStringLiteral("+%1").arg(entries_.size() - i));
      return;
    }
    QPen pen = SeriesPen(entry.style);
    pen.setWidthF(2);
    painter.setPen(pen);
    painter.drawLine(QPointF(x, middle), QPointF(x + kLine, middle));
    const bool run = entry.style.kind == SeriesStyle::Kind::kRun;
    if (const auto marker = SeriesMarker(entry.style); marker && run) {
      PaintMarker(painter, {x + kLine / 2.0, middle}, *marker, 8, SeriesColor(entry.style));
    }
    painter.setPen(ToQColor(Appearance::Instance().tokens().text2));
    painter.drawText(QRectF(x + kLine + 6, 0, kMaxName, height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(entry.name, Qt::ElideMiddle, kMaxName));
    x += WidthOf(entry);
  }
}

}  // namespace sentei::viz
