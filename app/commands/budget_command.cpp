// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/output_file.h"
#include "core/base/units.h"
#include "core/base/untrusted_text.h"
#include "core/formats/model_source.h"
#include "core/plan/budget_solver.h"
#include "core/plan/census.h"
#include "core/plan/model_description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sentei::app {
namespace {

struct Request {
  std::string model;
  std::string save;
};

std::string_view Reason(plan::KeptWhole reason) {
  switch (reason) {
    case plan::KeptWhole::kNo:
      return "";
    case plan::KeptWhole::kOuterLayer:
      return "outer layer";
    case plan::KeptWhole::kFewUnits:
      return "fewer than 8 units";
    case plan::KeptWhole::kByRequest:
      return "locked";
    case plan::KeptWhole::kNoRoom:
      return "no smaller width allowed";
  }
  return "";
}

std::string Note(const plan::FamilyPlan& family) {
  std::vector<std::string> parts;
  if (const auto reason = Reason(family.kept_whole); !reason.empty()) parts.emplace_back(reason);
  if (const auto count = family.protected_units.size(); count > 0) {
    parts.push_back(fmt::format("{} protected", count));
  }
  if (const auto count = family.forced_units.size(); count > 0) {
    parts.push_back(fmt::format("{} forced", count));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void PrintPlan(const plan::ModelDescription& model,
               const std::vector<plan::UnitFamily>& families,
               const plan::BudgetPlan& solved) {
  TextTable table({"layer", "unit", "units", "kept", "cap", "note"}, {1, 5});
  for (const plan::FamilyPlan& family : solved.families) {
    table.AddRow({fmt::to_string(family.layer),
                  std::string(plan::Name(family.kind)),
                  FormatCount(family.num_units),
                  FormatCount(family.keep),
                  FormatShare(family.cap),
                  Note(family)});
  }
  const plan::ModelDescription after = plan::WithKeptCounts(model, families, solved.Keeps());
  fmt::print("{}\n{}\n", table.ToString(), Printable(solved.sentence));
  for (const std::string& note : solved.notes) fmt::print("{}\n", Printable(note));
  fmt::print("MACs for 512 tokens {:.3g} of {:.3g}; KV cache {} of {} a token\n",
             plan::PrefillMacs(after, 512),
             plan::PrefillMacs(model, 512),
             FormatBytes(static_cast<std::uint64_t>(plan::KvCacheBytesPerToken(after, 2))),
             FormatBytes(static_cast<std::uint64_t>(plan::KvCacheBytesPerToken(model, 2))));
}

void PrintPlanJson(const plan::BudgetPlan& solved, const plan::BudgetSpec& spec) {
  nlohmann::json json{{"asked", solved.asked},
                      {"reached", solved.reached},
                      {"step", solved.step},
                      {"largest", solved.largest},
                      {"total", solved.total},
                      {"sentence", solved.sentence},
                      {"budget", spec}};
  for (const plan::FamilyPlan& family : solved.families) {
    json["families"].push_back({{"layer", family.layer},
                                {"kind", plan::Name(family.kind)},
                                {"units", family.num_units},
                                {"keep", family.keep},
                                {"cap", family.cap}});
  }
  PrintJsonLine(json);
}

int Budget(const Context& context, const run::RunSpec& spec, const Request& request) {
  const auto source = formats::OpenModel(context.ResolveModel(request.model));
  const plan::ModelDescription model = plan::DescribeModel(*source);
  const auto families = plan::BuildUnitFamilies(model, spec.budget.attention_kind);
  const plan::BudgetPlan solved =
      plan::ResolveBudget(model, families, spec.budget, spec.output.profile, spec.output.dtype);
  if (!request.save.empty())
    WriteFileAtomically(request.save, nlohmann::json(spec.budget).dump(2) + "\n");
  if (context.output == Output::kJson) {
    PrintPlanJson(solved, spec.budget);
  } else {
    PrintPlan(model, families, solved);
  }
  return 0;
}

}  // namespace

void AddBudget(CLI::App& app, Context& context, Action& action) {
  CLI::App* command = app.add_subcommand(
      "budget", "Solve a budget by layer without running it; --save writes it as JSON");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto request = std::make_shared<Request>();
  command
      ->add_option(
          "model", request->model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL")
      ->required();
  command
      ->add_option(
          "--save", request->save, "Write the budget here, to edit and give back with --budget")
      ->type_name("FILE");
  flags->AddBudget();
  flags->AddOutput();
  command->callback([&context, &action, flags, request] {
    action = [&context, flags, request] {
      return Budget(context, flags->Build(run::RunKind::kPrune), *request);
    };
  });
}

}  // namespace sentei::app
