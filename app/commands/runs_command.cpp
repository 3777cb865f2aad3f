// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/commands/runs_verbs.h"
#include "app/result_value.h"
#include "app/terminal.h"
#include "core/base/output_file.h"
#include "core/base/units.h"
#include "core/base/untrusted_text.h"
#include "core/report/table.h"
#include "core/run/run_record.h"
#include "storage/run_store.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sentei::app {

storage::RunStore OpenStore(const Context& context) {
  storage::RunStore store = Unwrap(storage::RunStore::Open(context.DataDir()));
  if (!store.notice().empty()) fmt::print(stderr, "{}\n", Printable(store.notice()));
  return store;
}

CLI::App* RunsVerbs::Add(const char* name, const char* help, RunsHandler handler) {
  CLI::App* verb = runs.add_subcommand(name, help);
  Context& known_context = context;
  Action& chosen = action;
  verb->callback([&known_context, &chosen, handler, kept = request] {
    chosen = [&known_context, handler, kept] { return handler(known_context, *kept); };
  });
  return verb;
}

void RunsVerbs::NameRuns(CLI::App* verb, int least, int most) const {
  verb->add_option("run", request->runs, "Id, the beginning of one, a name, or last")
      ->type_name("RUN")
      ->expected(least, most);
  if (least > 0) verb->get_option("run")->required();
}

