// SPDX-License-Identifier: Apache-2.0
#include "core/run/observer_list.h"

#include <algorithm>

namespace sentei::run {

void ObserverList::Add(RunObserver* observer) {
  const std::scoped_lock lock(mutex_);
  if (observer == nullptr) return;
  if (std::find(observers_.begin(), observers_.end(), observer) != observers_.end()) return;
  observers_.push_back(observer);
}

void ObserverList::Remove(RunObserver* observer) {
  const std::scoped_lock lock(mutex_);
  std::replace(observers_.begin(), observers_.end(), observer, static_cast<RunObserver*>(nullptr));
  if (depth_ == 0) Compact();
}

void ObserverList::Notify(const std::string& run_id, const RunEvent& event) {
  const std::scoped_lock lock(mutex_);
  ++depth_;
  // By index: a call may append to the list.
  for (std::size_t i = 0; i < observers_.size(); ++i) {
    if (observers_[i] != nullptr) observers_[i]->OnEvent(run_id, event);
  }
  if (--depth_ == 0) Compact();
}

void ObserverList::Compact() {
  observers_.erase(std::remove(observers_.begin(), observers_.end(), nullptr), observers_.end());
}

}  // namespace sentei::run
