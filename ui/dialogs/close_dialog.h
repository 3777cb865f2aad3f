// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>
#include <cstdint>
#include <functional>

namespace sentei::ui {

class Workspace;

enum class CloseAnswer : std::uint8_t {
  kNothingRuns,
  kKeepRunning,   ///< the window hides and the run goes on
  kPauseAndQuit,  ///< checkpoint, then the program ends; the next start offers to resume
  kStop,          ///< finish the step, save, end the run, then the program ends
  kStay,
};

/// Asks what is to become of running jobs. Blocks in a modal dialog where there are any.
[[nodiscard]] CloseAnswer AskBeforeClosing(QWidget* parent, Workspace& workspace);

/// Calls `then` once no job is open any more.
void WhenJobsEnded(Workspace& workspace, QObject* context, std::function<void()> then);

}  // namespace sentei::ui
