// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/window_shade.h"

#include <QEvent>
#include <QPainter>

namespace sentei::ui {
namespace {

constexpr float kDarkness = 0.38F;

}  // namespace

WindowShade::WindowShade(QWidget* window) : QWidget(window) {
  setObjectName(QStringLiteral("window-shade"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  window->installEventFilter(this);
  setGeometry(window->rect());
  raise();
  show();
}

bool WindowShade::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void WindowShade::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  QColor black(Qt::black);
  black.setAlphaF(kDarkness);
  painter.fillRect(rect(), black);
}

}  // namespace sentei::ui
