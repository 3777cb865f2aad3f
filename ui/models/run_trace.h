// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"
#include "core/run/run_event.h"
#include "core/run/run_record.h"
#include "core/run/run_spec.h"

#include <QString>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sentei::ui {

/// Something that happened in a run, for lists.
struct RunEntry {
  enum class Kind : std::uint8_t {
    kPhase,
    kPruned,
    kPerplexity,
    kCheckpoint,
    kNote,
    kWarning,
    kBudget,
    kResumed
  };
  Kind kind = Kind::kNote;
  std::int64_t step = 0;
  std::int64_t channels = 0;         ///< kPruned: FFN channels that left
  std::int64_t attention_units = 0;  ///< kPruned: KV groups or query heads that left
  std::int64_t layers = 0;           ///< kPruned: layers that lost something
  double value = 0.0;                ///< kPerplexity: it; kCheckpoint: bytes
  run::Phase phase = run::Phase::kLoad;
  std::string text;  ///< untrusted: note, warning, stage, detail
};

using FamilyKey = std::pair<std::int64_t, plan::UnitKind>;

/// A run as its events tell it, live or from the database: what the Run page draws. Plain data; one
/// object belongs to one thread. Of scores and masks only the newest are kept.
class RunTrace {
 public:
  /// Takes the next event of the run.
  void Add(const run::RunEvent& event);

  std::int64_t beginnings = 0;  ///< starts and resumes: what was drawn before one may be void
  std::optional<run::RunStarted> started;
  std::optional<run::RunSpec> spec;  ///< with "auto" resolved, as started
  run::Phase phase = run::Phase::kLoad;
  run::Progress progress;
  std::vector<run::StepDone> steps;
  std::vector<run::EvalDone> evals;
  std::vector<run::CheckpointSaved> checkpoints;
  std::vector<run::FamilyState> families;   ///< newest scores, masks and counts
  std::map<FamilyKey, std::int64_t> units;  ///< of each family, kept or not, where known
  /// Iteration at which a unit was first seen pruned; 0: kept.
  std::map<FamilyKey, std::vector<std::int32_t>> pruned_at;
  std::int64_t scores_step = 0;
  std::string criterion;
  std::int64_t prune_events = 0;
  std::optional<plan::BudgetSpec> budget;  ///< the one that holds now
  std::optional<run::CompactionDone> compaction;
  std::optional<run::ExportDone> exported;
  std::optional<run::VerifyDone> verified;
  std::vector<RunEntry> entries;
  std::optional<run::RunFinished> finished;

  [[nodiscard]] std::int64_t step() const { return steps.empty() ? 0 : steps.back().step; }
  /// Steps asked for.
  [[nodiscard]] std::int64_t total_steps() const;
  /// The newest of a stage ("dense", "quick", "pruned", "tuned"), or nullptr.
  [[nodiscard]] const run::EvalDone* Eval(std::string_view stage) const;
  /// The newest that is not the dense model's, or nullptr.
  [[nodiscard]] const run::EvalDone* NewestEval() const;
  /// Exponential mean of the losses, 0.9 of the past.
  [[nodiscard]] double SmoothLoss() const { return smooth_loss_.value_or(0.0); }

 private:
  void Start(const run::RunStarted& event);
  void Smooth(double loss);
  void Prune(const run::PruneEventDone& event);
  void Score(const run::ScoresUpdated& event);
  void Remember(const run::FamilyState& state, std::int64_t step);
  RunEntry& Enter(RunEntry::Kind kind, std::string text = {});

  std::optional<double> smooth_loss_;
};

/// The trace of a stored run. Scores are there where the record was read with them.
[[nodiscard]] RunTrace TraceOf(const run::RunRecord& record);

/// An entry in words, in the language of the window.
[[nodiscard]] QString EntryText(const RunEntry& entry);
/// Name of its icon.
[[nodiscard]] QString EntryIcon(RunEntry::Kind kind);
/// "Dense perplexity", "Quick perplexity": for a stage of EvalDone.
[[nodiscard]] QString StageWord(const std::string& stage);
/// "dense", "quick": the stage itself.
[[nodiscard]] QString StageName(const std::string& stage);
/// What a phase is about, as it is shown: a file, or the stage that is measured.
[[nodiscard]] QString PhaseDetail(run::Phase phase, const std::string& detail);
/// "512-token windows, first 40, BF16, CPU, data 5f1ca91c".
[[nodiscard]] QString ProtocolText(const run::EvalDone& eval);

}  // namespace sentei::ui
