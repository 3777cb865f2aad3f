// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/run_session.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sentei::app {
namespace {

void PrintResult(const Context& context, const RunOutcome& outcome) {
  if (context.output == Output::kText || !outcome.exported) return;
  nlohmann::json result{{"path", outcome.exported->path},
                        {"profile", outcome.exported->profile},
                        {"dtype", outcome.exported->dtype},
                        {"bytes", outcome.exported->bytes},
                        {"parameters", outcome.exported->parameters},
                        {"rounding_cost", outcome.exported->rounding_cost}};
  if (outcome.verified) {
    result["verified"] = outcome.verified->verified;
    result["max_abs_diff"] = outcome.verified->max_abs_diff;
  }
  PrintJsonLine(result);
}

int Export(const Context& context,
           run::RunSpec spec,
           const std::string& source_run,
           const std::string& model) {
  if (!source_run.empty()) spec.output.source_run = source_run;
  if (spec.output.source_run.empty()) spec.model = context.ModelOf(model, spec);
  if (spec.output.source_run.empty() && spec.model.empty()) {
    throw Error(ErrorCode::kUsage, "export needs a model or a run", "Name a MODEL, or --run RUN.");
  }
  if (spec.output.directory.empty()) {
    throw Error(ErrorCode::kUsage, "export needs a target", "Name a folder with --out DIR.");
  }
  const RunOutcome outcome = ExecuteRun(context, spec, Record::kYes);
  if (outcome.finished.outcome == run::Outcome::kCompleted) PrintResult(context, outcome);
  return ConcludeRun(outcome);
}

}  // namespace

void AddExport(CLI::App& app, Context& context, Action& action) {
  CLI::App* command =
      app.add_subcommand("export", "Write a model, or a run's result, in another form");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  const auto source_run = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL");
  command->add_option("--run", *source_run, "Export the result of this run")->type_name("RUN");
  flags->AddJob();
  flags->AddOutput();
  flags->AddDevice();
  command->callback([&context, &action, flags, model, source_run] {
    action = [&context, flags, model, source_run] {
      return Export(context, flags->Build(run::RunKind::kExport), *source_run, *model);
    };
  });
}

}  // namespace sentei::app
