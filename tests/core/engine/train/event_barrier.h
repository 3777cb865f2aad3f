// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <variant>

namespace sentei::engine::testing {

/// Holds the run's thread at the first event of a kind until the test lets it go.
class EventBarrier final : public run::RunObserver {
 public:
  using Predicate = std::function<bool(const run::RunEvent&)>;
  explicit EventBarrier(Predicate at) : at_(std::move(at)) {}

  void OnEvent(const std::string&, const run::RunEvent& event) noexcept override {
    if (!at_(event)) return;
    std::unique_lock lock(mutex_);
    reached_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::seconds(30), [this] { return released_; });
  }
  [[nodiscard]] bool WaitUntilReached() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [this] { return reached_; });
  }
  void Release() {
    const std::scoped_lock lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  Predicate at_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool reached_ = false;
  bool released_ = false;
};

inline EventBarrier::Predicate AtStep(std::int64_t step) {
  return [step](const run::RunEvent& event) {
    const auto* done = std::get_if<run::StepDone>(&event);
    return done != nullptr && done->step == step;
  };
}

inline EventBarrier::Predicate AtPhase(run::Phase phase) {
  return [phase](const run::RunEvent& event) {
    const auto* changed = std::get_if<run::PhaseChanged>(&event);
    return changed != nullptr && changed->phase == phase;
  };
}

}  // namespace sentei::engine::testing
