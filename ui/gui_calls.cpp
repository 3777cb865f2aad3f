// SPDX-License-Identifier: Apache-2.0
#include "ui/gui_calls.h"

#include <QCoreApplication>
#include <QEvent>
#include <utility>

namespace sentei::ui {

void GuiCalls::Post(std::function<void()> call) {
  {
    const std::scoped_lock lock(mutex_);
    calls_.push_back(std::move(call));
  }
  // An event for each call: one that runs an event loop of its own does not hold up the rest.
  QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void GuiCalls::customEvent(QEvent* /*event*/) {
  std::function<void()> call;
  {
    const std::scoped_lock lock(mutex_);
    if (calls_.empty()) return;
    call = std::move(calls_.front());
    calls_.pop_front();
  }
  call();
}

}  // namespace sentei::ui
