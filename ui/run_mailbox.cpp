// SPDX-License-Identifier: Apache-2.0
#include "ui/run_mailbox.h"

#include <algorithm>

namespace sentei::ui {
namespace {

bool IsLatestOnly(const run::RunEvent& event) {
  return std::holds_alternative<run::ScoresUpdated>(event) ||
         std::holds_alternative<run::Progress>(event);
}

// A frame is hundreds of kilobytes; only the newest is worth keeping.
void DropScores(run::RunEvent& event) {
  if (auto* pruned = std::get_if<run::PruneEventDone>(&event)) {
    for (run::FamilyState& family : pruned->families) family.scores.reset();
  }
}

}  // namespace

void RunMailbox::OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept {
  bool was_empty = false;
  try {
    const std::scoped_lock lock(mutex_);
    was_empty = waiting_.empty();
    Replace(run_id, event);
    waiting_.emplace_back(run_id, event);
  } catch (...) {
    // Memory for one event is lacking: the database still has it, and the next one says more.
  }
  if (was_empty) wake_();
}

void RunMailbox::Replace(const std::string& run_id, const run::RunEvent& event) {
  if (IsLatestOnly(event)) {
    std::erase_if(waiting_, [&](const auto& old) {
      return old.first == run_id && old.second.index() == event.index();
    });
  } else if (std::holds_alternative<run::PruneEventDone>(event)) {
    for (auto& [id, old] : waiting_) {
      if (id == run_id) DropScores(old);
    }
  }
}

RunMailbox::Mail RunMailbox::Take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(waiting_, {});
}

}  // namespace sentei::ui
