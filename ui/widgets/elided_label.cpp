// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/elided_label.h"

#include "ui/text.h"

#include <QPainter>
#include <QStyle>

namespace sentei::ui {

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), mode_(mode) {
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const {
  const QSize full = QLabel::minimumSizeHint();
  return {std::min(full.width(), fontMetrics().averageCharWidth() * 4), full.height()};
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
  const QString tip = IsElided() ? PlainToolTip(text()) : QString();
  if (tip != toolTip()) setToolTip(tip);
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  update();
}

}  // namespace sentei::ui
