// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/workspace.h"

#include <QObject>
#include <string>

namespace sentei::ui {

/// Makes a stored run's settings the window's next job, and says in the database where that job
/// came from once it is recorded: the first pruning run that starts after the clone, on the same
/// model. GUI thread.
class CloneWatch final : public QObject {
  Q_OBJECT

 public:
  explicit CloneWatch(Workspace& workspace, QObject* parent = nullptr);

  /// Reads the run, opens its model if need be and adopts its settings; Cloned or a failure of the
  /// workspace follows.
  void Clone(const std::string& run_id);

 signals:
  void Cloned(const QString& run_id);

 private:
  void OnJob(Ticket ticket);
  void Record(const QString& clone);

  Workspace& workspace_;
  std::string parent_;  ///< waits for its clone; empty: none does
  std::string model_;
  Ticket ticket_ = 0;  ///< the job that is the clone
};

}  // namespace sentei::ui
