// SPDX-License-Identifier: Apache-2.0
#include "storage/run_store.h"

#include "core/run/ulid.h"
#include "storage/data_location.h"
#include "storage/read_record.h"
#include "storage/run_filter.h"
#include "storage/seam.h"
#include "storage/sql.h"

#include <utility>

namespace sentei::storage {
namespace {

constexpr std::size_t kMinPrefix = 4;

void BindFilter(SQLite::Statement& statement, const FilterQuery& filter, int first) {
  int index = first;
  for (const FilterQuery::Value& value : filter.values) {
    std::visit([&](const auto& typed) { Bind(statement, index++, typed); }, value);
  }
}

const char* TrashCondition(TrashView trash) {
  switch (trash) {
    case TrashView::kWithout:
      return "r.trashed_at IS NULL";
    case TrashView::kOnly:
      return "r.trashed_at IS NOT NULL";
    case TrashView::kWith:
      return "1";
  }
  throw LogicError("a view of the trash without a condition");
}

std::string Upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

Failure Unknown(const std::string& reference) {
  return {ErrorCode::kInput,
          fmt::format("There is no run '{}'", reference),
          "sentei runs list shows the runs that are stored."};
}

[[noreturn]] void Throw(const Failure& failure) {
  throw Error(failure.code, failure.message, failure.hint);
}

}  // namespace

RunStore::RunStore(Connection connection, std::filesystem::path data_directory)
    : connection_(std::move(connection)), data_directory_(std::move(data_directory)) {}

Result<RunStore> RunStore::Open(const std::filesystem::path& data_directory) {
  return AtSeam("Opening the runs database", [&] {
    return RunStore(Connection::Open(DatabaseFile(data_directory)), data_directory);
  });
}

Result<std::vector<run::RunSummary>> RunStore::List(const std::string& filter,
                                                    std::int64_t limit,
                                                    TrashView trash) {
  return AtSeam("Listing runs", [&] {
    const FilterQuery query = ParseRunFilter(filter);
    SQLite::Statement statement(connection_.database(),
                                fmt::format("{} WHERE {} AND {} ORDER BY r.key DESC LIMIT ?",
                                            SelectSummaries(),
                                            query.where,
                                            query.names_trash ? "1" : TrashCondition(trash)));
    BindFilter(statement, query, 1);
    statement.bind(static_cast<int>(query.values.size()) + 1, limit > 0 ? limit : -1);
    std::vector<run::RunSummary> runs;
    while (statement.executeStep()) runs.push_back(ReadSummary(statement));
    return runs;
  });
}

RunStore::Row RunStore::Find(const std::string& reference) {
  const std::string select = SelectSummaries();
  const auto query = [&](const std::string& condition, const std::string& value) {
    SQLite::Statement statement(connection_.database(), select + condition);
    if (!value.empty()) statement.bind(1, value);
    std::vector<Row> rows;
    while (statement.executeStep()) {
      rows.push_back({statement.getColumn(0).getInt64(), ReadSummary(statement)});
    }
    return rows;
  };
  std::vector<Row> rows;
  if (reference == "last") {
    rows = query(" WHERE r.trashed_at IS NULL ORDER BY r.key DESC LIMIT 1", {});
  } else if (!reference.empty()) {
    for (const char* trash : {"r.trashed_at IS NULL", "r.trashed_at IS NOT NULL"}) {
      if (!rows.empty()) break;
      rows =
          query(fmt::format(" WHERE r.name = ? AND r.name <> '' AND {} LIMIT 2", trash), reference);
    }
    if (rows.empty() && reference.size() >= kMinPrefix) {
      // A range, not LIKE, so that the index finds it; "~" comes after all characters of an id.
      rows = query(" WHERE r.id >= ?1 AND r.id < ?1 || '~' LIMIT 2", Upper(reference));
    }
  }
  if (rows.empty()) Throw(Unknown(reference));
  if (rows.size() > 1) {
    throw Error(ErrorCode::kInput,
                fmt::format("'{}' names more than one run, {} and {} among them",
                            reference,
                            rows[0].summary.id,
                            rows[1].summary.id),
                "Give more characters of the id.");
  }
  return std::move(rows.front());
}

Result<std::string> RunStore::Resolve(const std::string& reference) {
  return AtSeam("Looking for the run", [&] { return Find(reference).summary.id; });
}

Result<run::RunRecord> RunStore::Show(const std::string& reference, Detail detail) {
  return AtSeam("Reading the run", [&] {
    SQLite::Transaction snapshot(connection_.database());  // one state, also while a run writes
    Row row = Find(reference);
    return ReadRecord(connection_.statements(), row.key, std::move(row.summary), detail);
  });
}

Result<std::vector<run::SettingDifference>> RunStore::Diff(
    const std::vector<std::string>& references) {
  return AtSeam("Comparing runs", [&] {
    std::vector<nlohmann::json> specs;
    for (const std::string& reference : references) {
      const Row row = Find(reference);
      connection_.statements().Each(
          "SELECT spec FROM run_specs WHERE run_key = ?",
          [&](SQLite::Statement& result) {
            specs.push_back(nlohmann::json::parse(result.getColumn(0).getString(), nullptr, false));
          },
          row.key);
    }
    return run::DiffSettings(specs);
  });
}

void RunStore::Edit(const std::string& reference, const char* sql, const std::string& value) {
  connection_.RequireWritable();
  WriteTransaction transaction(connection_.database());
  connection_.statements().Run(sql, value, Find(reference).key);
  transaction.Commit();
}

Result<void> RunStore::Rename(const std::string& reference, const std::string& name) {
  return AtVoidSeam("Renaming the run",
                    [&] { Edit(reference, "UPDATE runs SET name = ? WHERE key = ?", name); });
}

Result<void> RunStore::SetNote(const std::string& reference, const std::string& note) {
  return AtVoidSeam("Noting on the run",
                    [&] { Edit(reference, "UPDATE runs SET note = ? WHERE key = ?", note); });
}

void RunStore::RequireEnded(const run::RunSummary& run) {
  if (run.status != run::RunStatus::kRunning) return;
  throw Error(ErrorCode::kInput, fmt::format("Run {} is still running", run.id), "Stop it first.");
}

void RunStore::RemoveFolder(const std::string& id) const {
  if (!run::IsUlid(id)) return;  // only a name that we gave can be a folder of ours
  std::filesystem::remove_all(RunDirectory(data_directory_, id));
}

Result<void> RunStore::Delete(const std::string& reference) {
  return AtVoidSeam("Deleting the run", [&] {
    connection_.RequireWritable();
    WriteTransaction transaction(connection_.database());
    const Row row = Find(reference);
    RequireEnded(row.summary);
    connection_.statements().Run("DELETE FROM runs WHERE key = ?", row.key);
    transaction.Commit();
    RemoveFolder(row.summary.id);
  });
}

}  // namespace sentei::storage
