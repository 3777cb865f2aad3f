// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sentei::run {

/// How a stored run stands. "Interrupted" means that its process ended without finishing it.
enum class RunStatus : std::uint8_t { kRunning, kInterrupted, kCompleted, kCancelled, kFailed };
[[nodiscard]] std::string_view Name(RunStatus status);
/// Throws kUsage for another word.
[[nodiscard]] RunStatus ParseRunStatus(std::string_view name);

/// One line of a list of runs. Times are milliseconds since 1970; what was not measured is absent.
struct RunSummary {
  std::string id;           ///< ULID
  std::int64_t number = 0;  ///< counts the runs of one database in the order of their first start
  std::string name;         ///< given by the user; may be empty
  std::string note;
  std::string kind;  ///< "prune", "eval", ...
  RunStatus status = RunStatus::kRunning;
  std::string model_id;
  std::string model_path;
  std::string model_type;
  std::int64_t model_parameters = 0;
  std::string criterion;  ///< empty where the kind has none
  std::string profile;
  std::optional<double> target;
  std::optional<double> learning_rate;
  std::string device;
  std::string device_name;
  std::string dtype;
  std::uint64_t seed = 0;
  std::int64_t threads = 0;
  std::string spec_hash;
  std::int64_t started_at = 0;
  std::optional<std::int64_t> finished_at;
  std::optional<double> seconds;  ///< as RunFinished said
  std::int64_t step = 0;          ///< last optimizer step recorded
  std::int64_t steps = 0;         ///< steps asked for
  std::optional<double> loss;
  std::optional<double> sparsity;
  std::optional<double> dense_perplexity;
  std::optional<double> pruned_perplexity;
  std::optional<double> tuned_perplexity;
  std::optional<double>
      perplexity;  ///< the newest of the run that is not the dense baseline, or it
  std::optional<std::int64_t> parameters_after;
  std::string rule;     ///< stop rule that ended the run
  std::string message;  ///< of a failure
  std::string hint;
  std::vector<std::string> tags;  ///< ascending
  bool starred = false;
  std::string group;   ///< empty: of no group
  std::string parent;  ///< id of the run it came from, which may have been deleted; empty: none
  std::optional<std::int64_t> trashed_at;
};

template <typename Event>
struct Timed {
  std::int64_t at = 0;  ///< milliseconds since 1970
  Event event;
};

/// A line of the run's log: a phase, a warning or a note.
struct LogLine {
  std::int64_t at = 0;
  std::int64_t step = 0;
  enum class Level : std::uint8_t { kPhase, kNote, kWarning } level = Level::kNote;
  std::string message;
};
[[nodiscard]] std::string_view Name(LogLine::Level level);

/// Everything stored about a run. Scores and masks of a pruning event are null where they were not
/// kept or not asked for; the kept counts are always there.
struct RunRecord {
  RunSummary summary;
  nlohmann::json spec;
  std::map<std::string, std::string> versions;
  std::optional<std::uint64_t> peak_memory;
  std::vector<StepDone> steps;
  std::vector<Timed<EvalDone>> evals;
  std::vector<Timed<PruneEventDone>> prune_events;
  std::vector<Timed<CheckpointSaved>> checkpoints;
  std::vector<Timed<ExportDone>> exports;
  std::vector<Timed<VerifyDone>> verifications;
  std::vector<SweepPoint> sweep;  ///< by layer, attention first, then ratio
  std::optional<CompactionDone> compaction;
  std::optional<std::string> generated_text;  ///< of a generate run that finished
  std::vector<LogLine> log;

  /// The newest evaluation of that stage, or nullptr.
  [[nodiscard]] const EvalDone* Eval(std::string_view stage) const;
};

[[nodiscard]] nlohmann::json ToJson(const RunSummary& summary);
/// The whole record; documented in docs/events.md beside the events it consists of.
[[nodiscard]] nlohmann::json ToJson(const RunRecord& record);
/// "2026-11-23T14:05:09Z".
[[nodiscard]] std::string FormatTime(std::int64_t milliseconds);

}  // namespace sentei::run
