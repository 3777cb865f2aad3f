// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/main_window.h"
#include "ui/workspace.h"

#include <QString>
#include <functional>

namespace sentei::shots {

/// Plays the story of the first minutes on a real window: opens the demo model, prunes it for a few
/// iterations, measures, generates. What the pages then show is what a user would see.
class Stage {
 public:
  Stage(ui::MainWindow& window, ui::Workspace& workspace);

  /// Opens the demo model and two texts. Throws when it cannot.
  void Prepare();
  /// Starts a short pruning run and returns in the middle of it.
  void PruneHalfway();
  void FinishRun();
  /// Runs the event loop until `done`, at most so long; throws with `what` when it was not.
  void Wait(const char* what, const std::function<bool()>& done, int seconds = 300);
  /// Lets pages settle: background reads, throttled plots.
  void Settle(int milliseconds = 700);

 private:
  ui::MainWindow& window_;
  ui::Workspace& workspace_;
  ui::Ticket ticket_ = 0;
};

}  // namespace sentei::shots
