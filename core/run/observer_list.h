// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <mutex>
#include <string>
#include <vector>

namespace sentei::run {

/// The observers of a service. All members may be called from any thread; events are delivered one
/// call at a time, in the order of Notify. Remove returns after a call in progress has ended, so a
/// removed observer may be destroyed at once. An observer may add or remove observers, itself too,
/// while it is called.
class ObserverList {
 public:
  void Add(RunObserver* observer);
  void Remove(RunObserver* observer);
  void Notify(const std::string& run_id, const RunEvent& event);

 private:
  void Compact();

  std::recursive_mutex mutex_;  // recursive: removal from inside a call must not wait for itself
  std::vector<RunObserver*> observers_;
  int depth_ = 0;
};

}  // namespace sentei::run
