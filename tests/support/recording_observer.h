// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sentei::testing {

/// Keeps every event it is given. Thread-safe.
class RecordingObserver final : public run::RunObserver {
 public:
  struct Call {
    std::string run_id;
    run::RunEvent event;
  };

  void OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept override {
    const std::scoped_lock lock(mutex_);
    calls_.push_back({run_id, event});
  }

  [[nodiscard]] std::vector<Call> calls() const {
    const std::scoped_lock lock(mutex_);
    return calls_;
  }
  /// All events of one type, in order.
  template <typename Event>
  [[nodiscard]] std::vector<Event> All() const {
    const std::scoped_lock lock(mutex_);
    std::vector<Event> found;
    for (const Call& call : calls_) {
      if (const auto* event = std::get_if<Event>(&call.event)) found.push_back(*event);
    }
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Call> calls_;
};

}  // namespace sentei::testing
