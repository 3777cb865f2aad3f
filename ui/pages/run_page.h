// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs.h"
#include "ui/models/run_needs.h"
#include "ui/page.h"

#include <QTimer>

class QPushButton;
class QStackedWidget;

namespace sentei::ui {

class LazyRefresh;
class Note;
class RunActions;
class RunLive;
class RunSetup;
class RunTrace;
class RunTraces;

/// Prepares a pruning run, and shows one while it works or afterwards.
class RunPage final : public Page {
  Q_OBJECT

 public:
  explicit RunPage(Workspace& workspace, QWidget* parent = nullptr);
  [[nodiscard]] DockUse dock() const override { return DockUse::kConsequences; }
  void OnShown() override;

  /// The run that is shown; empty: the one being prepared.
  [[nodiscard]] const QString& run_id() const { return run_id_; }

 public slots:
  /// Shows what the next run will do and take, and starts it when that is accepted.
  void AskToStart();
  /// Shows a run of this session or of the database.
  void ShowRun(const QString& run_id);

 private:
  void Build();
  void BuildNotes();
  void Connect();
  void ConnectActions();
  void ConnectEnd();
  void StartDraft();
  void Resume();
  void ShowSetup();
  void ShowLive();
  void OnAdvanced(const QString& run_id, const run::RunEvent& event);
  void OnJobOver(Ticket ticket);
  void Refresh();
  void RefreshDrift();
  void RefreshHeader();
  void LeadTo(Missing::Where where);
  void ApplyBudget();
  [[nodiscard]] const RunTrace* trace() const;
  [[nodiscard]] OpenedModelPtr ModelOfRun();
  [[nodiscard]] QString StateText();

  QString run_id_;
  RunTraces* traces_;
  RunActions* actions_;
  Note* refused_;  ///< a start or a budget that was not taken
  Note* drift_;    ///< the budget was edited since the run began
  QPushButton* apply_;
  QStackedWidget* stack_;
  RunSetup* setup_;
  RunLive* live_;
  LazyRefresh* lazy_;
  QTimer pace_;
  bool due_ = false;
};

}  // namespace sentei::ui
