// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/budget_changes.h"
#include "core/engine/train/gradient_pass.h"
#include "core/run/pause_gate.h"
#include "core/run/run_event.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace sentei::engine {

using EmitEvent = std::function<void(run::RunEvent)>;

/// The levers of one run. Requests may come from any thread; the rest is for the run's own.
class RunControl {
 public:
  /// First call: end after the optimizer step; second: after the micro-batch.
  void RequestStop();
  void Pause() { gate_.Pause(); }
  void Continue() { gate_.Continue(); }
  void RequestCheckpoint() { checkpoint_requested_ = true; }
  /// Kept for the run's next EmitNotes; wakes a paused run for it.
  void AddNote(const std::string& text);
  [[nodiscard]] BudgetChanges& budget() { return budget_; }

  [[nodiscard]] std::stop_token after_step() const { return after_step_.get_token(); }
  [[nodiscard]] std::stop_token at_once() const { return at_once_.get_token(); }

  /// Emits the notes that came in, and waits while paused (a stop wakes it), saying so.
  [[nodiscard]] Interruption BetweenMicroBatches(const EmitEvent& emit);
  /// Emits the notes that came in as Noted events.
  void EmitNotes(const EmitEvent& emit);
  /// Whether a checkpoint was asked for since the last call.
  [[nodiscard]] bool TakeCheckpointRequest() { return checkpoint_requested_.exchange(false); }
  /// Throws kStopped after the first stop request: for phases that have no state to save.
  void ThrowIfStopped() const;

 private:
  std::stop_source after_step_;
  std::stop_source at_once_;
  run::PauseGate gate_;
  std::atomic<bool> checkpoint_requested_ = false;
  BudgetChanges budget_;
  std::mutex notes_mutex_;
  std::vector<std::string> notes_;
};

}  // namespace sentei::engine
