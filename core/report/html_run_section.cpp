// SPDX-License-Identifier: Apache-2.0
#include "core/base/units.h"
#include "core/report/html_parts.h"
#include "core/report/markup.h"
#include "core/report/svg_bars.h"
#include "core/report/svg_heat_map.h"
#include "core/run/spec_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace sentei::report {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
using Family = run::PruneEventDone::Family;
using Rows = std::vector<std::vector<HtmlCell>>;

double ValueOr(const run::EvalDone* eval, double run::EvalDone::*member) {
  return eval == nullptr ? kUnknown : eval->*member;
}

/// The evaluations before and after that a summary compares.
struct BeforeAfter {
  const run::EvalDone* dense = nullptr;
  const run::EvalDone* pruned = nullptr;
  const run::EvalDone* tuned = nullptr;
  const run::EvalDone* last = nullptr;  ///< what users get: tuned, else pruned, else the run's own
};

BeforeAfter Compare(const run::RunRecord& record) {
  BeforeAfter evals{record.Eval("dense"), record.Eval("pruned"), record.Eval("tuned"), nullptr};
  evals.last = evals.tuned != nullptr ? evals.tuned : evals.pruned;
  if (evals.last == nullptr) evals.last = record.Eval("eval");
  return evals;
}

std::string Difference(double before, double after) {
  return std::isfinite(before) && std::isfinite(after)
             ? fmt::format("{}, dense {}", FormatChange(before, after), FormatNumber(before))
             : std::string();
}

std::string Figures(const run::RunRecord& record) {
  const BeforeAfter evals = Compare(record);
  const run::RunSummary& run = record.summary;
  std::string html;
  if (const run::EvalDone* shown = evals.last != nullptr ? evals.last : evals.dense) {
    html += HtmlFigure(evals.last != nullptr ? "Perplexity" : "Perplexity, dense",
                       FormatNumber(shown->perplexity),
                       evals.last == nullptr || evals.dense == nullptr
                           ? std::string()
                           : Difference(evals.dense->perplexity, shown->perplexity));
  }
  const auto before = static_cast<double>(run.model_parameters);
  if (run.parameters_after.has_value()) {
    html += HtmlFigure("Parameters",
                       FormatCountShort(*run.parameters_after),
                       fmt::format("{} of {}",
                                   FormatChange(before, static_cast<double>(*run.parameters_after)),
                                   FormatCountShort(run.model_parameters)));
  } else {
    html += HtmlFigure("Parameters", FormatCountShort(run.model_parameters), "");
  }
  if (!record.exports.empty()) {
    const run::ExportDone& done = record.exports.back().event;
    html += HtmlFigure("Exported", FormatBytes(done.bytes), done.dtype + ", " + done.profile);
  }
  if (!record.verifications.empty()) {
    const run::VerifyDone& done = record.verifications.back().event;
    html += HtmlFigure(done.verified ? "Verified ✓" : "Not verified ✕",
                       FormatNumber(done.max_abs_diff),
                       "largest difference of a logit");
  }
  if (run.seconds.has_value()) {
    html += HtmlFigure("Time",
                       FormatDuration(*run.seconds),
                       record.peak_memory.has_value() ? FormatBytes(*record.peak_memory) + " memory"
                                                      : std::string());
  }
  return "<div class=\"figures\">" + html + "</div>\n";
}

std::vector<HtmlCell> QuantityRow(const std::string& name,
                                  double dense,
                                  double pruned,
                                  double tuned,
                                  std::string (*format)(double)) {
  const double last = std::isfinite(tuned) ? tuned : pruned;
  return {{name, "strong"},
          {format(dense), "n"},
          {format(pruned), "n"},
          {format(tuned), "n"},
          {FormatChange(dense, last), "n muted"}};
}

std::string FormatWhole(double value) {
  if (!std::isfinite(value)) return "–";
  return FormatCount(static_cast<std::int64_t>(std::llround(value)));
}

