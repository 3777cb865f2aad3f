// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/run_session.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "core/base/untrusted_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace sentei::app {
namespace {

const run::EvalDone* Stage(const RunOutcome& outcome, const std::string& stage) {
  const auto found = std::find_if(outcome.evaluations.begin(),
                                  outcome.evaluations.end(),
                                  [&](const run::EvalDone& eval) { return eval.stage == stage; });
  return found == outcome.evaluations.end() ? nullptr : &*found;
}

nlohmann::json ResultJson(const RunOutcome& outcome) {
  nlohmann::json result{{"run", outcome.run_id}};
  for (const run::EvalDone& eval : outcome.evaluations) result["ppl"][eval.stage] = eval.perplexity;
  if (outcome.compaction) {
    result["parameters"] = {{"dense", outcome.compaction->parameters_before},
                            {"pruned", outcome.compaction->parameters_after}};
  }
  if (outcome.exported) {
    result["export"] = {{"path", outcome.exported->path},
                        {"profile", outcome.exported->profile},
                        {"dtype", outcome.exported->dtype},
                        {"bytes", outcome.exported->bytes},
                        {"rounding_cost", outcome.exported->rounding_cost}};
  }
  if (outcome.verified) {
    result["verified"] = outcome.verified->verified;
    result["max_abs_diff"] = outcome.verified->max_abs_diff;
  }
  result["seconds"] = outcome.finished.seconds;
  result["peak_memory"] = outcome.finished.peak_memory;
  return result;
}

std::string Perplexity(const RunOutcome& outcome, const std::string& stage) {
  const run::EvalDone* eval = Stage(outcome, stage);
  return eval == nullptr ? "-" : fmt::format("{:.2f}", eval->perplexity);
}

void PrintTable(const RunOutcome& outcome) {
  TextTable table({"", "dense", "pruned", "tuned"});
  table.AddRow({"perplexity",
                Perplexity(outcome, "dense"),
                Perplexity(outcome, "pruned"),
                Perplexity(outcome, "tuned")});
  if (outcome.compaction) {
    const std::string after = FormatCount(outcome.compaction->parameters_after);
    table.AddRow({"parameters", FormatCount(outcome.compaction->parameters_before), after, after});
  }
  fmt::print("{}", table.ToString());
  if (const run::EvalDone* eval = Stage(outcome, "dense")) {
    fmt::print("{} windows of {} tokens, {}, {}, seed in the run; text {} ({})\n",
               eval->windows,
               eval->length,
               eval->dtype,
               eval->device,
               Printable(eval->text_path),
               eval->text_hash.substr(0, 12));
  }
  fmt::print("run {}\n", outcome.run_id);
}

int Conclude(const Context& context, const RunOutcome& outcome) {
  if (outcome.finished.outcome == run::Outcome::kCompleted) {
    if (context.output == Output::kJson) {
      PrintJsonLine(ResultJson(outcome));
    } else {
      PrintTable(outcome);
    }
  }
  return ConcludeRun(outcome);
}

int Prune(const Context& context, run::RunSpec spec, const std::string& model) {
  spec.model = context.ModelOf(model, spec);
  if (spec.model.empty())
    throw Error(ErrorCode::kUsage, "prune needs a model", "Name one, such as demo.");
  if (spec.train.text.path.empty()) {
    throw Error(ErrorCode::kUsage, "prune needs a training text", "Name one with --text FILE.");
  }
  return Conclude(context, ExecuteRun(context, spec, Record::kYes));
}

}  // namespace

void AddPrune(CLI::App& app, Context& context, Action& action) {
  CLI::App* command =
      app.add_subcommand("prune", "Prune and tune with LoRA, then export and verify (with --out)");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  const auto resume = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL");
  command->add_option("--resume", *resume, "Continue this run from its last checkpoint")
      ->type_name("RUN");
  flags->AddJob();
  flags->AddTraining();
  flags->AddPruning();
  flags->AddBudget();
  flags->AddOutput();
  flags->AddDevice();
  command->callback([&context, &action, flags, model, resume] {
    action = [&context, flags, model, resume] {
      if (!resume->empty()) return Conclude(context, ResumeRun(context, *resume));
      return Prune(context, flags->Build(run::RunKind::kPrune), *model);
    };
  });
}

}  // namespace sentei::app
