// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/draft_keeper.h"
#include "ui/page.h"
#include "ui/workspace.h"

#include <vector>

namespace sentei::ui {

/// Notes about what a process left that ended unexpectedly: runs (resume, look at the log, discard)
/// and an edited budget (restore, discard). Nothing where there are none. GUI thread.
class WelcomeRecovery final : public QWidget {
  Q_OBJECT

 public:
  explicit WelcomeRecovery(Workspace& workspace, QWidget* parent = nullptr);

  /// Asks the library and looks into the data folder again.
  void Refresh();

 signals:
  void NavigationRequested(sentei::ui::PageId id);

 private:
  /// Drops from the settings the paused runs that went on, ended or are gone.
  void ForgetPaused(const std::vector<storage::InterruptedRun>& runs);
  void Show(const std::vector<storage::InterruptedRun>& runs);
  void AddNote(const storage::InterruptedRun& run);
  void FindDraft();
  void AddDraftNote(const LeftDraft& draft);
  void RestoreDraft(const LeftDraft& draft);
  void Resume(const storage::InterruptedRun& run);
  void OpenLog(const storage::InterruptedRun& run);
  void AskToDiscard(const storage::InterruptedRun& run);

  Workspace& workspace_;
  QVBoxLayout* notes_;
  std::vector<storage::InterruptedRun> runs_;
  std::optional<LeftDraft> draft_;
};

}  // namespace sentei::ui
