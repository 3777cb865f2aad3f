// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/context.h"
#include "app/run_session.h"

#include <CLI/CLI.hpp>

#include <csignal>

namespace {

void AddCommands(CLI::App& app, sentei::app::Context& context, sentei::app::Action& action) {
  using namespace sentei::app;  // NOLINT(google-build-using-namespace): one line a command
  AddInspect(app, context, action);
  AddDoctor(app, context, action);
  AddEstimate(app, context, action);
  AddBudget(app, context, action);
  AddEval(app, context, action);
  AddSweep(app, context, action);
  AddSelfCheck(app, context, action);
  AddGenerate(app, context, action);
  AddPrune(app, context, action);
  AddExport(app, context, action);
  AddVerify(app, context, action);
  AddRuns(app, context, action);
  AddReport(app, context, action);
  AddServe(app, context, action);
}

int Run(int argc, char** argv) {
  sentei::app::Context context = sentei::app::MakeContext();
  sentei::app::Action action;
  CLI::App app{
      "Sentei makes language models smaller: LoRAPrune, budgets by layer, exports that load "
      "elsewhere."};
  app.name("sentei");
  app.set_version_flag("--version", SENTEI_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_flag_callback(
      "--json",
      [&] { context.output = sentei::app::Output::kJson; },
      "One JSON value a line on standard output");
  app.add_option(
      "--data-dir",
      context.data_dir_override,
      "Folder of runs.db and checkpoints (default: $SENTEI_HOME or the XDG data folder)");
  AddCommands(app, context, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : sentei::ExitCode(sentei::ErrorCode::kUsage);
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file beyond the limit fails its write, with a sentence
  sentei::app::BlockStopSignals();
  return sentei::app::FlushOutput(sentei::app::Guarded([&] { return Run(argc, argv); }));
}
