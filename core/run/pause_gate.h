// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace sentei::run {

/// Where a run waits between two micro-batches while it is paused. Pause and Continue may be called
/// from any thread; a stop request wakes the waiting run at once.
class PauseGate {
 public:
  enum class Answer : std::uint8_t { kGoOn, kStop, kNudged };

  void Pause() { Set(true); }
  void Continue() { Set(false); }
  /// Wakes a waiting run for a moment: its Wait answers kNudged, and it may wait again.
  void Nudge();
  [[nodiscard]] bool paused() const;

  /// Called by the run: returns at once unless paused, else when continued, stopped or nudged.
  Answer Wait(const std::stop_token& stop);

 private:
  void Set(bool paused);

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool paused_ = false;
  bool nudged_ = false;
};

}  // namespace sentei::run