std::string ProtocolLines(const run::RunRecord& record, const BeforeAfter& evals) {
  std::set<std::string> protocols;
  for (const run::EvalDone* eval : {evals.dense, evals.pruned, evals.tuned, evals.last}) {
    if (eval != nullptr) protocols.insert(ProtocolOf(*eval, record.summary.seed));
  }
  std::string html;
  for (const std::string& protocol : protocols) html += HtmlParagraph(protocol, "protocol");
  return html;
}

std::string SummaryPanel(const run::RunRecord& record) {
  const BeforeAfter evals = Compare(record);
  if (evals.dense == nullptr && evals.last == nullptr) return {};
  const auto after = record.summary.parameters_after;
  const double parameters_after = after.has_value() ? static_cast<double>(*after) : kUnknown;
  const auto of = [&](double run::EvalDone::*member) {
    return std::array{ValueOr(evals.dense, member),
                      ValueOr(evals.pruned, member),
                      ValueOr(evals.tuned != nullptr ? evals.tuned : nullptr, member)};
  };
  Rows rows;
  const auto perplexity = of(&run::EvalDone::perplexity);
  const auto loss = of(&run::EvalDone::mean_loss);
  const auto speed = of(&run::EvalDone::tokens_per_second);
  rows.push_back(
      QuantityRow("Perplexity", perplexity[0], perplexity[1], perplexity[2], FormatNumber));
  rows.push_back(QuantityRow("Mean loss per token", loss[0], loss[1], loss[2], FormatNumber));
  rows.push_back(QuantityRow("Parameters",
                             static_cast<double>(record.summary.model_parameters),
                             parameters_after,
                             evals.tuned != nullptr ? parameters_after : kUnknown,
                             FormatWhole));
  rows.push_back(
      QuantityRow("Evaluation speed, tokens/s", speed[0], speed[1], speed[2], FormatWhole));
  if (evals.dense == nullptr && record.Eval("eval") != nullptr) {
    const run::EvalDone& eval = *record.Eval("eval");
    rows = {{{"Perplexity", "strong"}, {FormatNumber(eval.perplexity), "n"}},
            {{"Mean loss per token", "strong"}, {FormatNumber(eval.mean_loss), "n"}},
            {{"Speed, tokens/s", "strong"}, {FormatWhole(eval.tokens_per_second), "n"}}};
    return HtmlPanel("Result", "", HtmlTable({}, rows) + ProtocolLines(record, evals));
  }
  return HtmlPanel(
      "Before and after",
      "measured in this run",
      HtmlTable({"", "Dense", "Pruned", "Tuned", "Change"}, rows) + ProtocolLines(record, evals));
}

bool IsAttention(const Family& family) { return family.kind != plan::UnitKind::kFfnChannel; }

std::string AttentionName(const std::vector<Family>& families) {
  for (const Family& family : families) {
    if (family.kind == plan::UnitKind::kQueryStripe) return "query stripes";
  }
  return "KV groups";
}

// The families of the last event; how many units each had comes from the newest stored mask.
std::vector<KeptBar> KeptBars(const run::RunRecord& record, bool attention) {
  std::vector<KeptBar> bars;
  for (const Family& family : record.prune_events.back().event.families) {
    if (IsAttention(family) != attention) continue;
    const auto units = family.keep != nullptr ? static_cast<std::int64_t>(family.keep->size()) : 0;
    bars.push_back({family.layer, family.kept, std::max(units, family.kept)});
  }
  return bars;
}

std::string KeptPanels(const run::RunRecord& record) {
  if (record.prune_events.empty()) return {};
  const auto& families = record.prune_events.back().event.families;
  std::string html;
  for (const bool attention : {true, false}) {
    BarPlot plot;
    plot.bars = KeptBars(record, attention);
    if (plot.bars.empty()) continue;
    const std::string name = attention ? AttentionName(families) : "FFN channels";
    plot.title = "Kept " + name + " by layer";
    plot.y_title = name + " kept";
    html += HtmlPanel(attention ? "Attention" : "FFN",
                      "kept units by layer; hatched: removed",
                      "<div class=\"body\">" + DrawKeptBars(plot) + "</div>");
  }
  return "<div class=\"pair\">" + html + "</div>\n";
}

