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

int Generate(const Context& context, run::RunSpec spec, const std::string& model) {
  spec.model = context.ModelOf(model, spec);
  if (spec.generate.prompt.empty()) {
    throw Error(ErrorCode::kUsage, "generate needs a prompt", "Give one with --prompt TEXT.");
  }
  const RunOutcome outcome = ExecuteRun(context, spec, Record::kNo);
  if (context.output == Output::kText) {
    fmt::print("\n");
  } else if (outcome.exit_code() == 0) {
    PrintJsonLine({{"text", outcome.generated}});
  }
  return ConcludeRun(outcome);
}

}  // namespace

void AddGenerate(CLI::App& app, Context& context, Action& action) {
  CLI::App* command = app.add_subcommand("generate", "Continue a prompt");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL");
  flags->AddJob();
  flags->AddGeneration();
  flags->AddDevice();
  command->callback([&context, &action, flags, model] {
    action = [&context, flags, model] {
      return Generate(context, flags->Build(run::RunKind::kGenerate), *model);
    };
  });
}

}  // namespace sentei::app
