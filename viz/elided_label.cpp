// SPDX-License-Identifier: Apache-2.0
#include "viz/elided_label.h"

#include "viz/appearance.h"
#include "viz/plot_style.h"
#include "viz/spoken_value.h"

#include <QPainter>
#include <algorithm>

namespace sentei::viz {

ElidedLabel::ElidedLabel(Role role, QWidget* parent) : QWidget(parent), role_(role) {
  setSizePolicy(role == Role::kTitle ? QSizePolicy::Maximum : QSizePolicy::Expanding,
                QSizePolicy::Preferred);
  connect(&Appearance::Instance(), &Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::SetText(const QString& text) {
  text_ = text;
  setAccessibleName(text);
  setVisible(role_ == Role::kCaption || !text.isEmpty());
  UpdateToolTip();
  updateGeometry();
  update();
}

QFont ElidedLabel::TextFont() const {
  if (role_ == Role::kCaption) return CaptionFont(*this);
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  return bold;
}

QSize ElidedLabel::sizeHint() const {
  const QFontMetrics metrics(TextFont());
  return {metrics.horizontalAdvance(text_) + 1, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const {
  const QSize hint = sizeHint();
  return {role_ == Role::kTitle ? std::min(hint.width(), 160) : 0, hint.height()};
}

void ElidedLabel::UpdateToolTip() {
  setToolTip(sizeHint().width() > width() ? ToolTipOf(text_) : QString());
}

void ElidedLabel::resizeEvent(QResizeEvent* /*event*/) { UpdateToolTip(); }

void ElidedLabel::paintEvent(QPaintEvent* /*event*/) {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  QPainter painter(this);
  painter.setFont(TextFont());
  painter.setPen(ToQColor(role_ == Role::kTitle ? tokens.text : tokens.text2));
  const QString shown = QFontMetrics(painter.font()).elidedText(text_, Qt::ElideRight, width());
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
}

}  // namespace sentei::viz
