// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <deque>
#include <functional>
#include <mutex>

namespace sentei::ui {

/// Calls that other threads want made on the GUI thread, in their order, one at a turn of the event
/// loop. What has not been made when this goes is dropped.
class GuiCalls final : public QObject {
 public:
  using QObject::QObject;

  /// On any thread.
  void Post(std::function<void()> call);

 protected:
  void customEvent(QEvent* event) override;

 private:
  std::mutex mutex_;
  std::deque<std::function<void()>> calls_;
};

}  // namespace sentei::ui
