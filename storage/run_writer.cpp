// SPDX-License-Identifier: Apache-2.0
#include "storage/run_writer.h"

#include "core/run/event_json.h"
#include "storage/process_identity.h"
#include "storage/score_blob.h"
#include "storage/spec_columns.h"
#include "storage/sql.h"

#include <cstdlib>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sentei::storage {
namespace {

constexpr std::int64_t kHeartbeatMs = 10'000;

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

template <typename T>
std::span<const T> SpanOf(const std::shared_ptr<const std::vector<T>>& values) {
  return values == nullptr ? std::span<const T>() : std::span<const T>(*values);
}

}  // namespace

RunWriter::RunWriter(Connection connection) : connection_(std::move(connection)) {}

void RunWriter::Write(const std::string& run_id, const run::RunEvent& event) {
  connection_.RequireWritable();
  WithSqlErrors("Recording the run", [&] {
    WriteTransaction transaction(connection_.database());
    std::visit(
        [&](const auto& typed) {
          using Event = std::decay_t<decltype(typed)>;
          if constexpr (std::is_same_v<Event, run::RunStarted>) {
            On(typed, run_id);
          } else if (Live* live = FindLive(run_id)) {
            On(typed, *live);
          } else if constexpr (!std::is_same_v<Event, run::RunFinished>) {
            ThrowInput("Run {} was never started here", run_id);
          }
        },
        event);
    transaction.Commit();
  });
}

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
  sql.Run(kRefreshPerplexities, key);
}

void RunWriter::AddLog(const Live& live, const char* level, const std::string& message) {
  connection_.statements().Run(
      "INSERT INTO log (run_key, at, step, level, message) VALUES (?, ?, ?, ?, ?)",
      live.key,
      NowMilliseconds(),
      live.step,
      level,
      message);
}

void RunWriter::Heartbeat(Live& live) {
  const std::int64_t now = NowMilliseconds();
  connection_.statements().Run("UPDATE runs SET heartbeat_at = ? WHERE key = ?", now, live.key);
  live.heartbeat_at = now;
}

void RunWriter::On(const run::PhaseChanged& event, Live& live) {
  std::string message(Name(event.phase));
  if (!event.detail.empty()) message += ": " + event.detail;
  AddLog(live, "phase", message);
  Heartbeat(live);
}

void RunWriter::On(const run::SweepPoint& event, Live& live) {
  connection_.statements().Run(
      "INSERT OR REPLACE INTO sweep_points (run_key, layer, kind, ratio, kept, perplexity, "
      "mean_loss) VALUES (?, ?, ?, ?, ?, ?, ?)",
      live.key,
      event.layer,
      plan::Name(event.kind),
      event.ratio,
      event.kept,
      event.perplexity,
      event.mean_loss);
  Heartbeat(live);
}

void RunWriter::On(const run::SelfCheckDone& event, Live& live) {
  AddLog(live,
         event.passed ? "note" : "warning",
         fmt::format("Self-check: largest logit difference {:.3g} (limit {:.3g}). {}",
                     event.max_abs_diff,
                     event.tolerance,
                     event.detail));
}

void RunWriter::On(const run::BudgetChanged& event, Live& live) {
  AddLog(live, "note", fmt::format("Budget changed: {}", event.budget_json));
}

void RunWriter::On(const run::Progress&, Live& live) {
  if (std::abs(NowMilliseconds() - live.heartbeat_at) >= kHeartbeatMs) Heartbeat(live);
}

void RunWriter::On(const run::StepDone& event, Live& live) {
  Statements& sql = connection_.statements();
  sql.Run(
      "INSERT OR REPLACE INTO metrics (run_key, step, loss, learning_rate, gradient_norm, "
      "sparsity, "
      "target_sparsity, tokens_per_second) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      live.key,
      event.step,
      event.loss,
      event.learning_rate,
      event.gradient_norm,
      event.sparsity,
      event.target_sparsity,
      event.tokens_per_second);
  const std::int64_t now = NowMilliseconds();
  sql.Run(
      "UPDATE runs SET step = ?, steps = ?, loss = ?, sparsity = ?, heartbeat_at = ? WHERE key = ?",
      event.step,
      event.steps,
      event.loss,
      event.sparsity,
      now,
      live.key);
  live.step = event.step;
  live.heartbeat_at = now;
}

void RunWriter::On(const run::EvalDone& event, Live& live) {
  Statements& sql = connection_.statements();
  sql.Run(
      "INSERT OR REPLACE INTO evals (run_key, stage, step, at, perplexity, mean_loss, "
      "window_losses, "
      "length, windows, tokens, text_path, text_hash, dtype, device, tokens_per_second) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      live.key,
      event.stage,
      event.step,
      NowMilliseconds(),
      event.perplexity,
      event.mean_loss,
      std::as_bytes(std::span(event.window_losses)),
      event.length,
      event.windows,
      event.tokens,
      event.text_path,
      event.text_hash,
      event.dtype,
      event.device,
      event.tokens_per_second);
  sql.Run(kRefreshPerplexities, live.key);
}

