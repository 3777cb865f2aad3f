// SPDX-License-Identifier: Apache-2.0
#include "storage/read_record.h"

#include "core/run/event_json.h"
#include "storage/score_blob.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace sentei::storage {

const char* const kSummaryColumns =
    "r.id, r.name, r.note, r.kind, "
    "sentei_status(r.status, r.owner_host, r.owner_pid, r.owner_start, r.heartbeat_at), "
    "m.id, r.model_path, m.type, m.parameters, r.criterion, r.profile, r.target, r.learning_rate, "
    "r.device, r.device_name, r.dtype, r.seed, r.threads, r.spec_hash, r.started_at, "
    "r.finished_at, r.seconds, r.step, r.steps, r.loss, r.sparsity, r.dense_perplexity, "
    "r.pruned_perplexity, r.tuned_perplexity, r.perplexity, r.parameters_after, r.rule, r.message, "
    "r.hint, (SELECT group_concat(t.tag, char(31)) FROM run_tags t WHERE t.run_key = r.key), "
    "r.starred, r.group_name, r.parent_id, r.trashed_at";

namespace {

/// Reads the columns of a row one after the other.
class Columns {
 public:
  explicit Columns(const SQLite::Statement& row, int first = 0) : row_(row), at_(first) {}

  std::string Text() { return Next().getString(); }
  std::int64_t Integer() { return Next().getInt64(); }
  double Real() { return RealOrNan(Next()); }
  std::optional<double> MaybeReal() { return OptionalReal(Next()); }
  std::optional<std::int64_t> MaybeInteger() { return OptionalInteger(Next()); }
  SQLite::Column Next() { return const_cast<SQLite::Statement&>(row_).getColumn(at_++); }

 private:
  const SQLite::Statement& row_;
  int at_;
};

std::vector<double> ReadLosses(Blob bytes) {
  std::vector<double> losses(bytes.size() / sizeof(double));
  if (!losses.empty()) std::memcpy(losses.data(), bytes.data(), losses.size() * sizeof(double));
  return losses;
}

/// What group_concat joined with the unit separator, which no tag holds.
std::vector<std::string> SplitTags(const std::string& joined) {
  std::vector<std::string> tags;
  for (std::size_t at = 0; at < joined.size();) {
    const std::size_t end = std::min(joined.find('\x1f', at), joined.size());
    tags.push_back(joined.substr(at, end - at));
    at = end + 1;
  }
  std::sort(tags.begin(), tags.end());
  return tags;
}

void ReadVersions(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT name, value FROM run_versions WHERE run_key = ?",
      [&](SQLite::Statement& row) {
        record.versions[row.getColumn(0).getString()] = row.getColumn(1).getString();
      },
      key);
}

void ReadSteps(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT step, loss, learning_rate, gradient_norm, sparsity, target_sparsity, "
      "tokens_per_second FROM metrics WHERE run_key = ? ORDER BY step",
      [&](SQLite::Statement& row) { record.steps.push_back(ReadStep(row, record.summary.steps)); },
      key);
}

void ReadSweep(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT layer, kind, ratio, kept, perplexity, mean_loss FROM sweep_points WHERE run_key = ? "
      "ORDER BY layer, kind DESC, ratio",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::SweepPoint point;
        point.layer = columns.Integer();
        point.kind = run::ParseUnitKindName(columns.Text());
        point.ratio = columns.Real();
        point.kept = columns.Integer();
        point.perplexity = columns.Real();
        point.mean_loss = columns.Real();
        record.sweep.push_back(point);
      },
      key);
}

void ReadEvals(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT at, stage, step, perplexity, mean_loss, window_losses, length, windows, tokens, "
      "text_path, text_hash, dtype, device, tokens_per_second FROM evals WHERE run_key = ? "
      "ORDER BY step, rowid",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::Timed<run::EvalDone> timed;
        timed.at = columns.Integer();
        run::EvalDone& eval = timed.event;
        eval.stage = columns.Text();
        eval.step = columns.Integer();
        eval.perplexity = columns.Real();
        eval.mean_loss = columns.Real();
        eval.window_losses = ReadLosses(BlobOf(columns.Next()));
        eval.length = columns.Integer();
        eval.windows = columns.Integer();
        eval.tokens = columns.Integer();
        eval.text_path = columns.Text();
        eval.text_hash = columns.Text();
        eval.dtype = columns.Text();
        eval.device = columns.Text();
        eval.tokens_per_second = columns.Real();
        record.evals.push_back(std::move(timed));
      },
      key);
}

run::PruneEventDone::Family ReadFamily(SQLite::Statement& row, Detail detail) {
  Columns columns(row, 1);
  run::PruneEventDone::Family family;
  family.layer = columns.Integer();
  family.kind = run::ParseUnitKindName(columns.Text());
  family.kept = columns.Integer();
  if (detail == Detail::kCounts) return family;
  const SQLite::Column state = columns.Next();
  if (state.isNull()) return family;
  UnitState unpacked = UnpackUnitState(BlobOf(state));
  if (!unpacked.scores.empty()) {
    family.scores = std::make_shared<const std::vector<float>>(std::move(unpacked.scores));
  }
  if (!unpacked.keep.empty()) {
    family.keep = std::make_shared<const std::vector<std::uint8_t>>(std::move(unpacked.keep));
  }
  return family;
}

