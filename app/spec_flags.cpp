// SPDX-License-Identifier: Apache-2.0
#include "app/spec_flags.h"

#include "app/flag_values.h"
#include "core/base/error.h"
#include "core/formats/read_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace sentei::app {

void SpecFlags::AddJob() {
  command_
      .add_option("--job", *job_, "A run specification (JSON) to start from; flags override it")
      ->type_name("FILE");
}

void SpecFlags::AddDevice() {
  Add<std::string>("--device",
                   "auto, cpu, cuda or cuda:N",
                   [](run::RunSpec& spec, const std::string& value) { spec.device = value; });
  Add<std::string>("--dtype",
                   "Compute dtype: auto (measured), bf16 or f32",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.dtype = Choose<run::ComputeDType>("--dtype",
                                                            value,
                                                            {{"auto", run::ComputeDType::kAuto},
                                                             {"bf16", run::ComputeDType::kBF16},
                                                             {"f32", run::ComputeDType::kF32},
                                                             {"fp32", run::ComputeDType::kF32}});
                   });
  Add<std::int64_t>("--threads",
                    "Threads to compute with; 0: all cores",
                    [](run::RunSpec& spec, std::int64_t value) { spec.threads = value; });
  Add<std::uint64_t>("--seed",
                     "Seed of all randomness",
                     [](run::RunSpec& spec, std::uint64_t value) { spec.seed = value; });
  AddSwitch("--force-memory",
            "Start although the estimate exceeds 90 % of the free memory",
            [](run::RunSpec& spec) { spec.force_memory = true; });
}

void SpecFlags::AddRecords(const std::string& prefix,
                           std::function<run::TextSpec&(run::RunSpec&)> part) {
  Add<std::string>(
      "--" + prefix + "column",
      "Field of a .jsonl record that holds the text",
      [part](run::RunSpec& spec, const std::string& value) { part(spec).column = value; });
  Add<std::string>(
      "--" + prefix + "template",
      "Text of a .jsonl record, such as \"{instruction}\\n{output}\"",
      [part](run::RunSpec& spec, const std::string& value) { part(spec).text_template = value; });
  Add<std::int64_t>(
      "--" + prefix + "max-records",
      "Read at most this many records; 0: all",
      [part](run::RunSpec& spec, std::int64_t value) { part(spec).max_records = value; });
}

void SpecFlags::AddEvalText() {
  Add<std::string>(
      "--text",
      "Text to evaluate on (.txt, .raw or .jsonl)",
      [](run::RunSpec& spec, const std::string& value) { spec.eval.text.path = value; });
  Add<std::int64_t>("--length", "Tokens per window", [](run::RunSpec& spec, std::int64_t value) {
    spec.eval.length = value;
  });
  Add<std::int64_t>("--windows",
                    "Number of windows; 0: as many as the text holds",
                    [](run::RunSpec& spec, std::int64_t value) { spec.eval.windows = value; });
  AddRecords("", [](run::RunSpec& spec) -> run::TextSpec& { return spec.eval.text; });
}

void SpecFlags::AddTraining() {
  command_.add_option("--preset", *preset_, "quick (default on a CPU) or paper (default on a GPU)");
  Add<std::string>(
      "--text",
      "Training text (.txt, .raw or .jsonl)",
      [](run::RunSpec& spec, const std::string& value) { spec.train.text.path = value; });
  AddRecords("", [](run::RunSpec& spec) -> run::TextSpec& { return spec.train.text; });
  Add<std::string>(
      "--eval-text",
      "Held-out text for perplexity before and after",
      [](run::RunSpec& spec, const std::string& value) { spec.eval.text.path = value; });
  AddRecords("eval-", [](run::RunSpec& spec) -> run::TextSpec& { return spec.eval.text; });
  Add<std::int64_t>("--eval-length",
                    "Tokens per evaluation window",
                    [](run::RunSpec& spec, std::int64_t value) { spec.eval.length = value; });
  Add<std::int64_t>("--eval-windows",
                    "Number of evaluation windows",
                    [](run::RunSpec& spec, std::int64_t value) { spec.eval.windows = value; });
  Add<std::int64_t>("--eval-every",
                    "Quick perplexity every N steps; 0: off",
                    [](run::RunSpec& spec, std::int64_t value) { spec.train.eval_every = value; });
  AddOptimizer();
}