void RunWriter::On(const run::PruneEventDone& event, Live& live) {
  Statements& sql = connection_.statements();
  sql.Run("DELETE FROM prune_events WHERE run_key = ? AND event = ?", live.key, event.event);
  sql.Run(
      "INSERT INTO prune_events (run_key, event, step, at, sigma, removed_parameters, "
      "removed_units, "
      "criterion) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      live.key,
      event.event,
      event.step,
      NowMilliseconds(),
      event.sigma,
      event.removed_parameters,
      event.removed_units,
      event.criterion);
  const std::int64_t event_key = connection_.database().getLastInsertRowid();
  for (const auto& family : event.families) {
    const auto packed = PackUnitState(SpanOf(family.scores), SpanOf(family.keep));
    sql.Run("INSERT INTO unit_states (event_key, layer, kind, kept, state) VALUES (?, ?, ?, ?, ?)",
            event_key,
            family.layer,
            plan::Name(family.kind),
            family.kept,
            Blob(packed));
  }
}

void RunWriter::On(const run::CheckpointSaved& event, Live& live) {
  connection_.statements().Run(
      "INSERT OR REPLACE INTO checkpoints (run_key, step, at, path, bytes, state_hash) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      live.key,
      event.step,
      NowMilliseconds(),
      event.path,
      event.bytes,
      event.state_hash);
}

void RunWriter::On(const run::TokenGenerated& event, Live& live) {
  live.text += event.text;
  ++live.tokens;
}

void RunWriter::On(const run::CompactionDone& event, Live& live) {
  Statements& sql = connection_.statements();
  sql.Run(
      "INSERT OR REPLACE INTO compactions (run_key, parameters_before, parameters_after, seconds) "
      "VALUES (?, ?, ?, ?)",
      live.key,
      event.parameters_before,
      event.parameters_after,
      event.seconds);
  sql.Run("UPDATE runs SET parameters_after = ? WHERE key = ?", event.parameters_after, live.key);
}

void RunWriter::On(const run::ExportDone& event, Live& live) {
  Statements& sql = connection_.statements();
  sql.Run("DELETE FROM exports WHERE run_key = ? AND path = ?", live.key, event.path);
  sql.Run(
      "INSERT INTO exports (run_key, at, path, profile, dtype, bytes, parameters, rounding_cost) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      live.key,
      NowMilliseconds(),
      event.path,
      event.profile,
      event.dtype,
      event.bytes,
      event.parameters,
      event.rounding_cost);
}

void RunWriter::On(const run::VerifyDone& event, Live& live) {
  Statements& sql = connection_.statements();
  sql.Run("DELETE FROM verifications WHERE run_key = ? AND path = ?", live.key, event.path);
  sql.Run(
      "INSERT INTO verifications (run_key, at, path, verified, max_abs_diff, tolerance, detail) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      live.key,
      NowMilliseconds(),
      event.path,
      event.verified ? 1 : 0,
      event.max_abs_diff,
      event.tolerance,
      event.detail);
}

void RunWriter::On(const run::Warned& event, Live& live) { AddLog(live, "warning", event.message); }
void RunWriter::On(const run::Noted& event, Live& live) { AddLog(live, "note", event.message); }

void RunWriter::On(const run::RunFinished& event, Live& live) {
  const bool failed = event.outcome == run::Outcome::kFailed;
  Statements& sql = connection_.statements();
  sql.Run(
      "UPDATE runs SET status = ?, rule = ?, error_code = ?, message = ?, hint = ?, seconds = ?, "
      "peak_memory = ?, finished_at = max(?, started_at), heartbeat_at = ? WHERE key = ?",
      Name(event.outcome),
      event.rule,
      failed ? std::string(Name(event.code)) : std::string(),
      event.message,
      event.hint,
      event.seconds,
      event.peak_memory,
      NowMilliseconds(),
      NowMilliseconds(),
      live.key);
  if (live.tokens > 0) {
    sql.Run("INSERT OR REPLACE INTO generations (run_key, tokens, text) VALUES (?, ?, ?)",
            live.key,
            live.tokens,
            live.text);
  }
  // Of scores and masks every tenth event and the last stay; kept counts stay for all.
  sql.Run(
      "UPDATE unit_states SET state = NULL WHERE event_key IN (SELECT key FROM prune_events "
      "WHERE run_key = ?1 AND event % 10 <> 0 AND event <> "
      "(SELECT max(event) FROM prune_events WHERE run_key = ?1))",
      live.key);
}

}  // namespace sentei::storage
