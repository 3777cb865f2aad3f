// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace sentei::app {
class StudioApplication;
}

namespace sentei::bench {

struct SceneOptions {
  std::string text;      ///< training and evaluation text of real runs
  int seconds = 60;      ///< how long to watch
  int steps = 40;        ///< of a rate run
  int cycles = 200;      ///< of the memory scene
  std::string data_dir;  ///< database and checkpoints
};

/// A real run on the demo model while somebody drags sliders and changes pages: stalls of the GUI
/// thread, time from scores to screen, processor share of everything but the run.
[[nodiscard]] nlohmann::json Live(app::StudioApplication& application, const SceneOptions& options);
/// The tokens per second of a real run that the Run page shows.
[[nodiscard]] nlohmann::json Rate(app::StudioApplication& application, const SceneOptions& options);
/// Scores from a scripted service at 30 a second: how often the map paints.
[[nodiscard]] nlohmann::json Frames(app::StudioApplication& application,
                                    const SceneOptions& options);
/// Windows opened, runs started, paused, stopped, windows closed: resident memory after 20 and
/// after all of them.
[[nodiscard]] nlohmann::json Cycles(app::StudioApplication& application,
                                    const SceneOptions& options);

}  // namespace sentei::bench