void ReadFamilies(Statements& sql, std::int64_t key, Detail detail, run::RunRecord& record) {
  const char* with_state =
      "SELECT e.event, u.layer, u.kind, u.kept, u.state FROM unit_states u JOIN prune_events e ON "
      "e.key = u.event_key WHERE e.run_key = ? ORDER BY e.event, u.layer, u.kind DESC";
  const char* counts_only =
      "SELECT e.event, u.layer, u.kind, u.kept FROM unit_states u JOIN prune_events e ON "
      "e.key = u.event_key WHERE e.run_key = ? ORDER BY e.event, u.layer, u.kind DESC";
  std::size_t at = 0;
  sql.Each(
      detail == Detail::kScores ? with_state : counts_only,
      [&](SQLite::Statement& row) {
        const std::int64_t event = row.getColumn(0).getInt64();
        while (record.prune_events.at(at).event.event < event) ++at;
        record.prune_events[at].event.families.push_back(ReadFamily(row, detail));
      },
      key);
}

run::Timed<run::PruneEventDone> ReadPruneEvent(const SQLite::Statement& row) {
  Columns columns(row);
  run::Timed<run::PruneEventDone> timed;
  timed.at = columns.Integer();
  timed.event.event = columns.Integer();
  timed.event.step = columns.Integer();
  timed.event.sigma = columns.Real();
  timed.event.removed_parameters = columns.Integer();
  timed.event.removed_units = columns.Integer();
  timed.event.criterion = columns.Text();
  return timed;
}

void ReadPruneEvents(Statements& sql, std::int64_t key, Detail detail, run::RunRecord& record) {
  sql.Each(
      "SELECT at, event, step, sigma, removed_parameters, removed_units, criterion FROM "
      "prune_events WHERE run_key = ? ORDER BY event",
      [&](SQLite::Statement& row) { record.prune_events.push_back(ReadPruneEvent(row)); },
      key);
  ReadFamilies(sql, key, detail, record);
}

void ReadCheckpoints(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT at, step, path, bytes, state_hash FROM checkpoints WHERE run_key = ? ORDER BY step",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::Timed<run::CheckpointSaved> timed;
        timed.at = columns.Integer();
        timed.event.step = columns.Integer();
        timed.event.path = columns.Text();
        timed.event.bytes = static_cast<std::uint64_t>(columns.Integer());
        timed.event.state_hash = columns.Text();
        record.checkpoints.push_back(std::move(timed));
      },
      key);
}

void ReadExports(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT at, path, profile, dtype, bytes, parameters, rounding_cost FROM exports WHERE "
      "run_key = ? ORDER BY key",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::Timed<run::ExportDone> timed;
        timed.at = columns.Integer();
        timed.event.path = columns.Text();
        timed.event.profile = columns.Text();
        timed.event.dtype = columns.Text();
        timed.event.bytes = static_cast<std::uint64_t>(columns.Integer());
        timed.event.parameters = columns.Integer();
        timed.event.rounding_cost = columns.Real();
        record.exports.push_back(std::move(timed));
      },
      key);
}

void ReadVerifications(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT at, path, verified, max_abs_diff, tolerance, detail FROM verifications WHERE "
      "run_key = ? ORDER BY key",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::Timed<run::VerifyDone> timed;
        timed.at = columns.Integer();
        timed.event.path = columns.Text();
        timed.event.verified = columns.Integer() != 0;
        timed.event.max_abs_diff = columns.Real();
        timed.event.tolerance = columns.Real();
        timed.event.detail = columns.Text();
        record.verifications.push_back(std::move(timed));
      },
      key);
}

run::LogLine::Level ParseLevel(const std::string& name) {
  using enum run::LogLine::Level;
  if (name == "phase") return kPhase;
  return name == "warning" ? kWarning : kNote;
}

void ReadLog(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT at, step, level, message FROM log WHERE run_key = ? ORDER BY key",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::LogLine line;
        line.at = columns.Integer();
        line.step = columns.Integer();
        line.level = ParseLevel(columns.Text());
        line.message = columns.Text();
        record.log.push_back(std::move(line));
      },
      key);
}

