// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "ui/models/run_trace.h"

#include <QObject>
#include <map>
#include <memory>
#include <vector>

namespace sentei::ui {

class Workspace;

/// The traces of the pruning runs of this session, kept up to date by their events, and of stored
/// runs that were asked for. A run that was resumed begins with what the database has of it. GUI
/// thread.
class RunTraces final : public QObject {
  Q_OBJECT

 public:
  explicit RunTraces(Workspace& workspace, QObject* parent = nullptr);

  /// nullptr while it is not known or still being read. Stays where it is until it is forgotten.
  [[nodiscard]] const RunTrace* Find(const QString& run_id) const;
  /// Reads a stored run; Ready or Failed follows. Nothing is read for one that is there.
  void Load(const QString& run_id);

 signals:
  /// A pruning run of this session begins or goes on.
  void Began(const QString& run_id);
  /// An event was taken over.
  void Advanced(const QString& run_id, const sentei::run::RunEvent& event);
  void Ready(const QString& run_id);
  void Failed(const QString& run_id, const sentei::Failure& failure);

 private:
  struct Held {
    RunTrace trace;
    bool reading = false;                ///< events wait for the stored part
    std::vector<run::RunEvent> waiting;  ///< in order
  };

  void OnEvent(const QString& run_id, const run::RunEvent& event);
  void Read(const QString& run_id);
  void Merge(const QString& run_id, RunTrace stored);
  [[nodiscard]] bool IsPruning(const QString& run_id) const;

  Workspace& workspace_;
  std::map<QString, std::unique_ptr<Held>> held_;
};

}  // namespace sentei::ui
