// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/main_window.h"
#include "ui/workspace.h"

#include <functional>

namespace sentei::bench {

/// Runs the event loop until `done`; throws after five minutes.
void WaitFor(const char* what, const std::function<bool()>& done);
/// Runs the event loop so long.
void Spend(int seconds);
/// Shows a window in its usual size, whatever the screen: maps beside each other, dock open.
void ShowLarge(ui::MainWindow& window);
void OpenDemo(ui::Workspace& workspace);
/// The newest step of a job; 0 before the first. Throws what the job failed with.
[[nodiscard]] std::int64_t StepOf(ui::Workspace& workspace, ui::Ticket ticket);
void StopAndWait(ui::Workspace& workspace, ui::Ticket ticket);

}  // namespace sentei::bench
