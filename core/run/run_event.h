// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/plan/unit_family.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace sentei::run {

/// Events are typed, hold plain data and never a tensor; arrays are shared and immutable.

struct RunStarted {
  std::string run_id;
  std::string spec_json;  ///< canonical RunSpec with "auto" resolved
  std::string spec_hash;
  std::string model_id;
  std::string model_path;
  std::string model_type;
  std::int64_t model_parameters = 0;
  std::string device;       ///< "cpu", "cuda:0"
  std::string device_name;  ///< processor or GPU as the system names it
  std::string dtype;        ///< compute dtype used: "bf16", "f32"
  std::int64_t threads = 0;
  std::map<std::string, std::string> versions;  ///< sentei, libtorch, compiler, revision
  std::int64_t resumed_from_step = -1;  ///< -1: fresh; else later events of this run are void
};

enum class Phase : std::uint8_t {
  kLoad,
  kTokenise,
  kDenseEval,
  kCalibrate,
  kTrain,
  kEval,
  kCompact,
  kExport,
  kVerify,
  kGenerate,
  kSweep,
  kSelfCheck,
};
[[nodiscard]] std::string_view Name(Phase phase);
struct PhaseChanged {
  Phase phase = Phase::kLoad;
  std::string detail;
};

/// Work done within the current phase, in units that mean something to a person.
struct Progress {
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::string unit;           ///< "step", "window", "tensor", "token"
  double eta_seconds = -1.0;  ///< negative: not known yet
};

/// One optimizer step (six metrics).
struct StepDone {
  std::int64_t step = 0;  ///< 1-based: steps finished
  std::int64_t steps = 0;
  double loss = 0.0;
  double learning_rate = 0.0;
  double gradient_norm = 0.0;
  double sparsity = 0.0;         ///< share of all parameters masked after this step
  double target_sparsity = 0.0;  ///< what the schedule asked for at this step
  double tokens_per_second = 0.0;
  /// Bytes resident after it, of the process that computes; 0: not known. The database keeps only
  /// the peak of the whole run.
  std::uint64_t resident_memory = 0;
};

/// A perplexity with its protocol.
struct EvalDone {
  std::string stage;  ///< "dense", "pruned", "tuned", "exported", "quick", "eval"
  std::int64_t step = 0;
  double perplexity = 0.0;
  double mean_loss = 0.0;
  std::vector<double> window_losses;
  std::int64_t length = 0;
  std::int64_t windows = 0;
  std::int64_t tokens = 0;  ///< predicted tokens
  std::string text_path;
  std::string text_hash;  ///< SHA-256 of the text file
  std::string dtype;
  std::string device;
  double tokens_per_second = 0.0;
};

/// Scores and mask of one unit family, in original numbering; either array may be null.
struct FamilyState {
  std::int64_t layer = 0;
  plan::UnitKind kind = plan::UnitKind::kFfnChannel;
  std::int64_t kept = 0;
  std::shared_ptr<const std::vector<float>> scores;       ///< EMA per unit
  std::shared_ptr<const std::vector<std::uint8_t>> keep;  ///< 1 = kept
};

/// The importance of every unit between two pruning events, for those who watch: at most twice a
/// second, never recorded, and dropped where nobody keeps up. Families that are not scored are
/// absent.
struct ScoresUpdated {
  std::int64_t step = 0;
  std::string criterion;
  std::vector<FamilyState> families;
};

/// The state of every family after a pruning event: what a heat map shows and the database keeps.
struct PruneEventDone {
  std::int64_t step = 0;
  std::int64_t event = 0;  ///< 0-based
  double sigma = 0.0;      ///< schedule value, share of the final target
  std::int64_t removed_parameters = 0;
  std::int64_t removed_units = 0;
  std::string criterion;
  using Family = FamilyState;
  std::vector<FamilyState> families;
};

struct CheckpointSaved {
  std::int64_t step = 0;
  std::string path;
  std::uint64_t bytes = 0;
  std::string state_hash;  ///< over masks, LoRA factors, optimizer and scores
};

struct TokenGenerated {
  std::int64_t index = 0;
  std::int32_t id = 0;
  std::string text;  ///< whole UTF-8 characters; may be empty while one is incomplete
};

/// Sizes of the result beside those of the dense model.
struct CompactionDone {
  std::int64_t parameters_before = 0;
  std::int64_t parameters_after = 0;
  double seconds = 0.0;
};

struct ExportDone {
  std::string path;
  std::string profile;
  std::string dtype;
  std::uint64_t bytes = 0;
  std::int64_t parameters = 0;
  double rounding_cost = 0.0;  ///< max |logit difference| that rounding to the dtype causes
};

struct VerifyDone {
  std::string path;
  bool verified = false;
  double max_abs_diff = 0.0;
  double tolerance = 0.0;
  std::string detail;
};

/// What perplexity becomes when one family alone loses the share `ratio` of its units, lowest score
/// first and nothing trained.
struct SweepPoint {
  std::int64_t layer = 0;
  plan::UnitKind kind = plan::UnitKind::kFfnChannel;
  double ratio = 0.0;     ///< share of the family's units that left
  std::int64_t kept = 0;  ///< units that stayed
  double perplexity = 0.0;
  double mean_loss = 0.0;
};

/// The fast path (fused kernels, key and value cache) beside the plain one in fp32 on this model.
struct SelfCheckDone {
  bool passed = false;
  double max_abs_diff = 0.0;  ///< of logits
  double tolerance = 0.0;
  std::string detail;  ///< what was compared, one sentence
};

/// A running run took over new caps from its user; they hold from this step on.
struct BudgetChanged {
  std::int64_t step = 0;
  std::string budget_json;  ///< the BudgetSpec that holds now
};

struct Warned {
  std::string message;
};
/// The messages of the Noted events that a pausing run emits.
inline constexpr const char* kPausedNote = "paused";
inline constexpr const char* kContinuedNote = "continued";
/// Something worth keeping in the log: a pause, a resume, a user's note.
struct Noted {
  std::string message;
};

enum class Outcome : std::uint8_t { kCompleted, kCancelled, kFailed };
[[nodiscard]] std::string_view Name(Outcome outcome);
struct RunFinished {
  Outcome outcome = Outcome::kCompleted;
  std::string rule;                       ///< the StopRule that fired: "steps", "user", ...
  ErrorCode code = ErrorCode::kInternal;  ///< kFailed only
  std::string message;
  std::string hint;
  double seconds = 0.0;
  std::uint64_t peak_memory = 0;  ///< bytes resident at most
};

using RunEvent = std::variant<RunStarted,
                              PhaseChanged,
                              Progress,
                              StepDone,
                              EvalDone,
                              PruneEventDone,
                              CheckpointSaved,
                              TokenGenerated,
                              CompactionDone,
                              ExportDone,
                              VerifyDone,
                              ScoresUpdated,
                              SweepPoint,
                              SelfCheckDone,
                              BudgetChanged,
                              Warned,
                              Noted,
                              RunFinished>;

/// Watches a run. Called on the run's thread, one call at a time; returns soon and never calls
/// back.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void OnEvent(const std::string& run_id, const RunEvent& event) noexcept = 0;
};

}  // namespace sentei::run
