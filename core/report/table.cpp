// SPDX-License-Identifier: Apache-2.0
#include "core/report/table.h"

#include "core/base/untrusted_text.h"
#include "core/report/markup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sentei::report {
namespace {

std::string CsvText(const std::string& raw) {
  const std::string text = PrintableLines(raw);
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool quote = formula || text.find_first_of(",\"\n\r") != std::string::npos;
  if (!quote) return text;
  std::string quoted = formula ? "\"'" : "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + '"';
}

struct CsvCell {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
  }
  std::string operator()(const std::string& text) const { return CsvText(text); }
};

struct MarkdownCell {
  std::string operator()(std::monostate) const { return "–"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return FormatNumber(value); }
  std::string operator()(const std::string& text) const { return EscapeMarkdown(text); }
};

template <typename Format>
std::string Join(const std::vector<Cell>& row, std::string_view separator, Format format) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += separator;
    line += std::visit(format, row[i]);
  }
  return line;
}

std::vector<Cell> HeaderOf(const Table& table) {
  return {table.columns.begin(), table.columns.end()};
}

bool IsNumeric(const Table& table, std::size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(), [column](const auto& row) {
    return column < row.size() && (std::holds_alternative<double>(row[column]) ||
                                   std::holds_alternative<std::int64_t>(row[column]));
  });
}

template <typename T>
Cell Maybe(const std::optional<T>& value) {
  return value.has_value() ? Cell(*value) : Cell();
}

}  // namespace

std::string ToCsv(const Table& table) {
  std::string csv = Join(HeaderOf(table), ",", CsvCell{}) + "\n";
  for (const auto& row : table.rows) csv += Join(row, ",", CsvCell{}) + "\n";
  return csv;
}

std::string ToMarkdown(const Table& table) {
  std::string markdown = "| " + Join(HeaderOf(table), " | ", MarkdownCell{}) + " |\n|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    markdown += IsNumeric(table, i) ? "---:|" : "---|";
  }
  markdown += "\n";
  for (const auto& row : table.rows) markdown += "| " + Join(row, " | ", MarkdownCell{}) + " |\n";
  return markdown;
}

Table MetricsTable(const run::RunRecord& record) {
  Table table;
  table.columns = {"step",
                   "loss",
                   "learning_rate",
                   "gradient_norm",
                   "sparsity",
                   "target_sparsity",
                   "tokens_per_second"};
  for (const run::StepDone& step : record.steps) {
    table.rows.push_back({step.step,
                          step.loss,
                          step.learning_rate,
                          step.gradient_norm,
                          step.sparsity,
                          step.target_sparsity,
                          step.tokens_per_second});
  }
  return table;
}

Table EvalsTable(const run::RunRecord& record) {
  Table table;
  table.columns = {"stage",
                   "step",
                   "perplexity",
                   "mean_loss",
                   "length",
                   "windows",
                   "tokens",
                   "text",
                   "text_hash",
                   "dtype",
                   "device",
                   "tokens_per_second"};
  for (const auto& timed : record.evals) {
    const run::EvalDone& eval = timed.event;
    table.rows.push_back({eval.stage,
                          eval.step,
                          eval.perplexity,
                          eval.mean_loss,
                          eval.length,
                          eval.windows,
                          eval.tokens,
                          eval.text_path,
                          eval.text_hash,
                          eval.dtype,
                          eval.device,
                          eval.tokens_per_second});
  }
  return table;
}

Table RunsTable(const std::vector<run::RunSummary>& runs) {
  Table table;
  table.columns = {"id",
                   "name",
                   "kind",
                   "status",
                   "model",
                   "criterion",
                   "target",
                   "step",
                   "steps",
                   "sparsity",
                   "dense_perplexity",
                   "perplexity",
                   "parameters",
                   "parameters_after",
                   "seconds",
                   "started_at",
                   "note"};
  for (const run::RunSummary& run : runs) {
    table.rows.push_back({run.id,
                          run.name,
                          run.kind,
                          std::string(Name(run.status)),
                          run.model_path,
                          run.criterion,
                          Maybe(run.target),
                          run.step,
                          run.steps,
                          Maybe(run.sparsity),
                          Maybe(run.dense_perplexity),
                          Maybe(run.perplexity),
                          run.model_parameters,
                          Maybe(run.parameters_after),
                          Maybe(run.seconds),
                          run::FormatTime(run.started_at),
                          run.note});
  }
  return table;
}

}  // namespace sentei::report