HeatMap MapOf(const run::PruneEventDone& event, bool attention) {
  HeatMap map;
  for (const Family& family : event.families) {
    if (IsAttention(family) != attention || family.scores == nullptr) continue;
    HeatMapRow row;
    row.layer = family.layer;
    row.scores = *family.scores;
    row.kept = family.kept;
    if (family.keep != nullptr && family.keep->size() == row.scores.size()) row.keep = *family.keep;
    map.rows.push_back(row);
  }
  return map;
}

std::string MapPanels(const run::RunRecord& record) {
  const run::PruneEventDone* event = nullptr;
  for (const auto& timed : record.prune_events) {
    const auto& families = timed.event.families;
    if (!families.empty() && families.front().scores != nullptr) event = &timed.event;
  }
  if (event == nullptr) return {};
  std::string html;
  for (const bool attention : {true, false}) {
    HeatMap map = MapOf(*event, attention);
    if (map.rows.empty()) continue;
    const std::string name = attention ? AttentionName(event->families) : "FFN channels";
    map.title = "Importance of " + name + " by layer";
    map.x_title =
        attention ? "left to right: " + name : "channels by falling importance; right: kept";
    map.order = attention ? HeatMap::Order::kByIndex : HeatMap::Order::kSorted;
    map.scale = attention ? HeatMap::Scale::kLinear : HeatMap::Scale::kLogarithmic;
    html += HtmlPanel(attention ? "Importance of heads" : "Importance of FFN channels",
                      fmt::format("criterion {}, after step {}", event->criterion, event->step),
                      "<div class=\"body\">" + DrawHeatMap(map) + "</div>");
  }
  return "<div class=\"pair\">" + html + "</div>\n";
}

std::string SettingsPanel(const run::RunRecord& record) {
  Rows rows;
  for (const auto& [path, value] : run::FlattenSettings(record.spec)) {
    if (!value.empty()) rows.push_back({{path, "muted"}, {value, "mono"}});
  }
  if (rows.empty()) return {};
  return HtmlPanel("Settings",
                   "hash " + record.summary.spec_hash.substr(0, 12),
                   HtmlTable({"Setting", "Value"}, rows));
}

/// An event's step, icon and sentence, sorted by time.
struct EventLine {
  std::int64_t at = 0;
  std::int64_t step = 0;
  std::string text;
};

std::vector<EventLine> EventLines(const run::RunRecord& record) {
  std::vector<EventLine> lines;
  std::int64_t removed = 0;
  for (const auto& timed : record.prune_events) {
    const run::PruneEventDone& event = timed.event;
    lines.push_back({timed.at,
                     event.step,
                     fmt::format("✂ pruned {} units, {} parameters in all",
                                 FormatCount(event.removed_units - removed),
                                 FormatCount(event.removed_parameters))});
    removed = event.removed_units;
  }
  for (const auto& timed : record.evals) {
    lines.push_back(
        {timed.at,
         timed.event.step,
         fmt::format(
             "perplexity {} ({})", FormatNumber(timed.event.perplexity), timed.event.stage)});
  }
  for (const auto& timed : record.checkpoints) {
    lines.push_back({timed.at, timed.event.step, "checkpoint, " + FormatBytes(timed.event.bytes)});
  }
  for (const run::LogLine& line : record.log) {
    const char* icon = line.level == run::LogLine::Level::kWarning ? "△ " : "";
    lines.push_back({line.at, line.step, icon + line.message});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const EventLine& a, const EventLine& b) {
    return a.at < b.at;
  });
  return lines;
}

std::string EventsPanel(const run::RunRecord& record) {
  Rows rows;
  for (const EventLine& line : EventLines(record)) {
    rows.push_back({{fmt::format("{}", line.step), "n"},
                    {run::FormatTime(line.at).substr(11, 8), "muted"},
                    {line.text}});
  }
  if (rows.empty()) return {};
  return HtmlPanel("Events",
                   fmt::format("{} of them, times in UTC", rows.size()),
                   HtmlTable({"Step", "Time", "What"}, rows));
}

