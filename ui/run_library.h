// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/run_store.h"
#include "ui/background.h"
#include "ui/gui_calls.h"

#include <QObject>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace sentei::ui {

/// The stored runs, read and edited on one thread of their own, so that no query stalls the window.
/// GUI thread; answers come there too.
class RunLibrary final : public QObject {
  Q_OBJECT

 public:
  explicit RunLibrary(std::filesystem::path data_dir, QObject* parent = nullptr);
  ~RunLibrary() override;

  /// Calls `query(RunStore&)`, which returns a Result<T>, and then `done(Result<T>)` here, unless
  /// `context` is gone. In the order of the calls.
  template <typename Query, typename Done>
  void Ask(QObject* context, Query query, Done done) {
    Post([this,
          alive = QPointer<QObject>(context),
          query = std::move(query),
          done = std::move(done)](Result<storage::RunStore*> store) mutable {
      using Answer = decltype(query(std::declval<storage::RunStore&>()));
      auto answer = std::make_shared<Answer>(store.has_value() ? query(*store.value())
                                                               : Answer(store.error()));
      gui_.Post([alive, answer, done = std::move(done)]() mutable {
        if (!alive.isNull()) done(std::move(*answer));
      });
    });
  }
  /// As Ask, and tells all who look at the runs that something changed.
  template <typename Edit>
  void Change(QObject* context, Edit edit, std::function<void(const Failure&)> failed = {}) {
    Ask(context, std::move(edit), [this, failed = std::move(failed)](const Result<void>& done) {
      if (!done.has_value()) {
        if (failed) failed(done.error());
        return;
      }
      emit Changed();
    });
  }
  /// Tells that runs were added or finished.
  void NotifyChanged() { emit Changed(); }

  [[nodiscard]] const std::filesystem::path& data_dir() const { return data_dir_; }

 signals:
  void Changed();

 private:
  using Task = std::function<void(Result<storage::RunStore*>)>;
  void Post(Task task);
  void Loop(const std::stop_token& stop);

  GuiCalls gui_;  ///< answers on their way to the GUI thread
  std::filesystem::path data_dir_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Task> tasks_;
  std::jthread thread_;
};

}  // namespace sentei::ui
