// SPDX-License-Identifier: Apache-2.0
// The part of RunWriter that begins a run: its row, what a resume voids, and whose it is.
#include "storage/process_identity.h"
#include "storage/run_writer.h"
#include "storage/spec_columns.h"
#include "storage/sql.h"

#include <algorithm>
#include <utility>

namespace sentei::storage {
namespace {

// The newest of these is what a list shows as the run's perplexity.
constexpr const char* kRefreshPerplexities = R"sql(
WITH newest (stage, perplexity) AS (
  SELECT stage, perplexity FROM evals e
  WHERE run_key = ?1 AND step = (SELECT max(step) FROM evals
                                 WHERE run_key = ?1 AND stage = e.stage))
UPDATE runs SET
  dense_perplexity  = (SELECT perplexity FROM newest WHERE stage = 'dense'),
  pruned_perplexity = (SELECT perplexity FROM newest WHERE stage = 'pruned'),
  tuned_perplexity  = (SELECT perplexity FROM newest WHERE stage = 'tuned'),
  perplexity = coalesce((SELECT perplexity FROM newest WHERE stage = 'tuned'),
                        (SELECT perplexity FROM newest WHERE stage = 'eval'),
                        (SELECT perplexity FROM newest WHERE stage = 'pruned'),
                        (SELECT perplexity FROM newest WHERE stage = 'quick'),
                        (SELECT perplexity FROM newest WHERE stage = 'dense'))
WHERE key = ?1)sql";

constexpr const char* kRefreshProgress = R"sql(
UPDATE runs SET
  step     = coalesce((SELECT max(step) FROM metrics WHERE run_key = ?1), 0),
  loss     = (SELECT loss FROM metrics WHERE run_key = ?1 ORDER BY step DESC LIMIT 1),
  sparsity = (SELECT sparsity FROM metrics WHERE run_key = ?1 ORDER BY step DESC LIMIT 1),
  parameters_after = NULL
WHERE key = ?1)sql";

constexpr const char* kInsertRun = R"sql(
INSERT INTO runs (id, note, kind, model_key, model_path, model_name, spec_hash, criterion,
                  profile, target, learning_rate, device, device_name, dtype, seed, threads,
                  started_at, status, owner_host, owner_pid, owner_start, heartbeat_at, steps,
                  parent_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  model_key = excluded.model_key, spec_hash = excluded.spec_hash,
  device = excluded.device, device_name = excluded.device_name, dtype = excluded.dtype,
  threads = excluded.threads, trashed_at = NULL, status = 'running', rule = '', error_code = '', message = '',
  hint = '', finished_at = NULL, seconds = NULL, peak_memory = NULL, steps = excluded.steps,
  owner_host = excluded.owner_host, owner_pid = excluded.owner_pid,
  owner_start = excluded.owner_start, heartbeat_at = excluded.heartbeat_at)sql";

}  // namespace

RunWriter::Live* RunWriter::FindLive(const std::string& run_id) {
  const auto found = live_.find(run_id);
  if (found != live_.end()) return &found->second;
  Live live;
  connection_.statements().Each(
      "SELECT key, step, status, owner_host, owner_pid, owner_start, heartbeat_at FROM runs "
      "WHERE id = ?",
      [&](SQLite::Statement& row) {
        const ProcessIdentity owner{
            row.getColumn(3).getString(), row.getColumn(4).getInt64(), row.getColumn(5).getInt64()};
        const bool others = row.getColumn(2).getString() == "running" &&
                            owner != CurrentProcess() &&
                            IsAlive(owner, row.getColumn(6).getInt64(), NowMilliseconds());
        if (others) return;
        live.key = row.getColumn(0).getInt64();
        live.step = row.getColumn(1).getInt64();
      },
      run_id);
  if (live.key == 0) return nullptr;
  return &(live_[run_id] = live);
}

