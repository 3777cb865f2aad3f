// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.h"

#include <CLI/CLI.hpp>

#include <functional>

namespace sentei::app {

/// What main runs after parsing: set by the subcommand that was given; returns the exit code.
using Action = std::function<int()>;

/// Each adds one subcommand with its flags; `context` and `action` outlive the parser.
void AddInspect(CLI::App& app, Context& context, Action& action);
void AddDoctor(CLI::App& app, Context& context, Action& action);
void AddEstimate(CLI::App& app, Context& context, Action& action);
void AddBudget(CLI::App& app, Context& context, Action& action);
void AddEval(CLI::App& app, Context& context, Action& action);
void AddGenerate(CLI::App& app, Context& context, Action& action);
void AddPrune(CLI::App& app, Context& context, Action& action);
void AddExport(CLI::App& app, Context& context, Action& action);
void AddVerify(CLI::App& app, Context& context, Action& action);
void AddSweep(CLI::App& app, Context& context, Action& action);
void AddSelfCheck(CLI::App& app, Context& context, Action& action);
void AddRuns(CLI::App& app, Context& context, Action& action);
void AddReport(CLI::App& app, Context& context, Action& action);
/// Not listed in the help: the window starts it.
void AddServe(CLI::App& app, Context& context, Action& action);

}  // namespace sentei::app
