// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_control.h"

#include "core/base/error.h"

#include <utility>

namespace sentei::engine {

void RunControl::RequestStop() {
  if (!after_step_.request_stop()) at_once_.request_stop();
}

void RunControl::AddNote(const std::string& text) {
  {
    const std::scoped_lock lock(notes_mutex_);
    notes_.push_back(text);
  }
  gate_.Nudge();
}

void RunControl::EmitNotes(const EmitEvent& emit) {
  std::vector<std::string> notes;
  {
    const std::scoped_lock lock(notes_mutex_);
    notes = std::exchange(notes_, {});
  }
  for (std::string& note : notes) emit(run::Noted{std::move(note)});
}

Interruption RunControl::BetweenMicroBatches(const EmitEvent& emit) {
  EmitNotes(emit);
  const bool waits = gate_.paused() && !after_step_.stop_requested();
  if (waits) emit(run::Noted{run::kPausedNote});
  while (gate_.Wait(after_step_.get_token()) == run::PauseGate::Answer::kNudged) EmitNotes(emit);
  if (waits) emit(run::Noted{run::kContinuedNote});
  return at_once_.stop_requested() ? Interruption::kStop : Interruption::kGoOn;
}

void RunControl::ThrowIfStopped() const {
  if (after_step_.stop_requested()) throw Error(ErrorCode::kStopped, "the run was stopped");
}

}  // namespace sentei::engine
