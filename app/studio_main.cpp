// SPDX-License-Identifier: Apache-2.0
#include "app/context.h"
#include "app/studio.h"
#include "app/studio_application.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <QApplication>
#include <csignal>

namespace {

using sentei::app::StudioOptions;

int Run(int argc, char** argv) {
  sentei::app::Context context = sentei::app::MakeContext();
  StudioOptions options;
  CLI::App app{"The window of Sentei: set budgets, watch a model being pruned, compare, export."};
  app.name("sentei-studio");
  app.set_version_flag("--version",
                       [] { return std::string(SENTEI_VERSION " (Qt ") + qVersion() + ")"; });
  app.add_option(
      "model", options.open, "Model folder or file, ORG/NAME, demo, a text or a job file");
  app.add_option(
      "--data-dir",
      context.data_dir_override,
      "Folder of runs.db and checkpoints (default: $SENTEI_HOME or the XDG data folder)");
  app.add_option(
         "--engine",
         options.engine,
         "in-process, or process: runs in a child that may die without taking the window along")
      ->check(CLI::IsMember({"in-process", "process"}));
  app.add_flag("--new-instance", options.new_instance, "A second window on the same data folder");
  app.add_flag("--time-start",
               options.time_start,
               "Print the milliseconds until the window was painted (and the model open), and end");
  app.allow_extras();  // Qt's own, such as -platform
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : sentei::ExitCode(sentei::ErrorCode::kUsage);
  }
  QApplication::setApplicationName(QStringLiteral("sentei-studio"));
  QApplication::setApplicationDisplayName(QStringLiteral("Sentei"));
  QApplication::setApplicationVersion(QStringLiteral(SENTEI_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("sentei-studio"));
  sentei::app::StudioApplication application(argc, argv);
  return sentei::app::RunStudio(application, context, options);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file beyond the limit fails its write, with a sentence
  return sentei::app::Guarded([&] { return Run(argc, argv); });
}
