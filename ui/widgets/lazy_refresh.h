// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QEvent>
#include <QWidget>
#include <functional>

namespace sentei::ui {

/// Brings a widget up to date when asked and seen; while it is hidden, once when it is shown next.
/// Belongs to the widget.
class LazyRefresh final : public QObject {
  Q_OBJECT

 public:
  LazyRefresh(QWidget* widget, std::function<void()> refresh)
      : QObject(widget), widget_(widget), refresh_(std::move(refresh)) {
    widget->installEventFilter(this);
  }

  void Request() {
    due_ = !widget_->isVisible();
    if (!due_) refresh_();
  }

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == widget_ && event->type() == QEvent::Show && due_) {
      due_ = false;
      refresh_();
    }
    return QObject::eventFilter(watched, event);
  }

 private:
  QWidget* widget_;
  std::function<void()> refresh_;
  bool due_ = true;
};

}  // namespace sentei::ui
