// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.h"
#include "ui/run_bridge.h"

#include <memory>
#include <string>
#include <vector>

namespace sentei::ui {
class MainWindow;
class Workspace;
}  // namespace sentei::ui

namespace sentei::app {

class StudioApplication;

struct StudioOptions {
  std::string open;                   ///< model, text or job to open; may be empty
  std::string engine = "in-process";  ///< or "process"
  bool new_instance = false;
  bool time_start = false;  ///< print how long the start took, and end
};

/// What a benchmark puts beside the program's own parts.
struct StudioParts {
  ui::RunBridge::OpenService service = {};        ///< in the engine's place; may be empty
  std::vector<run::RunObserver*> observers = {};  ///< told after the recorder; outlive the studio
};

/// Services, recorder and window, wired together. The window is not shown yet. GUI thread.
class Studio {
 public:
  Studio(StudioApplication& application,
         const Context& context,
         const StudioOptions& options,
         StudioParts parts = {});
  /// Ends running jobs after their micro-batch and writes what the recorder still holds.
  ~Studio();
  Studio(const Studio&) = delete;
  Studio& operator=(const Studio&) = delete;

  [[nodiscard]] ui::MainWindow& window();
  [[nodiscard]] ui::Workspace& workspace();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Shows a studio and runs the event loop; returns the exit code. A second start on the same data
/// folder raises the first window and returns 0.
[[nodiscard]] int RunStudio(StudioApplication& application,
                            const Context& context,
                            const StudioOptions& options);

}  // namespace sentei::app