std::string FilesPanel(const run::RunRecord& record) {
  Rows rows;
  for (const auto& timed : record.exports) {
    const run::ExportDone& done = timed.event;
    rows.push_back({{"export"},
                    {done.path, "mono"},
                    {fmt::format("{}, {}, {}, rounding costs at most {}",
                                 FormatBytes(done.bytes),
                                 done.profile,
                                 done.dtype,
                                 FormatNumber(done.rounding_cost))}});
  }
  for (const auto& timed : record.verifications) {
    const run::VerifyDone& done = timed.event;
    rows.push_back({{done.verified ? "✓ verified" : "✕ not verified", done.verified ? "ok" : "bad"},
                    {done.path, "mono"},
                    {fmt::format("largest difference {}, allowed {}; {}",
                                 FormatNumber(done.max_abs_diff),
                                 FormatNumber(done.tolerance),
                                 done.detail)}});
  }
  if (!record.checkpoints.empty()) {
    const run::CheckpointSaved& last = record.checkpoints.back().event;
    rows.push_back({{"checkpoint"},
                    {last.path, "mono"},
                    {fmt::format("step {}, {}, state {}…",
                                 last.step,
                                 FormatBytes(last.bytes),
                                 last.state_hash.substr(0, 12))}});
  }
  if (rows.empty()) return {};
  return HtmlPanel("Files", "", HtmlTable({"", "Path", "What"}, rows));
}

std::string EnvironmentPanel(const run::RunRecord& record) {
  const run::RunSummary& run = record.summary;
  Rows rows{{{"model", "muted"}, {run.model_path, "mono"}},
            {{"model id", "muted"}, {run.model_id, "mono"}},
            {{"architecture", "muted"}, {run.model_type}},
            {{"device", "muted"}, {fmt::format("{}, {}", run.device, run.device_name)}},
            {{"number format", "muted"}, {run.dtype}},
            {{"threads", "muted"}, {fmt::format("{}", run.threads)}},
            {{"seed", "muted"}, {fmt::format("{}", run.seed)}}};
  for (const auto& [name, value] : record.versions) rows.push_back({{name, "muted"}, {value}});
  return HtmlPanel("Environment", "", HtmlTable({}, rows));
}

std::string StateLine(const run::RunRecord& record) {
  const run::RunSummary& run = record.summary;
  std::string text = fmt::format(" · {} · started {}", run.kind, run::FormatTime(run.started_at));
  if (run.steps > 0) text += fmt::format(" · step {} of {}", run.step, run.steps);
  if (!run.rule.empty()) text += " · ended by " + run.rule;
  return "<p class=\"muted state\">" + HtmlStatus(run.status) + Escape(text) +
         " · <span class=\"mono\">" + Escape(run.id) + "</span></p>\n";
}

}  // namespace

std::string RunSection(const run::RunRecord& record, std::size_t color) {
  const run::RunSummary& run = record.summary;
  std::string html = StateLine(record);
  if (!run.note.empty()) html += HtmlParagraph(run.note);
  if (!run.message.empty()) {
    html += "<div class=\"note-bad\"><b>" + Escape(run.message) + "</b> " + Escape(run.hint) +
            "</div>\n";
  }
  html += Figures(record) + SummaryPanel(record) + CurvePanels({&record}, color) +
          KeptPanels(record) + MapPanels(record);
  if (record.generated_text.has_value()) {
    html += HtmlPanel("Generated text",
                      "",
                      "<div class=\"body\">" + HtmlParagraph(*record.generated_text) + "</div>");
  }
  return html + FilesPanel(record) + "<div class=\"pair\">" + SettingsPanel(record) + "<div>" +
         EnvironmentPanel(record) + EventsPanel(record) + "</div></div>\n";
}

}  // namespace sentei::report
