// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/share_bar.h"

#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"
#include "viz/series_style.h"
#include "viz/tool_tip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace sentei::ui {

ShareBar::ShareBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&viz::Appearance::Instance(),
          &viz::Appearance::Changed,
          this,
          qOverload<>(&ShareBar::update));
}

void ShareBar::SetParts(std::vector<Part> parts, double limit) {
  parts_ = std::move(parts);
  limit_ = limit;
  update();
}

QColor ShareBar::ColorOf(std::size_t part) {
  return viz::SeriesColor({viz::SeriesStyle::Kind::kRun, part % 8});
}

QSize ShareBar::sizeHint() const { return {Px(240), Px(18)}; }
QSize ShareBar::minimumSizeHint() const { return {Px(80), Px(18)}; }

double ShareBar::Scale() const {
  double sum = 0.0;
  for (const Part& part : parts_) sum += part.amount;
  return std::max({sum, limit_, 1.0});
}

QRectF ShareBar::PartRect(std::size_t part) const {
  double before = 0.0;
  for (std::size_t i = 0; i < part; ++i) before += parts_[i].amount;
  const double pixels = static_cast<double>(width()) / Scale();
  return {before * pixels, 0.0, parts_[part].amount * pixels, static_cast<double>(height())};
}

void ShareBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  painter.fillRect(rect(), viz::ToQColor(tokens.track));
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const QBrush brush(ColorOf(part), parts_[part].light ? Qt::BDiagPattern : Qt::SolidPattern);
    painter.fillRect(PartRect(part), brush);
  }
  if (limit_ <= 0.0) return;
  const double x = limit_ / Scale() * static_cast<double>(width() - 1);
  painter.setPen(QPen(viz::ToQColor(tokens.text), 2.0));
  painter.drawLine(QPointF(x, 0.0), QPointF(x, height()));
}

bool ShareBar::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (!PartRect(part).contains(help->pos())) continue;
    QToolTip::showText(
        help->globalPos(),
        viz::ToolTipOf(QStringLiteral("%1: %2").arg(parts_[part].name, Bytes(parts_[part].amount))),
        this);
    return true;
  }
  QToolTip::hideText();
  return true;
}

}  // namespace sentei::ui
