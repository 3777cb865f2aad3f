// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/result_value.h"
#include "app/terminal.h"
#include "core/base/output_file.h"
#include "core/base/untrusted_text.h"
#include "core/report/html_report.h"
#include "storage/run_store.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace sentei::app {
namespace {

struct Request {
  std::vector<std::string> runs;
  std::string out;
};

std::int64_t Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

int Report(const Context& context, const Request& request) {
  storage::RunStore store = Unwrap(storage::RunStore::Open(context.DataDir()));
  if (!store.notice().empty()) fmt::print(stderr, "{}\n", Printable(store.notice()));
  std::vector<run::RunRecord> records;
  for (const std::string& run : request.runs) {
    records.push_back(Unwrap(store.Show(run, storage::Detail::kScores)));
  }
  WriteFileAtomically(request.out, report::HtmlReport(records, {.title = "", .made_at = Now()}));
  fmt::print(stderr, "Wrote {}.\n", Printable(request.out));
  return 0;
}

}  // namespace

void AddReport(CLI::App& app, Context& context, Action& action) {
  CLI::App* command =
      app.add_subcommand("report", "One self-contained HTML file about one or more runs");
  const auto request = std::make_shared<Request>();
  command->add_option("run", request->runs, "Id, the beginning of one, a name, or last")
      ->type_name("RUN")
      ->required();
  command->add_option("--out", request->out, "File to write")->type_name("FILE")->required();
  command->callback([&context, &action, request] {
    action = [&context, request] { return Report(context, *request); };
  });
}

}  // namespace sentei::app
