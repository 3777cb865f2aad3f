// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/workspace.h"

#include <QWidget>
#include <optional>

class QPushButton;

namespace sentei::ui {

class Note;

/// Whether the fast path computes what the plain one does on the open model: a note with a button
/// that starts the check as a job, then its result.
class ModelSelfCheck final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelSelfCheck(Workspace& workspace, QWidget* parent = nullptr);

  /// Another model: what was found of the last one is forgotten.
  void SetModel(const OpenedModelPtr& model);

 private:
  void Start();
  void Take(const QString& run_id, const run::RunEvent& event);
  void Show();

  Workspace& workspace_;
  OpenedModelPtr model_;
  Ticket ticket_ = 0;
  std::optional<run::SelfCheckDone> result_;
  Note* note_;
  QPushButton* start_;
};

}  // namespace sentei::ui
