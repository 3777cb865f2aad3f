// SPDX-License-Identifier: Apache-2.0
#include "storage/run_writer.h"

#include "core/run/event_json.h"
#include "storage/process_identity.h"
#include "storage/score_blob.h"
#include "storage/sql.h"

#include <cstdlib>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sentei::storage {
namespace {

constexpr std::int64_t kHeartbeatMs = 10'000;

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
  RefreshPerplexities(live.key);
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
