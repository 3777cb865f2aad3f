// SPDX-License-Identifier: Apache-2.0
// window_bench SCENE [options]: one measurement of the window; one JSON object on standard output.
// bench/window_runs.py runs the scenes and compares.
#include "app/context.h"
#include "app/studio_application.h"
#include "bench/window/scenes.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <functional>
#include <map>

namespace {

using sentei::app::StudioApplication;
using sentei::bench::SceneOptions;
using Scene = std::function<nlohmann::json(StudioApplication&, const SceneOptions&)>;

int Run(int argc, char** argv) {
  const std::map<std::string, Scene> scenes{{"live", sentei::bench::Live},
                                            {"rate", sentei::bench::Rate},
                                            {"frames", sentei::bench::Frames},
                                            {"cycles", sentei::bench::Cycles}};
  SceneOptions options;
  std::string scene;
  CLI::App parser{"Measures the window."};
  parser.add_option("scene", scene)->required()->check(CLI::IsMember(scenes));
  parser.add_option("--text", options.text);
  parser.add_option("--seconds", options.seconds);
  parser.add_option("--steps", options.steps);
  parser.add_option("--cycles", options.cycles);
  CLI11_PARSE(parser, argc, argv);
  const QTemporaryDir home;
  options.data_dir = QFile::encodeName(home.filePath(QStringLiteral("data"))).toStdString();
  qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.filePath(QStringLiteral("config"))));
  StudioApplication application(argc, argv);
  const nlohmann::json result = scenes.at(scene)(application, options);
  fmt::print("{}\n", result.dump());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return sentei::app::Guarded([&] { return Run(argc, argv); });
}
