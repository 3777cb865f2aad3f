// SPDX-License-Identifier: Apache-2.0
#include "ui/run_library.h"

namespace sentei::ui {

RunLibrary::RunLibrary(std::filesystem::path data_dir, QObject* parent)
    : QObject(parent), data_dir_(std::move(data_dir)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

RunLibrary::~RunLibrary() {
  thread_.request_stop();
  thread_.join();
}

void RunLibrary::Post(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void RunLibrary::Loop(const std::stop_token& stop) {
  std::optional<storage::RunStore> store;
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !tasks_.empty(); })) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    if (!store.has_value()) {
      Result<storage::RunStore> opened = storage::RunStore::Open(data_dir_);
      if (!opened.has_value()) {
        task(opened.error());
        continue;
      }
      store.emplace(std::move(opened).value());
    }
    task(&*store);
  }
}

}  // namespace sentei::ui
