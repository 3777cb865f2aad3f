// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_document.h"
#include "ui/draft_keeper.h"
#include "ui/job_draft.h"
#include "ui/jobs.h"
#include "ui/model_session.h"
#include "ui/run_bridge.h"
#include "ui/run_library.h"
#include "ui/settings.h"

#include <QObject>
#include <filesystem>
#include <optional>
#include <vector>

namespace sentei::ui {

/// Where the window's things lie.
struct Locations {
  std::filesystem::path data_dir;
  std::filesystem::path cache_dir;
  std::filesystem::path resources_dir;
  std::filesystem::path settings_file;
};

/// What all pages look at, owned in one place; pages tell each other nothing directly. GUI thread.
class Workspace final : public QObject {
  Q_OBJECT

 public:
  Workspace(Locations locations,
            RunBridge::OpenService open,
            std::vector<run::RunObserver*> observers,
            QObject* parent = nullptr);

  [[nodiscard]] const Locations& locations() const { return locations_; }
  [[nodiscard]] Settings& settings() { return settings_; }
  [[nodiscard]] ModelSession& session() { return session_; }
  [[nodiscard]] BudgetDocument& budget() { return budget_; }
  [[nodiscard]] JobDraft& draft() { return draft_; }
  [[nodiscard]] RunBridge& bridge() { return bridge_; }
  [[nodiscard]] Jobs& jobs() { return jobs_; }
  [[nodiscard]] RunLibrary& library() { return library_; }
  [[nodiscard]] DraftKeeper& keeper() { return *keeper_; }

  /// Opens the model that a job names, if it is not open already, and then takes the job over.
  void OpenModelFor(const run::RunSpec& spec);
  /// A sentence for the status bar: what the pointer or the keyboard is on, or the last action.
  void ShowStatus(const QString& text) { emit StatusChanged(text); }
  /// A failure for the window's note; it stays until closed.
  void ShowFailure(const Failure& failure) { emit FailureRaised(failure); }

 signals:
  void StatusChanged(const QString& text);
  void FailureRaised(const sentei::Failure& failure);

 private:
  Locations locations_;
  Settings settings_;
  ModelSession session_;
  BudgetDocument budget_;
  JobDraft draft_;
  RunLibrary library_;
  RunBridge bridge_;
  Jobs jobs_;
  DraftKeeper* keeper_;
  std::optional<run::RunSpec> awaited_;  ///< job whose model is being opened
};

}  // namespace sentei::ui
