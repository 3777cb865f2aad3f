// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/run_session.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/untrusted_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace sentei::app {
namespace {

void PrintCheck(const Context& context, const run::SelfCheckDone& check) {
  if (context.output == Output::kText) {
    fmt::print("{}  largest logit difference {:.2e} of {:.0e} allowed\n{}\n",
               check.passed ? "passed" : "FAILED",
               check.max_abs_diff,
               check.tolerance,
               Printable(check.detail));
    return;
  }
  PrintJsonLine({{"passed", check.passed},
                 {"max_abs_diff", check.max_abs_diff},
                 {"tolerance", check.tolerance},
                 {"detail", check.detail}});
}

int SelfCheck(const Context& context, run::RunSpec spec, const std::string& model) {
  spec.model = context.ModelOf(model, spec);
  const RunOutcome outcome = ExecuteRun(context, spec, Record::kNo);
  if (outcome.self_check) PrintCheck(context, *outcome.self_check);
  return ConcludeRun(outcome);
}

}  // namespace

void AddSelfCheck(CLI::App& app, Context& context, Action& action) {
  CLI::App* command = app.add_subcommand(
      "selfcheck", "Compare the fast path's logits with the plain one's, in fp32 on this machine");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL");
  flags->AddJob();
  flags->AddDevice();
  command->callback([&context, &action, flags, model] {
    action = [&context, flags, model] {
      return SelfCheck(context, flags->Build(run::RunKind::kSelfCheck), *model);
    };
  });
}

}  // namespace sentei::app