void ReadSingleRows(Statements& sql, std::int64_t key, run::RunRecord& record) {
  sql.Each(
      "SELECT s.spec, r.peak_memory FROM runs r JOIN run_specs s ON s.run_key = r.key "
      "WHERE r.key = ?",
      [&](SQLite::Statement& row) {
        record.spec = nlohmann::json::parse(row.getColumn(0).getString(), nullptr, false);
        if (record.spec.is_discarded()) record.spec = nullptr;
        if (const auto peak = OptionalInteger(row.getColumn(1))) {
          record.peak_memory = static_cast<std::uint64_t>(*peak);
        }
      },
      key);
  sql.Each(
      "SELECT parameters_before, parameters_after, seconds FROM compactions WHERE run_key = ?",
      [&](SQLite::Statement& row) {
        Columns columns(row);
        run::CompactionDone compaction;
        compaction.parameters_before = columns.Integer();
        compaction.parameters_after = columns.Integer();
        compaction.seconds = columns.Real();
        record.compaction = compaction;
      },
      key);
  sql.Each(
      "SELECT text FROM generations WHERE run_key = ?",
      [&](SQLite::Statement& row) { record.generated_text = row.getColumn(0).getString(); },
      key);
}

}  // namespace

std::string SelectSummaries() {
  return fmt::format("SELECT r.key, {} FROM runs r JOIN models m ON m.key = r.model_key",
                     kSummaryColumns);
}

run::StepDone ReadStep(const SQLite::Statement& row, std::int64_t steps) {
  Columns columns(row);
  run::StepDone step;
  step.step = columns.Integer();
  step.steps = steps;
  step.loss = columns.Real();
  step.learning_rate = columns.Real();
  step.gradient_norm = columns.Real();
  step.sparsity = columns.Real();
  step.target_sparsity = columns.Real();
  step.tokens_per_second = columns.Real();
  return step;
}

run::RunSummary ReadSummary(const SQLite::Statement& row) {
  Columns columns(row);
  run::RunSummary run;
  run.number = columns.Integer();
  run.id = columns.Text();
  run.name = columns.Text();
  run.note = columns.Text();
  run.kind = columns.Text();
  run.status = run::ParseRunStatus(columns.Text());
  run.model_id = columns.Text();
  run.model_path = columns.Text();
  run.model_type = columns.Text();
  run.model_parameters = columns.Integer();
  run.criterion = columns.Text();
  run.profile = columns.Text();
  run.target = columns.MaybeReal();
  run.learning_rate = columns.MaybeReal();
  run.device = columns.Text();
  run.device_name = columns.Text();
  run.dtype = columns.Text();
  run.seed = static_cast<std::uint64_t>(columns.Integer());
  run.threads = columns.Integer();
  run.spec_hash = columns.Text();
  run.started_at = columns.Integer();
  run.finished_at = columns.MaybeInteger();
  run.seconds = columns.MaybeReal();
  run.step = columns.Integer();
  run.steps = columns.Integer();
  run.loss = columns.MaybeReal();
  run.sparsity = columns.MaybeReal();
  run.dense_perplexity = columns.MaybeReal();
  run.pruned_perplexity = columns.MaybeReal();
  run.tuned_perplexity = columns.MaybeReal();
  run.perplexity = columns.MaybeReal();
  run.parameters_after = columns.MaybeInteger();
  run.rule = columns.Text();
  run.message = columns.Text();
  run.hint = columns.Text();
  run.tags = SplitTags(columns.Text());
  run.starred = columns.Integer() != 0;
  run.group = columns.Text();
  run.parent = columns.Text();
  run.trashed_at = columns.MaybeInteger();
  return run;
}

run::RunRecord ReadRecord(Statements& sql,
                          std::int64_t key,
                          run::RunSummary summary,
                          Detail detail) {
  run::RunRecord record;
  record.summary = std::move(summary);
  ReadSingleRows(sql, key, record);
  ReadVersions(sql, key, record);
  ReadEvals(sql, key, record);
  ReadCheckpoints(sql, key, record);
  ReadExports(sql, key, record);
  ReadVerifications(sql, key, record);
  if (detail == Detail::kHead) return record;
  ReadSteps(sql, key, record);
  ReadPruneEvents(sql, key, detail, record);
  ReadSweep(sql, key, record);
  ReadLog(sql, key, record);
  return record;
}

std::optional<run::PruneEventDone> ReadLastPruneEvent(Statements& sql, std::int64_t key) {
  run::RunRecord record;
  std::int64_t event_key = 0;
  sql.Each(
      "SELECT at, event, step, sigma, removed_parameters, removed_units, criterion, key FROM "
      "prune_events WHERE run_key = ? ORDER BY event DESC LIMIT 1",
      [&](SQLite::Statement& row) {
        record.prune_events.push_back(ReadPruneEvent(row));
        event_key = row.getColumn(7).getInt64();
      },
      key);
  if (record.prune_events.empty()) return std::nullopt;
  run::PruneEventDone& last = record.prune_events.front().event;
  sql.Each(
      "SELECT 0, layer, kind, kept, state FROM unit_states WHERE event_key = ? "
      "ORDER BY layer, kind DESC",
      [&](SQLite::Statement& row) { last.families.push_back(ReadFamily(row, Detail::kScores)); },
      event_key);
  return std::move(last);
}

}  // namespace sentei::storage
