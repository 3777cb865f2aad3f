// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/run_store.h"
#include "ui/models/listed_run.h"
#include "ui/run_library.h"

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

namespace sentei::ui {

/// The stored runs that pass a filter, read in the background and again whenever the library
/// changes. A filter that is wrong is refused at once and the list stays. GUI thread.
class RunList final : public QObject {
  Q_OBJECT

 public:
  explicit RunList(RunLibrary& library, QObject* parent = nullptr);

  /// Empty, or why the filter cannot be read; the list follows soon when it can.
  [[nodiscard]] std::optional<Failure> SetFilter(const QString& filter);
  void SetView(storage::TrashView view);
  [[nodiscard]] storage::TrashView view() const { return view_; }
  [[nodiscard]] const std::string& filter() const { return filter_; }
  /// Reads again soon; several calls become one.
  void Refresh();

  /// Never null.
  [[nodiscard]] const ListedRuns& runs() const { return runs_; }
  [[nodiscard]] bool IsLoaded() const { return loaded_; }
  /// Of the list, whatever the order; nullptr when it is not there.
  [[nodiscard]] const ListedRun* Find(const std::string& id) const;

 signals:
  void Changed();
  void Failed(const sentei::Failure& failure);

 private:
  void Read();

  RunLibrary& library_;
  QTimer soon_;
  std::string filter_;
  storage::TrashView view_ = storage::TrashView::kWithout;
  ListedRuns runs_ = std::make_shared<const std::vector<ListedRun>>();
  bool loaded_ = false;
  std::shared_ptr<std::atomic<quint64>> newest_ = std::make_shared<std::atomic<quint64>>(0);
};

/// The list as one query; for the library's thread.
[[nodiscard]] Result<ListedRuns> ReadListedRuns(storage::RunStore& store,
                                                const std::string& filter,
                                                storage::TrashView view);

}  // namespace sentei::ui
