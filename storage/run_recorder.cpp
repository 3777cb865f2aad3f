// SPDX-License-Identifier: Apache-2.0
#include "storage/run_recorder.h"

#include "core/base/error.h"

#include <variant>

namespace sentei::storage {
namespace {

constexpr std::size_t kMaxPending = 4096;

// Not worth keeping for later: they only matter at the moment.
bool IsTransient(const run::RunEvent& event) {
  return std::holds_alternative<run::Progress>(event);
}

}  // namespace

RunRecorder::RunRecorder(Connection connection, WarningSink warn)
    : writer_(std::move(connection)), warn_(std::move(warn)) {}

void RunRecorder::OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept {
  try {
    const std::scoped_lock lock(mutex_);
    Accept(run_id, event);
  } catch (...) {
    // Only memory can be missing here; the run goes on without this record.
  }
}

std::size_t RunRecorder::Flush() noexcept {
  const std::scoped_lock lock(mutex_);
  try {
    Drain();
  } catch (...) {
    // Only memory can be missing here; what waits is counted below.
  }
  return pending_.size();
}

std::size_t RunRecorder::pending() const {
  const std::scoped_lock lock(mutex_);
  return pending_.size();
}

void RunRecorder::Accept(const std::string& run_id, const run::RunEvent& event) {
  if (std::holds_alternative<run::ScoresUpdated>(event)) return;  // for those who watch only
  if (IsTransient(event) && !pending_.empty()) return;
  if (pending_.size() >= kMaxPending) {
    for (auto old = pending_.begin(); old != pending_.end(); ++old) {
      if (!std::holds_alternative<run::RunStarted>(old->second)) {
        pending_.erase(old);
        break;
      }
    }
  }
  pending_.emplace_back(run_id, event);
  Drain();
}

void RunRecorder::Drain() {
  while (!pending_.empty()) {
    const auto& [run_id, event] = pending_.front();
    try {
      writer_.Write(run_id, event);
    } catch (const Error& error) {
      WarnOnce(run_id, error.what());
      if (error.code() == ErrorCode::kIo) return;  // may work later
    } catch (const std::exception& error) {
      WarnOnce(run_id, error.what());
    }
    pending_.pop_front();
  }
}

void RunRecorder::WarnOnce(const std::string& run_id, const std::string& message) {
  if (!warned_.insert(run_id).second || !warn_) return;
  warn_(run_id, fmt::format("The run goes on, but not all of it is recorded: {}", message));
}

}  // namespace sentei::storage
