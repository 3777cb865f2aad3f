// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"
#include "core/plan/export_profile.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::run {

enum class RunKind : std::uint8_t {
  kPrune,  ///< LoRAPrune: prune, tune, then export and verify when an output folder is given
  kTune,   ///< LoRA training with no unit removed
  kEval,   ///< perplexity
  kSweep,  ///< perplexity when one family at a time loses units
  kGenerate,
  kExport,  ///< the untouched model, or the result of an earlier run
  kVerify,
  kSelfCheck,  ///< fast path beside the plain path on this model
  kDepth,
  kPeft,
  kDistill,
};
enum class ComputeDType : std::uint8_t { kAuto, kF32, kBF16 };
enum class Criterion : std::uint8_t { kLora, kGate, kGrad, kMagnitude, kRandom };
enum class PruneSchedule : std::uint8_t { kIterative, kOneShotThenTune, kOneShot };
enum class LrSchedule : std::uint8_t { kCosine, kLinear, kConstant };

/// A text and how its records are read.
struct TextSpec {
  std::string path;              ///< .txt (one document) or .jsonl
  std::string column = "text";   ///< .jsonl: the field that holds the text ...
  std::string text_template;     ///< ... or a template such as "{instruction}\n{output}"
  std::int64_t max_records = 0;  ///< 0: all
};

/// Perplexity over non-overlapping windows (specification of LoRAPrune, evaluation protocol).
struct EvalSpec {
  TextSpec text;
  std::int64_t length = 512;  ///< tokens per window
  std::int64_t windows = 40;  ///< 0: as many as the text holds
};

struct LoraSpec {
  std::int64_t rank = 8;
  double alpha = 16.0;
  double dropout = 0.0;
};

struct TrainSpec {
  TextSpec text;
  std::int64_t length = 128;     ///< tokens per sequence
  std::int64_t batch = 4;        ///< sequences per optimizer step
  std::int64_t micro_batch = 4;  ///< sequences per forward/backward
  std::int64_t steps = 60;
  double learning_rate = 5e-4;
  LrSchedule schedule = LrSchedule::kCosine;
  double warmup_ratio = 0.03;
  double weight_decay = 0.0;
  double adam_beta1 = 0.9;
  double adam_beta2 = 0.999;
  double adam_epsilon = 1e-8;
  double clip_norm = 1.0;              ///< 0: off
  std::int64_t eval_every = 0;         ///< quick perplexity every n steps; 0: off
  std::int64_t checkpoint_every = 50;  ///< steps between checkpoints ...
  double checkpoint_seconds = 60.0;    ///< ... or this time, whichever comes first
  double stop_seconds = 0.0;           ///< end after this much training time; 0: no limit
  double stop_perplexity = 0.0;        ///< end once a quick perplexity exceeds it; 0: no limit
};

struct PruneSpec {
  Criterion criterion = Criterion::kGate;
  bool squared = false;  ///< element importance squared instead of absolute
  PruneSchedule schedule = PruneSchedule::kIterative;
  double initial_ratio = 0.0;  ///< sigma_i, as a share of the target
  double warmup = 0.1;         ///< w: share of the steps before the first event
  double cooldown = 0.1;       ///< share of the steps after the last event
  std::int64_t every = 10;     ///< optimizer steps between events
  double ema = 0.9;            ///< lambda of the moving average
  std::int64_t score_every = 1;
  bool keep_gradients = false;            ///< grad: every dW alive, accumulated over batches
  std::int64_t calibration_batches = 10;  ///< batches scored before a one-shot event
};

struct ExportSpec {
  std::string directory;  ///< empty: no export
  plan::ExportProfile profile = plan::ExportProfile::kHfPerLayer;
  plan::ExportDType dtype = plan::ExportDType::kBF16;
  std::int64_t shard_bytes = 5'000'000'000;
  bool overwrite = false;  ///< --force: replace an existing folder
  std::string source_run;  ///< kExport: run whose result is exported; empty: the model
};

struct GenerateSpec {
  std::string prompt;
  bool chat = false;  ///< wrap the prompt in the model's chat format
  std::int64_t max_new_tokens = 128;
  double temperature = 0.0;  ///< 0: greedy
  double top_p = 1.0;
};

struct VerifySpec {
  std::string directory;  ///< an exported folder or GGUF file
  bool full_hash = false;
  double tolerance = 1e-3;  ///< max |logit difference|
};

/// Sensitivity of each layer: one family at a time loses each of the ratios (EvalSpec says on which
/// text). Layers in order; partial results are events.
struct SweepSpec {
  std::vector<double> ratios{0.2, 0.4, 0.6, 0.8};
  std::vector<std::int64_t> layers{};  ///< empty: all
  bool attention = true;
  bool ffn = true;
};

/// Everything that decides what a run computes: plain data with defaults, a canonical JSON form and
/// a hash. Parts that do not belong to `kind` are ignored and left out of the canonical form.
struct RunSpec {
  RunKind kind = RunKind::kPrune;
  std::string model;            ///< resolved path of a directory or file
  std::string device = "auto";  ///< "auto", "cpu", "cuda", "cuda:N"
  ComputeDType dtype = ComputeDType::kAuto;
  std::uint64_t seed = 42;
  std::int64_t threads = 0;  ///< 0: all cores; stored as the number used
  EvalSpec eval;             ///< before/after perplexity of prune and tune; eval itself
  LoraSpec lora;
  TrainSpec train;
  PruneSpec prune;
  plan::BudgetSpec budget;
  ExportSpec output;
  GenerateSpec generate;
  VerifySpec verify;
  SweepSpec sweep;
  bool force_memory = false;  ///< start although the estimate exceeds what is free
  std::string note;
};

/// JSON with every field of the spec's kind, keys sorted. Unknown keys and wrong types throw kUsage
/// naming the key's path ("train.steps").
[[nodiscard]] nlohmann::json ToJson(const RunSpec& spec);
[[nodiscard]] RunSpec RunSpecFromJson(const nlohmann::json& json);
/// SHA-256 (hex) of the canonical JSON without note, output.directory, output.overwrite and
/// force_memory: what changes no number changes no hash.
[[nodiscard]] std::string SpecHash(const RunSpec& spec);
/// Throws kUsage for values outside their range, naming field and range.
void Validate(const RunSpec& spec);

/// The presets named in the user guide: "quick" and "paper". Throws kUsage for another name.
void ApplyPreset(std::string_view name, RunSpec& spec);

[[nodiscard]] std::string_view Name(RunKind kind);
[[nodiscard]] std::string_view Name(Criterion criterion);
[[nodiscard]] std::string_view Name(ComputeDType dtype);
[[nodiscard]] std::string_view Name(PruneSchedule schedule);
[[nodiscard]] std::string_view Name(LrSchedule schedule);

/// The inverse of Name; throw kUsage listing the known names.
[[nodiscard]] RunKind ParseRunKind(std::string_view name);
[[nodiscard]] Criterion ParseCriterion(std::string_view name);
[[nodiscard]] ComputeDType ParseComputeDType(std::string_view name);
[[nodiscard]] PruneSchedule ParsePruneSchedule(std::string_view name);
[[nodiscard]] LrSchedule ParseLrSchedule(std::string_view name);

}  // namespace sentei::run
