// SPDX-License-Identifier: Apache-2.0
#include "core/run/pause_gate.h"

namespace sentei::run {

bool PauseGate::paused() const {
  const std::scoped_lock lock(mutex_);
  return paused_;
}

PauseGate::Answer PauseGate::Wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !paused_ || nudged_; });
  nudged_ = false;
  if (stop.stop_requested()) return Answer::kStop;
  return paused_ ? Answer::kNudged : Answer::kGoOn;
}

void PauseGate::Nudge() {
  {
    const std::scoped_lock lock(mutex_);
    nudged_ = true;
  }
  changed_.notify_all();
}

void PauseGate::Set(bool paused) {
  {
    const std::scoped_lock lock(mutex_);
    paused_ = paused;
  }
  changed_.notify_all();
}

}  // namespace sentei::run
