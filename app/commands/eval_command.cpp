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

void PrintPerplexity(const Context& context, const run::EvalDone& eval) {
  if (context.output == Output::kText) {
    fmt::print("perplexity {:.4f}  ({} windows of {} tokens, {} predicted, {}, {}, text {})\n",
               eval.perplexity,
               eval.windows,
               eval.length,
               eval.tokens,
               eval.dtype,
               eval.device,
               eval.text_hash.substr(0, 12));
    return;
  }
  const nlohmann::json result{{"ppl", eval.perplexity},
                              {"mean_loss", eval.mean_loss},
                              {"window_losses", eval.window_losses},
                              {"length", eval.length},
                              {"windows", eval.windows},
                              {"tokens", eval.tokens},
                              {"text_hash", eval.text_hash},
                              {"dtype", eval.dtype},
                              {"device", eval.device},
                              {"tokens_per_second", eval.tokens_per_second}};
  PrintJsonLine(result);
}

int EvalPerplexity(const Context& context, run::RunSpec spec, const std::string& model) {
  spec.model = context.ModelOf(model, spec);
  if (spec.eval.text.path.empty()) {
    throw Error(ErrorCode::kUsage, "eval ppl needs a text", "Name one with --text FILE.");
  }
  const RunOutcome outcome = ExecuteRun(context, spec, Record::kYes);
  const int code = ConcludeRun(outcome);
  if (code == 0 && !outcome.evaluations.empty())
    PrintPerplexity(context, outcome.evaluations.back());
  return code;
}

}  // namespace

void AddEval(CLI::App& app, Context& context, Action& action) {
  CLI::App* eval = app.add_subcommand("eval", "Measure a model");
  eval->require_subcommand(1);
  CLI::App* command =
      eval->add_subcommand("ppl", "Perplexity over non-overlapping windows of a text");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL");
  flags->AddJob();
  flags->AddEvalText();
  flags->AddDevice();
  command->callback([&context, &action, flags, model] {
    action = [&context, flags, model] {
      return EvalPerplexity(context, flags->Build(run::RunKind::kEval), *model);
    };
  });
}

}  // namespace sentei::app