void SpecFlags::AddOptimizer() {
  Add<std::int64_t>("--steps", "Optimizer steps", [](run::RunSpec& spec, std::int64_t value) {
    spec.train.steps = value;
  });
  Add<std::int64_t>(
      "--batch", "Sequences per optimizer step", [](run::RunSpec& spec, std::int64_t value) {
        spec.train.batch = value;
        spec.train.micro_batch = std::min(spec.train.micro_batch, value);
      });
  Add<std::int64_t>("--micro-batch",
                    "Sequences per forward and backward pass",
                    [](run::RunSpec& spec, std::int64_t value) { spec.train.micro_batch = value; });
  Add<std::int64_t>("--length",
                    "Tokens per training sequence",
                    [](run::RunSpec& spec, std::int64_t value) { spec.train.length = value; });
  Add<double>("--lr", "Learning rate", [](run::RunSpec& spec, double value) {
    spec.train.learning_rate = value;
  });
  Add<std::string>("--lr-schedule",
                   "cosine, linear or constant",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.train.schedule =
                         Choose<run::LrSchedule>("--lr-schedule",
                                                 value,
                                                 {{"cosine", run::LrSchedule::kCosine},
                                                  {"linear", run::LrSchedule::kLinear},
                                                  {"constant", run::LrSchedule::kConstant}});
                   });
  Add<double>("--lr-warmup",
              "Share of the steps in which the learning rate rises",
              [](run::RunSpec& spec, double value) { spec.train.warmup_ratio = value; });
  Add<double>("--weight-decay", "AdamW weight decay", [](run::RunSpec& spec, double value) {
    spec.train.weight_decay = value;
  });
  Add<double>("--clip", "Gradient norm limit; 0: off", [](run::RunSpec& spec, double value) {
    spec.train.clip_norm = value;
  });
  Add<std::int64_t>(
      "--checkpoint-every",
      "Steps between checkpoints",
      [](run::RunSpec& spec, std::int64_t value) { spec.train.checkpoint_every = value; });
  Add<std::int64_t>("--rank", "LoRA rank", [](run::RunSpec& spec, std::int64_t value) {
    spec.lora.rank = value;
  });
  Add<double>("--alpha",
              "LoRA alpha; the scale is alpha / rank",
              [](run::RunSpec& spec, double value) { spec.lora.alpha = value; });
  Add<double>("--dropout", "LoRA dropout", [](run::RunSpec& spec, double value) {
    spec.lora.dropout = value;
  });
  Add<std::string>("--note",
                   "A note kept with the run",
                   [](run::RunSpec& spec, const std::string& value) { spec.note = value; });
}

void SpecFlags::AddPruning() {
  Add<std::string>("--criterion",
                   "gate, lora, grad, magnitude or random",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.prune.criterion =
                         Choose<run::Criterion>("--criterion",
                                                value,
                                                {{"gate", run::Criterion::kGate},
                                                 {"lora", run::Criterion::kLora},
                                                 {"grad", run::Criterion::kGrad},
                                                 {"magnitude", run::Criterion::kMagnitude},
                                                 {"random", run::Criterion::kRandom}});
                   });
  Add<std::string>("--schedule",
                   "iterative, one-shot-then-tune or one-shot",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.prune.schedule = Choose<run::PruneSchedule>(
                         "--schedule",
                         value,
                         {{"iterative", run::PruneSchedule::kIterative},
                          {"one-shot-then-tune", run::PruneSchedule::kOneShotThenTune},
                          {"one-shot", run::PruneSchedule::kOneShot}});
                   });
  AddSwitch("--squared",
            "Square the element importance instead of its absolute value",
            [](run::RunSpec& spec) { spec.prune.squared = true; });
  AddSwitch("--keep-gradients",
            "Criterion grad: keep and accumulate every weight gradient",
            [](run::RunSpec& spec) { spec.prune.keep_gradients = true; });
  Add<std::int64_t>("--prune-every",
                    "Optimizer steps between pruning events",
                    [](run::RunSpec& spec, std::int64_t value) { spec.prune.every = value; });
  Add<double>("--prune-warmup",
              "Share of the steps before the first event",
              [](run::RunSpec& spec, double value) { spec.prune.warmup = value; });
  Add<double>("--prune-cooldown",
              "Share of the steps after the last event",
              [](run::RunSpec& spec, double value) { spec.prune.cooldown = value; });
  Add<double>("--ema",
              "Weight of the past in the moving average of scores",
              [](run::RunSpec& spec, double value) { spec.prune.ema = value; });
  Add<std::int64_t>("--score-every",
                    "Optimizer steps between score updates",
                    [](run::RunSpec& spec, std::int64_t value) { spec.prune.score_every = value; });
  Add<std::int64_t>(
      "--calibration-batches",
      "Batches scored before a one-shot event",
      [](run::RunSpec& spec, std::int64_t value) { spec.prune.calibration_batches = value; });
}

