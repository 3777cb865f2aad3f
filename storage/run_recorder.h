// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"
#include "storage/run_writer.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace sentei::storage {

/// Records every run that it observes. A failure never reaches the run: it becomes one warning per
/// run, and what could not be stored because the disk was full or the database held waits, in
/// order, for the next event (up to a limit, then the oldest steps are given up).
class RunRecorder final : public run::RunObserver {
 public:
  /// Called on the run's thread; must not throw or call back into the recorder.
  using WarningSink = std::function<void(const std::string& run_id, const std::string& message)>;

  RunRecorder(Connection connection, WarningSink warn);

  void OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept override;
  /// Tries once more to store what waits, at the end of a run; how many events still do. They are
  /// lost with this object.
  std::size_t Flush() noexcept;
  /// Events that wait to be stored.
  [[nodiscard]] std::size_t pending() const;

 private:
  void Accept(const std::string& run_id, const run::RunEvent& event);
  void Drain();
  void WarnOnce(const std::string& run_id, const std::string& message);

  mutable std::mutex mutex_;
  RunWriter writer_;
  WarningSink warn_;
  std::deque<std::pair<std::string, run::RunEvent>> pending_;
  std::set<std::string> warned_;
};

}  // namespace sentei::storage
