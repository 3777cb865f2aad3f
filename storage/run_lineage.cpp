// SPDX-License-Identifier: Apache-2.0
#include "storage/run_lineage.h"

#include "storage/sql.h"

#include <set>
#include <utility>

namespace sentei::storage {
namespace {

constexpr std::size_t kMaxRuns = 2000;

using Kind = LineageNode::Kind;

/// Grows the tree downwards from the earliest run.
class Tree {
 public:
  explicit Tree(Statements& sql) : sql_(sql) {}

  RunLineage Grow(const std::string& run_id) {
    AddModel(EarliestAncestor(run_id));
    // Runs are appended while the list is walked: children after their parents.
    for (std::size_t next = 0; next < lineage_.nodes.size(); ++next) {
      const LineageNode node = lineage_.nodes[next];
      if (node.kind != Kind::kRun) continue;
      if (node.id == run_id) lineage_.self = next;
      AddExports(next, node.id);
      AddChildren(next, node.id);
    }
    return std::move(lineage_);
  }

 private:
  std::string EarliestAncestor(std::string id) {
    std::set<std::string> seen;
    while (seen.insert(id).second) {
      std::string parent;
      sql_.Each(
          "SELECT p.id FROM runs r JOIN runs p ON p.id = r.parent_id WHERE r.id = ?",
          [&](SQLite::Statement& row) { parent = row.getColumn(0).getString(); },
          id);
      if (parent.empty()) break;
      id = std::move(parent);
    }
    return id;
  }

  void AddModel(const std::string& run_id) {
    sql_.Each(
        "SELECT m.id, r.model_name, m.type, m.first_seen FROM runs r JOIN models m "
        "ON m.key = r.model_key WHERE r.id = ?",
        [&](SQLite::Statement& row) {
          LineageNode node;
          node.kind = Kind::kModel;
          node.id = row.getColumn(0).getString();
          node.label = row.getColumn(1).getString();
          node.detail = row.getColumn(2).getString();
          node.at = row.getColumn(3).getInt64();
          lineage_.nodes.push_back(std::move(node));
        },
        run_id);
    AddRuns("SELECT id, name, kind, started_at, " + Status() +
                ", trashed_at, '' FROM runs r WHERE id = ?",
            0,
            run_id);
  }

  void AddExports(std::size_t from, const std::string& run_id) {
    sql_.Each(
        "SELECT e.path, e.profile, e.at, (SELECT v.verified FROM verifications v WHERE v.path = "
        "e.path ORDER BY v.key DESC LIMIT 1) FROM exports e JOIN runs r ON r.key = e.run_key "
        "WHERE r.id = ? ORDER BY e.key",
        [&](SQLite::Statement& row) {
          LineageNode node;
          node.kind = Kind::kExport;
          node.id = node.label = row.getColumn(0).getString();
          node.detail = row.getColumn(1).getString();
          node.at = row.getColumn(2).getInt64();
          const SQLite::Column verified = row.getColumn(3);
          if (!verified.isNull()) node.verified = verified.getInt() != 0;
          node.from = from;
          lineage_.nodes.push_back(std::move(node));
        },
        run_id);
  }

  /// A child that opened an export hangs on the export, another on the run.
  void AddChildren(std::size_t from, const std::string& run_id) {
    AddRuns("SELECT id, name, kind, started_at, " + Status() +
                ", trashed_at, coalesce((SELECT json_extract(s.spec, '$.verify.directory') FROM "
                "run_specs s WHERE s.run_key = r.key AND json_valid(s.spec)), model_path) "
                "FROM runs r WHERE parent_id = ? ORDER BY key",
            from,
            run_id);
  }

  static std::string Status() {
    return "sentei_status(status, owner_host, owner_pid, owner_start, heartbeat_at)";
  }

  void AddRuns(const std::string& query, std::size_t from, const std::string& value) {
    SQLite::Statement rows(sql_.database(), query);
    rows.bind(1, value);
    while (rows.executeStep() && seen_.size() < kMaxRuns) {
      LineageNode node;
      node.id = rows.getColumn(0).getString();
      if (!seen_.insert(node.id).second) continue;
      node.label = rows.getColumn(1).getString();
      if (node.label.empty()) node.label = node.id;
      node.detail = rows.getColumn(2).getString();
      node.at = rows.getColumn(3).getInt64();
      node.status = run::ParseRunStatus(rows.getColumn(4).getString());
      node.trashed = !rows.getColumn(5).isNull();
      node.from = ExportAt(rows.getColumn(6).getString()).value_or(from);
      lineage_.nodes.push_back(std::move(node));
    }
  }

  [[nodiscard]] std::optional<std::size_t> ExportAt(const std::string& path) const {
    for (std::size_t n = 0; n < lineage_.nodes.size(); ++n) {
      if (lineage_.nodes[n].kind == Kind::kExport && lineage_.nodes[n].id == path) return n;
    }
    return std::nullopt;
  }

  Statements& sql_;
  RunLineage lineage_;
  std::set<std::string> seen_;
};

}  // namespace

RunLineage ReadLineage(Statements& sql, const std::string& run_id) {
  return Tree(sql).Grow(run_id);
}

}  // namespace sentei::storage