void SpecFlags::AddOutput() {
  Add<std::string>(
      "--out",
      "Folder (or .gguf file) to export to",
      [](run::RunSpec& spec, const std::string& value) { spec.output.directory = value; });
  Add<std::string>("--profile",
                   "hf-per-layer, hf-uniform, hf-padded, hf-masked, gguf or adapter",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.output.profile = plan::ParseExportProfile(value);
                   });
  Add<std::string>("--export-dtype",
                   "f32, f16, bf16 or (gguf) q8_0",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.output.dtype = plan::ParseExportDType(value);
                   });
  Add<std::string>("--shard-size",
                   "Largest weight file, such as 2GB",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.output.shard_bytes = static_cast<std::int64_t>(ParseQuantity(value));
                   });
  AddSwitch("--force", "Replace an existing export", [](run::RunSpec& spec) {
    spec.output.overwrite = true;
  });
}

void SpecFlags::AddGeneration() {
  Add<std::string>(
      "--prompt", "Text to continue", [](run::RunSpec& spec, const std::string& value) {
        spec.generate.prompt = value;
      });
  AddSwitch("--chat",
            "Wrap the prompt in the model's chat format (ChatML or LLaMA)",
            [](run::RunSpec& spec) { spec.generate.chat = true; });
  Add<std::int64_t>(
      "--max-new-tokens", "Tokens to generate at most", [](run::RunSpec& spec, std::int64_t value) {
        spec.generate.max_new_tokens = value;
      });
  Add<double>("--temperature", "0: greedy", [](run::RunSpec& spec, double value) {
    spec.generate.temperature = value;
  });
  Add<double>("--top-p",
              "Sample from the smallest set of tokens with this probability",
              [](run::RunSpec& spec, double value) { spec.generate.top_p = value; });
}

void SpecFlags::AddSweep() {
  Add<std::string>("--ratios",
                   "Shares of units that leave, such as 20%,40%,60%",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.sweep.ratios = ParseShareList(value);
                   });
  Add<std::string>("--layers",
                   "Layers to measure, such as 0-2,29",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.sweep.layers = ParseLayerList(value);
                   });
  Add<std::string>(
      "--family", "both, attention or ffn", [](run::RunSpec& spec, const std::string& value) {
        enum class Families { kBoth, kAttention, kFfn };
        const auto chosen = Choose<Families>("--family",
                                             value,
                                             {{"both", Families::kBoth},
                                              {"attention", Families::kAttention},
                                              {"ffn", Families::kFfn}});
        spec.sweep.attention = chosen != Families::kFfn;
        spec.sweep.ffn = chosen != Families::kAttention;
      });
}

run::RunSpec SpecFlags::Build(run::RunKind kind) const {
  run::RunSpec spec;
  if (!job_->empty()) spec = run::RunSpecFromJson(formats::ReadJsonFile(*job_));
  if (!job_->empty() && spec.kind != kind) {
    throw Error(ErrorCode::kUsage,
                fmt::format("{} describes a run of kind '{}', not '{}'",
                            *job_,
                            run::Name(spec.kind),
                            run::Name(kind)));
  }
  spec.kind = kind;
  if (!preset_->empty()) run::ApplyPreset(*preset_, spec);
  for (const Setter& set : *setters_) set(spec);
  return spec;
}

}  // namespace sentei::app