void RunWriter::On(const run::RunStarted& event, const std::string& run_id) {
  Live live;
  live.key = UpsertRun(event, run_id);
  live.step = std::max<std::int64_t>(0, event.resumed_from_step);
  live.heartbeat_at = NowMilliseconds();
  VoidLaterEvents(live.key, event.resumed_from_step);
  Statements& sql = connection_.statements();
  if (event.resumed_from_step < 0) sql.Run("DELETE FROM sweep_points WHERE run_key = ?", live.key);
  sql.Run("DELETE FROM run_versions WHERE run_key = ?", live.key);
  for (const auto& [name, value] : event.versions) {
    sql.Run(
        "INSERT INTO run_versions (run_key, name, value) VALUES (?, ?, ?)", live.key, name, value);
  }
  if (event.resumed_from_step >= 0) {
    AddLog(live, "note", fmt::format("Resumed after step {}", event.resumed_from_step));
  }
  live_[run_id] = std::move(live);
}

std::int64_t RunWriter::UpsertModel(const run::RunStarted& event) {
  Statements& sql = connection_.statements();
  sql.Run(
      "INSERT INTO models (id, path, type, parameters, first_seen) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET path = excluded.path, type = excluded.type, "
      "parameters = excluded.parameters",
      event.model_id,
      event.model_path,
      event.model_type,
      event.model_parameters,
      NowMilliseconds());
  std::int64_t key = 0;
  sql.Each(
      "SELECT key FROM models WHERE id = ?",
      [&](SQLite::Statement& row) { key = row.getColumn(0).getInt64(); },
      event.model_id);
  return key;
}

std::string RunWriter::ParentOf(const SpecColumns& spec,
                                const std::string& model_path,
                                const std::string& run_id) {
  if (!spec.source_run.empty()) return spec.source_run;
  std::string parent;
  connection_.statements().Each(
      "SELECT r.id FROM exports e JOIN runs r ON r.key = e.run_key WHERE e.path = ? AND r.id <> ? "
      "ORDER BY e.key DESC LIMIT 1",
      [&](SQLite::Statement& row) { parent = row.getColumn(0).getString(); },
      spec.verify_directory.empty() ? model_path : spec.verify_directory,
      run_id);
  return parent;
}

std::int64_t RunWriter::UpsertRun(const run::RunStarted& event, const std::string& run_id) {
  const SpecColumns spec = ColumnsOf(event.spec_json);
  const ProcessIdentity owner = CurrentProcess();
  const std::int64_t now = NowMilliseconds();
  Statements& sql = connection_.statements();
  sql.Run(kInsertRun,
          run_id,
          spec.note,
          spec.kind,
          UpsertModel(event),
          event.model_path,
          ModelName(event.model_path),
          event.spec_hash,
          spec.criterion,
          spec.profile,
          spec.target,
          spec.learning_rate,
          event.device,
          event.device_name,
          event.dtype,
          spec.seed,
          event.threads,
          now,
          owner.host,
          owner.pid,
          owner.start,
          now,
          spec.steps,
          ParentOf(spec, event.model_path, run_id));
  std::int64_t key = 0;
  sql.Each(
      "SELECT key FROM runs WHERE id = ?",
      [&](SQLite::Statement& row) { key = row.getColumn(0).getInt64(); },
      run_id);
  sql.Run("INSERT OR REPLACE INTO run_specs (run_key, spec) VALUES (?, ?)", key, event.spec_json);
  return key;
}

void RunWriter::VoidLaterEvents(std::int64_t key, std::int64_t step) {
  Statements& sql = connection_.statements();
  sql.Run("DELETE FROM metrics WHERE run_key = ? AND step > ?", key, step);
  sql.Run("DELETE FROM evals WHERE run_key = ? AND step > ?", key, step);
  sql.Run("DELETE FROM prune_events WHERE run_key = ? AND step > ?", key, step);
  sql.Run("DELETE FROM checkpoints WHERE run_key = ? AND step > ?", key, step);
  sql.Run("DELETE FROM log WHERE run_key = ? AND step > ?", key, step);
  sql.Run("DELETE FROM compactions WHERE run_key = ?", key);
  sql.Run("DELETE FROM exports WHERE run_key = ?", key);
  sql.Run("DELETE FROM verifications WHERE run_key = ?", key);
  sql.Run("DELETE FROM generations WHERE run_key = ?", key);
  sql.Run(kRefreshProgress, key);
  RefreshPerplexities(key);
}

void RunWriter::RefreshPerplexities(std::int64_t key) {
  connection_.statements().Run(kRefreshPerplexities, key);
}

}  // namespace sentei::storage
