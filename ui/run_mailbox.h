// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sentei::ui {

/// What lies between the run's thread and the window. Filled on the run's thread, emptied on the
/// GUI thread. Of each run only the newest scores and progress wait; of pruning events older than
/// the newest the scores are dropped and the counts stay.
class RunMailbox final : public run::RunObserver {
 public:
  using Mail = std::vector<std::pair<std::string, run::RunEvent>>;

  /// `wake` is called on the run's thread when mail arrives in an empty box.
  explicit RunMailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  void OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept override;
  /// Everything that waits, in order; the box is empty then.
  [[nodiscard]] Mail Take();

 private:
  void Replace(const std::string& run_id, const run::RunEvent& event);

  std::function<void()> wake_;
  std::mutex mutex_;
  Mail waiting_;
};

}  // namespace sentei::ui
