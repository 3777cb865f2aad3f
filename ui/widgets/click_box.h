// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWidget>

namespace sentei::ui {

/// A box that acts as one button: click, Enter or Space.
class ClickBox final : public QWidget {
  Q_OBJECT

 public:
  explicit ClickBox(QWidget* parent = nullptr) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
  }

 signals:
  void Clicked();

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override {
    if (rect().contains(event->pos())) emit Clicked();
  }
  void keyPressEvent(QKeyEvent* event) override {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
        event->key() == Qt::Key_Space) {
      emit Clicked();
    } else {
      QWidget::keyPressEvent(event);
    }
  }
};

}  // namespace sentei::ui
