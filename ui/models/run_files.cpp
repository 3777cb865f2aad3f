// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_files.h"

#include "core/base/output_file.h"
#include "core/report/html_report.h"
#include "core/report/table.h"
#include "ui/background.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace sentei::ui {
namespace {

std::int64_t Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::string CsvOf(const std::vector<run::RunRecord>& records) {
  std::vector<run::RunSummary> summaries;
  for (const run::RunRecord& record : records) summaries.push_back(record.summary);
  return report::ToCsv(report::RunsTable(summaries));
}

std::string JsonOf(const std::vector<run::RunRecord>& records) {
  nlohmann::json all = nlohmann::json::array();
  for (const run::RunRecord& record : records) all.push_back(run::ToJson(record));
  return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

storage::Detail DetailOf(RunFile kind) {
  switch (kind) {
    case RunFile::kCsv:
      return storage::Detail::kHead;
    case RunFile::kJson:
      return storage::Detail::kCounts;
    case RunFile::kHtml:
      break;
  }
  return storage::Detail::kScores;
}

}  // namespace

Result<std::string> RunFileContent(storage::RunStore& store,
                                   const std::vector<std::string>& ids,
                                   RunFile kind) {
  std::vector<run::RunRecord> records;
  for (const std::string& id : ids) {
    auto record = store.Show(id, DetailOf(kind));
    if (!record.has_value()) return record.error();
    records.push_back(std::move(record).value());
  }
  return Caught([&records, kind] {
    if (kind == RunFile::kCsv) return CsvOf(records);
    if (kind == RunFile::kJson) return JsonOf(records);
    return report::HtmlReport(records, {.title = {}, .made_at = Now()});
  });
}

Result<void> WriteRunFile(const std::filesystem::path& path,
                          const std::string& content,
                          Existing existing) {
  std::error_code unknown;
  if (existing == Existing::kRefuse && std::filesystem::exists(path, unknown)) {
    return Failure{ErrorCode::kIo,
                   fmt::format("{} exists already", path.string()),
                   "Choose another name, or agree to replace it."};
  }
  const auto written = Caught([&] {
    WriteFileAtomically(path, content);
    return 0;
  });
  if (!written.has_value()) return written.error();
  return {};
}

}  // namespace sentei::ui
