// SPDX-License-Identifier: Apache-2.0
#include "core/run/pause_gate.h"

namespace sentei::run {

bool PauseGate::paused() const {
  const std::scoped_lock lock(mutex_);
  return paused_;
}

PauseGate::Answer PauseGate::Wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !paused_; });
  return stop.stop_requested() ? Answer::kStop : Answer::kGoOn;
}

void PauseGate::Set(bool paused) {
  {
    const std::scoped_lock lock(mutex_);
    paused_ = paused;
  }
  changed_.notify_all();
}

}  // namespace sentei::run
