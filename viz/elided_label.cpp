// SPDX-License-Identifier: Apache-2.0
#include "viz/elided_label.h"

#include "viz/tool_tip.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace sentei::viz {

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), mode_(mode) {
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::SetLeastWidth(int pixels) {
  least_width_ = pixels;
  updateGeometry();
}

QSize ElidedLabel::minimumSizeHint() const {
  const QSize full = QLabel::minimumSizeHint();
  const int least = least_width_.value_or(fontMetrics().averageCharWidth() * 4);
  return {std::min(full.width(), least), full.height()};
}

bool ElidedLabel::IsElided() const {
  return fontMetrics().horizontalAdvance(text()) > contentsRect().width();
}

void ElidedLabel::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QRect area = contentsRect();
  const QString shown = fontMetrics().elidedText(text(), mode_, area.width());
  style()->drawItemText(&painter,
                        area,
                        static_cast<int>(alignment()),
                        palette(),
                        isEnabled(),
                        shown,
                        foregroundRole());
  const QString tip = IsElided() ? ToolTipOf(text()) : QString();
  if (tip != toolTip()) setToolTip(tip);
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  update();
}

}  // namespace sentei::viz
