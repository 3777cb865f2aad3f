// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/run_session.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/units.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sentei::app {
namespace {

using Row = std::pair<std::int64_t, plan::UnitKind>;

nlohmann::json ResultJson(const RunOutcome& outcome) {
  nlohmann::json points = nlohmann::json::array();
  for (const run::SweepPoint& point : outcome.sweep) {
    points.push_back({{"layer", point.layer},
                      {"kind", plan::Name(point.kind)},
                      {"ratio", point.ratio},
                      {"kept", point.kept},
                      {"ppl", point.perplexity}});
  }
  nlohmann::json result{{"run", outcome.run_id}, {"points", std::move(points)}};
  if (!outcome.evaluations.empty()) result["dense"] = outcome.evaluations.front().perplexity;
  return result;
}

/// Perplexities, layers and kinds by row, ratios by column. A ratio that keeps as many units as a
/// smaller one was not measured.
void PrintTable(const RunOutcome& outcome) {
  std::set<double> ratios;
  std::map<Row, std::map<double, double>> rows;
  for (const run::SweepPoint& point : outcome.sweep) {
    ratios.insert(point.ratio);
    rows[{point.layer, point.kind}][point.ratio] = point.perplexity;
  }
  std::vector<std::string> header{"layer", "units"};
  for (const double ratio : ratios) header.push_back(FormatShare(ratio));
  TextTable table(header, {1});
  for (const auto& [row, points] : rows) {
    std::vector<std::string> cells{fmt::format("{}", row.first),
                                   std::string(plan::Name(row.second))};
    for (const double ratio : ratios) {
      const auto found = points.find(ratio);
      cells.push_back(found == points.end() ? "-" : fmt::format("{:.2f}", found->second));
    }
    table.AddRow(std::move(cells));
  }
  fmt::print("{}", table.ToString());
  for (const run::EvalDone& dense : outcome.evaluations) {
    fmt::print("dense {:.2f}  ({} windows of {} tokens, {}, {}, text {})\n",
               dense.perplexity,
               dense.windows,
               dense.length,
               dense.dtype,
               dense.device,
               dense.text_hash.substr(0, 12));
  }
}

int RunSweep(const Context& context, run::RunSpec spec, const std::string& model) {
  spec.model = context.ModelOf(model, spec);
  if (spec.eval.text.path.empty()) {
    throw Error(ErrorCode::kUsage, "sweep needs a text", "Name one with --text FILE.");
  }
  const RunOutcome outcome = ExecuteRun(context, spec, Record::kYes);
  if (context.output == Output::kJson) {
    if (outcome.finished.outcome != run::Outcome::kFailed) PrintJsonLine(ResultJson(outcome));
  } else if (!outcome.sweep.empty()) {
    PrintTable(outcome);
  }
  return ConcludeRun(outcome);
}

}  // namespace

void AddSweep(CLI::App& app, Context& context, Action& action) {
  CLI::App* command = app.add_subcommand(
      "sweep", "How perplexity rises when one layer's units leave, layer by layer");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL");
  flags->AddJob();
  flags->AddSweep();
  flags->AddEvalText();
  flags->AddDevice();
  command->callback([&context, &action, flags, model] {
    action = [&context, flags, model] {
      return RunSweep(context, flags->Build(run::RunKind::kSweep), *model);
    };
  });
}

}  // namespace sentei::app
