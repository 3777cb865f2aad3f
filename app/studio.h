// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.h"

#include <string>

namespace sentei::app {

class StudioApplication;

struct StudioOptions {
  std::string open;                   ///< model, text or job to open; may be empty
  std::string engine = "in-process";  ///< or "process"
  bool new_instance = false;
  bool time_start = false;  ///< print how long the start took, and end
};

/// Wires services, recorder and window together and runs the event loop; returns the exit code. A
/// second start on the same data folder raises the first window and returns 0.
[[nodiscard]] int RunStudio(StudioApplication& application,
                            const Context& context,
                            const StudioOptions& options);

}  // namespace sentei::app
