// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_control.h"

#include "core/base/error.h"

namespace sentei::engine {

void RunControl::RequestStop() {
  if (!after_step_.request_stop()) at_once_.request_stop();
}

Interruption RunControl::BetweenMicroBatches(const std::function<void(bool paused)>& told) {
  const bool waits = gate_.paused() && !after_step_.stop_requested();
  if (waits) told(true);
  static_cast<void>(gate_.Wait(after_step_.get_token()));
  if (waits) told(false);
  return at_once_.stop_requested() ? Interruption::kStop : Interruption::kGoOn;
}

void RunControl::ThrowIfStopped() const {
  if (after_step_.stop_requested()) throw Error(ErrorCode::kStopped, "the run was stopped");
}

}  // namespace sentei::engine
