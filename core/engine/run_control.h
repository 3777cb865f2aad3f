// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/train/gradient_pass.h"
#include "core/run/pause_gate.h"

#include <atomic>
#include <functional>
#include <stop_token>

namespace sentei::engine {

/// The levers of one run. Requests may come from any thread; the rest is for the run's own.
class RunControl {
 public:
  /// First call: end after the optimizer step; second: after the micro-batch.
  void RequestStop();
  void Pause() { gate_.Pause(); }
  void Continue() { gate_.Continue(); }
  void RequestCheckpoint() { checkpoint_requested_ = true; }

  [[nodiscard]] std::stop_token after_step() const { return after_step_.get_token(); }
  [[nodiscard]] std::stop_token at_once() const { return at_once_.get_token(); }

  /// Waits while paused (a stop wakes it). `told` is called with true before waiting and with false
  /// after it, so that the run can say so.
  [[nodiscard]] Interruption BetweenMicroBatches(const std::function<void(bool paused)>& told);
  /// Whether a checkpoint was asked for since the last call.
  [[nodiscard]] bool TakeCheckpointRequest() { return checkpoint_requested_.exchange(false); }
  /// Throws kStopped after the first stop request: for phases that have no state to save.
  void ThrowIfStopped() const;

 private:
  std::stop_source after_step_;
  std::stop_source at_once_;
  run::PauseGate gate_;
  std::atomic<bool> checkpoint_requested_ = false;
};

}  // namespace sentei::engine