namespace {

std::string Optional(const std::optional<double>& value, const char* format) {
  return value ? fmt::format(fmt::runtime(format), *value) : "-";
}

int List(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  const auto runs =
      Unwrap(store.List(request.filter,
                        request.limit,
                        request.trash ? storage::TrashView::kOnly : storage::TrashView::kWithout));
  TextTable table(
      {"run", "started", "kind", "status", "criterion", "target", "dense", "pruned", "ppl", "name"},
      {0, 1, 2, 3, 4, 9});
  for (const run::RunSummary& run : runs) {
    if (context.output == Output::kJson) {
      PrintJsonLine(run::ToJson(run));
      continue;
    }
    table.AddRow({run.id,
                  run::FormatTime(run.started_at),
                  run.kind,
                  std::string(run::Name(run.status)),
                  run.criterion.empty() ? "-" : run.criterion,
                  Optional(run.target, "{:.3g}"),
                  Optional(run.dense_perplexity, "{:.2f}"),
                  Optional(run.pruned_perplexity, "{:.2f}"),
                  Optional(run.perplexity, "{:.2f}"),
                  Printable(run.name)});
  }
  if (context.output == Output::kText) fmt::print("{}", table.ToString());
  return 0;
}

void PrintSummary(const run::RunSummary& run) {
  fmt::print("run         {}{}\n", run.id, run.name.empty() ? "" : "  " + Printable(run.name));
  fmt::print("status      {}{}\n",
             run::Name(run.status),
             run.message.empty() ? "" : ": " + Printable(run.message));
  fmt::print("started     {}{}\n",
             run::FormatTime(run.started_at),
             run.seconds ? ", took " + FormatDuration(*run.seconds) : "");
  fmt::print("model       {} ({}, {} parameters, id {})\n",
             Printable(run.model_path),
             Printable(run.model_type),
             FormatCount(run.model_parameters),
             run.model_id.substr(0, 12));
  fmt::print("device      {} ({}), {}, {} threads, seed {}\n",
             run.device,
             Printable(run.device_name),
             run.dtype,
             run.threads,
             run.seed);
  fmt::print("steps       {} of {}\n", run.step, run.steps);
  if (!run.note.empty()) fmt::print("note        {}\n", Printable(run.note));
  if (!run.parent.empty()) fmt::print("came from   {}\n", Printable(run.parent));
  if (!run.group.empty()) fmt::print("group       {}\n", Printable(run.group));
  if (run.starred || !run.tags.empty()) {
    fmt::print("tags        {}{}\n",
               run.starred ? "* " : "",
               Printable(fmt::format("{}", fmt::join(run.tags, ", "))));
  }
  if (run.trashed_at) fmt::print("in trash    since {}\n", run::FormatTime(*run.trashed_at));
}

void PrintRecord(const run::RunRecord& record) {
  PrintSummary(record.summary);
  for (const auto& eval : record.evals) {
    fmt::print("perplexity  {:<7} {:.4f}  ({} x {} tokens, {}, {}, text {})\n",
               eval.event.stage,
               eval.event.perplexity,
               eval.event.windows,
               eval.event.length,
               eval.event.dtype,
               eval.event.device,
               eval.event.text_hash.substr(0, 12));
  }
  if (record.compaction) {
    fmt::print("parameters  {} of {}\n",
               FormatCount(record.compaction->parameters_after),
               FormatCount(record.compaction->parameters_before));
  }
  for (const run::SweepPoint& point : record.sweep) {
    fmt::print("sweep       layer {:>3} {:<12} without {:>5}: perplexity {:.4f}\n",
               point.layer,
               plan::Name(point.kind),
               FormatShare(point.ratio),
               point.perplexity);
  }
  fmt::print("events      {} pruning events, {} checkpoints\n",
             record.prune_events.size(),
             record.checkpoints.size());
  for (const auto& exported : record.exports) {
    fmt::print("export      {} ({}, {}, {})\n",
               Printable(exported.event.path),
               exported.event.profile,
               exported.event.dtype,
               FormatBytes(exported.event.bytes));
  }
  for (const auto& check : record.verifications) {
    fmt::print("verified    {}: largest logit difference {:.2e} of {:.0e} allowed\n",
               check.event.verified ? "yes" : "NO",
               check.event.max_abs_diff,
               check.event.tolerance);
  }
  for (const run::LogLine& line : record.log) {
    if (line.level == run::LogLine::Level::kWarning)
      fmt::print("warning     {}\n", Printable(line.message));
  }
}

int Show(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  const run::RunRecord record = Unwrap(store.Show(request.runs.at(0)));
  if (context.output == Output::kJson) {
    PrintJsonLine(run::ToJson(record));
  } else {
    PrintRecord(record);
  }
  return 0;
}

int Diff(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  const auto differences = Unwrap(store.Diff(request.runs));
  std::vector<std::string> header{"setting"};
  header.insert(header.end(), request.runs.begin(), request.runs.end());
  TextTable table(header);
  for (const run::SettingDifference& difference : differences) {
    if (context.output == Output::kJson) {
      PrintJsonLine({{"setting", difference.path}, {"values", difference.values}});
      continue;
    }
    std::vector<std::string> row{difference.path};
    for (const std::string& value : difference.values) row.push_back(Printable(value));
    table.AddRow(std::move(row));
  }
  if (context.output == Output::kText) fmt::print("{}", table.ToString());
  return 0;
}

std::vector<std::string> ChosenRuns(storage::RunStore& store, const RunsRequest& request) {
  if (!request.runs.empty()) return request.runs;
  std::vector<std::string> ids;
  for (const run::RunSummary& run : Unwrap(store.List(request.filter))) ids.push_back(run.id);
  return ids;
}

std::string CsvOf(const std::vector<run::RunRecord>& records, const std::string& table) {
  if (table == "runs") {
    std::vector<run::RunSummary> summaries;
    for (const run::RunRecord& record : records) summaries.push_back(record.summary);
    return report::ToCsv(report::RunsTable(summaries));
  }
  if (records.size() != 1) {
    throw Error(
        ErrorCode::kUsage, fmt::format("the table {} is of one run", table), "Name one run.");
  }
  if (table == "metrics") return report::ToCsv(report::MetricsTable(records[0]));
  if (table == "evals") return report::ToCsv(report::EvalsTable(records[0]));
  throw Error(ErrorCode::kUsage,
              fmt::format("there is no table '{}'", table),
              "Use runs, metrics or evals.");
}

std::string JsonOf(const std::vector<run::RunRecord>& records) {
  nlohmann::json all = nlohmann::json::array();
  for (const run::RunRecord& record : records) all.push_back(run::ToJson(record));
  return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

int Export(const Context& context, const RunsRequest& request) {
  if (request.format != "csv" && request.format != "json") {
    throw Error(
        ErrorCode::kUsage, fmt::format("'{}' is no format", request.format), "Use csv or json.");
  }
  storage::RunStore store = OpenStore(context);
  std::vector<run::RunRecord> records;
  for (const std::string& id : ChosenRuns(store, request))
    records.push_back(Unwrap(store.Show(id)));
  const std::string text =
      request.format == "csv" ? CsvOf(records, request.table) : JsonOf(records);
  if (request.out.empty()) {
    fmt::print("{}", text);
  } else {
    WriteFileAtomically(request.out, text);
  }
  return 0;
}

}  // namespace

void AddRuns(CLI::App& app, Context& context, Action& action) {
  CLI::App* runs =
      app.add_subcommand("runs", "Look at, compare and tidy the runs kept in the database");
  runs->require_subcommand(1);
  RunsVerbs verbs{*runs, context, action, std::make_shared<RunsRequest>()};
  RunsRequest& request = *verbs.request;
  CLI::App* list = verbs.Add("list", "Newest first", List);
  list->add_option(
      "--filter", request.filter, "Such as \"kind = prune and ppl < 40 and model ~ smol\"");
  list->add_option("--limit", request.limit, "Most rows; 0: all");
  list->add_flag("--trash", request.trash, "Only what is in the trash");
  verbs.NameRuns(verbs.Add("show", "Everything about one run", Show), 1, 1);
  verbs.NameRuns(verbs.Add("diff", "Settings in which runs differ", Diff), 2, 16);
  CLI::App* exported = verbs.Add("export", "Runs and their metrics as a file", Export);
  verbs.NameRuns(exported, 0, 1000);
  exported->add_option("--filter", request.filter, "Runs to export when none is named");
  exported->add_option("--format", request.format, "csv or json");
  exported->add_option("--table", request.table, "csv: runs, or metrics or evals of one run");
  exported->add_option("--out", request.out, "File to write; standard output without it")
      ->type_name("FILE");
  AddTidyVerbs(verbs);
}

}  // namespace sentei::app
