// SPDX-License-Identifier: Apache-2.0
// The part of RunStore that reads across runs.
#include "storage/read_record.h"
#include "storage/run_store.h"
#include "storage/seam.h"
#include "storage/sql.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace sentei::storage {
namespace {

struct CurveHead {
  std::int64_t key = 0;
  std::int64_t steps = 0;  ///< asked for
  std::int64_t last = 0;   ///< recorded
};

CurveHead FindCurve(Statements& sql, const std::string& id) {
  CurveHead head;
  sql.Each(
      "SELECT key, steps, step FROM runs WHERE id = ?",
      [&](SQLite::Statement& row) {
        head = {
            row.getColumn(0).getInt64(), row.getColumn(1).getInt64(), row.getColumn(2).getInt64()};
      },
      id);
  return head;
}

RunCurve ReadCurve(Statements& sql, const std::string& id, std::int64_t max_steps) {
  const CurveHead head = FindCurve(sql, id);
  const std::int64_t stride =
      max_steps <= 0 ? 1 : std::max<std::int64_t>(1, (head.last + max_steps - 1) / max_steps);
  RunCurve curve{id, {}};
  sql.Each(
      "SELECT step, loss, learning_rate, gradient_norm, sparsity, target_sparsity, "
      "tokens_per_second FROM metrics WHERE run_key = ?1 AND (step % ?2 = 0 OR step = ?3) "
      "ORDER BY step",
      [&](SQLite::Statement& row) { curve.steps.push_back(ReadStep(row, head.steps)); },
      head.key,
      stride,
      head.last);
  return curve;
}

InterruptedRun WithCheckpoint(Statements& sql, run::RunSummary summary) {
  InterruptedRun run;
  run.summary = std::move(summary);
  sql.Each(
      "SELECT c.step, c.path FROM checkpoints c JOIN runs r ON r.key = c.run_key WHERE r.id = ? "
      "ORDER BY c.step DESC",
      [&](SQLite::Statement& row) {
        if (run.CanResume()) return;
        std::string path = row.getColumn(1).getString();
        std::error_code failure;
        if (!std::filesystem::is_directory(path, failure)) return;
        run.checkpoint_step = row.getColumn(0).getInt64();
        run.checkpoint = std::move(path);
      },
      run.summary.id);
  return run;
}

}  // namespace

Result<std::vector<RunCurve>> RunStore::Curves(const std::vector<std::string>& ids,
                                               std::int64_t max_steps) {
  return AtSeam("Reading curves", [&] {
    SQLite::Transaction snapshot(connection_.database());
    std::vector<RunCurve> curves;
    curves.reserve(ids.size());
    for (const std::string& id : ids) {
      curves.push_back(ReadCurve(connection_.statements(), id, max_steps));
    }
    return curves;
  });
}

Result<std::vector<InterruptedRun>> RunStore::InterruptedRuns(
    const std::vector<std::string>& set_aside) {
  auto listed = List(set_aside.empty() ? "status = interrupted"
                                       : "status = interrupted or status = cancelled");
  if (!listed.has_value()) return listed.error();
  std::erase_if(listed.value(), [&set_aside](const run::RunSummary& run) {
    return run.status == run::RunStatus::kCancelled &&
           std::ranges::find(set_aside, run.id) == set_aside.end();
  });
  return AtSeam("Looking for interrupted runs", [&] {
    std::vector<InterruptedRun> runs;
    for (run::RunSummary& summary : listed.value()) {
      runs.push_back(WithCheckpoint(connection_.statements(), std::move(summary)));
    }
    return runs;
  });
}

Result<std::vector<RunMeasure>> RunStore::Measures() {
  return AtSeam("Reading how runs were measured", [&] {
    std::vector<RunMeasure> measures;
    connection_.statements().Each(
        "SELECT r.id, e.length, e.windows, e.text_hash, e.dtype, e.tokens_per_second, (SELECT "
        "x.bytes FROM exports x WHERE x.run_key = r.key ORDER BY x.key DESC LIMIT 1) "
        "FROM runs r JOIN evals e ON e.rowid = (SELECT v.rowid FROM evals v WHERE v.run_key = "
        "r.key AND v.perplexity IS NOT NULL AND v.stage IN ('tuned', 'eval', 'pruned', 'quick', "
        "'dense') ORDER BY CASE v.stage WHEN 'tuned' THEN 0 WHEN 'eval' THEN 1 WHEN 'pruned' THEN "
        "2 WHEN 'quick' THEN 3 ELSE 4 END, v.step DESC, v.rowid DESC LIMIT 1)",
        [&](SQLite::Statement& row) {
          measures.push_back({.id = row.getColumn(0).getString(),
                              .length = row.getColumn(1).getInt64(),
                              .windows = row.getColumn(2).getInt64(),
                              .text_hash = row.getColumn(3).getString(),
                              .dtype = row.getColumn(4).getString(),
                              .tokens_per_second = RealOrNan(row.getColumn(5)),
                              .export_bytes = OptionalInteger(row.getColumn(6))});
        });
    return measures;
  });
}

Result<std::optional<run::PruneEventDone>> RunStore::LastPruneEvent(const std::string& reference) {
  return AtSeam("Reading the last pruning event", [&] {
    SQLite::Transaction snapshot(connection_.database());
    return ReadLastPruneEvent(connection_.statements(), Find(reference).key);
  });
}

Result<RunLineage> RunStore::Lineage(const std::string& reference) {
  return AtSeam("Reading the lineage", [&] {
    SQLite::Transaction snapshot(connection_.database());
    return ReadLineage(connection_.statements(), Find(reference).summary.id);
  });
}

}  // namespace sentei::storage
