// SPDX-License-Identifier: Apache-2.0
#include "core/base/palette.h"
#include "core/base/units.h"
#include "core/report/html_parts.h"
#include "core/report/markup.h"
#include "core/run/spec_diff.h"

#include <fmt/format.h>

#include <algorithm>

namespace sentei::report {
namespace {

std::string Number(const std::optional<double>& value) {
  return value.has_value() ? FormatNumber(*value) : std::string("–");
}

std::string Dot(std::size_t index) {
  return fmt::format("<span class=\"dot b{}\">{}</span>", std::min(index, kRunColors), index + 1);
}

std::string RunRow(const run::RunSummary& run, std::size_t index) {
  const auto number = [](const std::string& text) {
    return "<td class=\"n\">" + Escape(text) + "</td>";
  };
  const std::int64_t parameters = run.parameters_after.value_or(run.model_parameters);
  return fmt::format("<tr><td>{}</td><td class=\"strong\">{}</td><td>{}</td><td>{}</td>",
                     Dot(index),
                     Escape(TitleOf(run)),
                     HtmlStatus(run.status),
                     Escape(run.criterion.empty() ? "–" : run.criterion)) +
         number(FormatCountShort(parameters)) +
         number(FormatChange(static_cast<double>(run.model_parameters),
                             static_cast<double>(parameters))) +
         number(Number(run.dense_perplexity)) + number(Number(run.perplexity)) +
         number(fmt::format("{}", run.step)) +
         number(run.seconds.has_value() ? FormatDuration(*run.seconds) : "–") + "</tr>\n";
}

std::string RunsPanel(const std::vector<run::RunRecord>& runs) {
  std::string html =
      "<table><thead><tr><th></th><th>Run</th><th>Status</th><th>Criterion</th>"
      "<th class=\"n\">Parameters</th><th class=\"n\">Change</th>"
      "<th class=\"n\">Perplexity, dense</th><th class=\"n\">Perplexity</th>"
      "<th class=\"n\">Steps</th><th class=\"n\">Time</th></tr></thead><tbody>\n";
  std::vector<std::string> protocols;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    html += RunRow(runs[i].summary, i);
    if (runs[i].evals.empty()) continue;
    const std::string line = ProtocolOf(runs[i].evals.back().event, runs[i].summary.seed);
    if (std::find(protocols.begin(), protocols.end(), line) == protocols.end()) {
      protocols.push_back(line);
    }
  }
  html += "</tbody></table>\n";
  for (const std::string& line : protocols) html += HtmlParagraph(line, "protocol");
  if (protocols.size() > 1) {
    html += HtmlParagraph("△ The runs were not all measured in the same way.", "protocol");
  }
  return HtmlPanel("Runs", fmt::format("{} of them", runs.size()), html);
}

std::string DifferencesPanel(const std::vector<run::RunRecord>& runs) {
  std::vector<nlohmann::json> specs;
  for (const run::RunRecord& run : runs) specs.push_back(run.spec);
  const auto differences = run::DiffSettings(specs);
  std::vector<std::string> head{"Setting"};
  for (std::size_t i = 0; i < runs.size(); ++i) head.push_back(fmt::format("{}", i + 1));
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto& difference : differences) {
    std::vector<HtmlCell> row{{difference.path, "muted"}};
    for (const std::string& value : difference.values) row.push_back({value});
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return HtmlPanel("Settings", "all runs have the same", "");
  return HtmlPanel("Settings", fmt::format("{} differ", rows.size()), HtmlTable(head, rows));
}

}  // namespace

std::string ComparisonSection(const std::vector<run::RunRecord>& runs) {
  std::vector<const run::RunRecord*> pointers;
  for (const run::RunRecord& run : runs) pointers.push_back(&run);
  return RunsPanel(runs) + CurvePanels(pointers, 0) + DifferencesPanel(runs);
}

}  // namespace sentei::report
