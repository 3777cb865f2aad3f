// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <cstdint>
#include <limits>
#include <string_view>

/// Every field of a RunSpec with its key and range, stated once: writing, reading and validation
/// are visitors over this list. A visitor has Integer, Unsigned, Real, Integers, Reals, Flag, Text,
/// Choice, Budget and Section members; `Spec` is a const or mutable struct.
namespace sentei::run::fields {

struct IntegerRange {
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// Closed at both ends unless said otherwise.
struct RealRange {
  double low = 0.0;
  double high = std::numeric_limits<double>::max();
  enum class Ends : std::uint8_t { kClosed, kOpenLow, kOpenHigh, kOpen } ends = Ends::kClosed;
};
inline constexpr RealRange kPositive{
    0.0, std::numeric_limits<double>::max(), RealRange::Ends::kOpenLow};
inline constexpr RealRange kBelowOne{0.0, 1.0, RealRange::Ends::kOpenHigh};
inline constexpr RealRange kShare{0.0, 1.0, RealRange::Ends::kClosed};
inline constexpr RealRange kPartOfOne{0.0, 1.0, RealRange::Ends::kOpen};

/// Which sections belong to a kind and thus to the canonical form.
enum class Part : std::uint8_t {
  kEval,
  kLora,
  kTrain,
  kPrune,
  kBudget,
  kOutput,
  kGenerate,
  kVerify,
  kSweep
};
[[nodiscard]] bool Uses(RunKind kind, Part part);

template <typename Visitor, typename Spec>
void VisitText(Visitor& visit, Spec& spec) {
  visit.Text("path", spec.path);
  visit.Text("column", spec.column);
  visit.Text("template", spec.text_template);
  visit.Integer("max_records", spec.max_records, IntegerRange{0});
}

template <typename Visitor, typename Spec>
void VisitEval(Visitor& visit, Spec& spec) {
  visit.Section("text", spec.text, [](auto& v, auto& text) { VisitText(v, text); });
  visit.Integer("length", spec.length, IntegerRange{2, 1 << 20});
  visit.Integer("windows", spec.windows, IntegerRange{0, 1 << 30});
}

template <typename Visitor, typename Spec>
void VisitLora(Visitor& visit, Spec& spec) {
  visit.Integer("rank", spec.rank, IntegerRange{1, 4096});
  visit.Real("alpha", spec.alpha, kPositive);
  visit.Real("dropout", spec.dropout, kBelowOne);
}

template <typename Visitor, typename Spec>
void VisitTrain(Visitor& visit, Spec& spec) {
  visit.Section("text", spec.text, [](auto& v, auto& text) { VisitText(v, text); });
  visit.Integer("length", spec.length, IntegerRange{2, 1 << 20});
  visit.Integer("batch", spec.batch, IntegerRange{1, 1 << 20});
  visit.Integer("micro_batch", spec.micro_batch, IntegerRange{1, 1 << 20});
  visit.Integer("steps", spec.steps, IntegerRange{0, 1'000'000'000});
  visit.Real("learning_rate", spec.learning_rate, RealRange{0.0, 10.0, RealRange::Ends::kOpenLow});
  visit.Choice("schedule", spec.schedule);
  visit.Real("warmup_ratio", spec.warmup_ratio, kBelowOne);
  visit.Real("weight_decay", spec.weight_decay, RealRange{0.0, 10.0});
  visit.Real("adam_beta1", spec.adam_beta1, kBelowOne);
  visit.Real("adam_beta2", spec.adam_beta2, kBelowOne);
  visit.Real("adam_epsilon", spec.adam_epsilon, kPositive);
  visit.Real("clip_norm", spec.clip_norm, RealRange{});
  visit.Integer("eval_every", spec.eval_every, IntegerRange{0});
  visit.Integer("checkpoint_every", spec.checkpoint_every, IntegerRange{1});
  visit.Real("checkpoint_seconds", spec.checkpoint_seconds, kPositive);
  visit.Real("stop_seconds", spec.stop_seconds, RealRange{});
  visit.Real("stop_perplexity", spec.stop_perplexity, RealRange{});
}

template <typename Visitor, typename Spec>
void VisitPrune(Visitor& visit, Spec& spec) {
  visit.Choice("criterion", spec.criterion);
  visit.Flag("squared", spec.squared);
  visit.Choice("schedule", spec.schedule);
  visit.Real("initial_ratio", spec.initial_ratio, kShare);
  visit.Real("warmup", spec.warmup, kBelowOne);
  visit.Real("cooldown", spec.cooldown, kBelowOne);
  visit.Integer("every", spec.every, IntegerRange{1});
  visit.Real("ema", spec.ema, kBelowOne);
  visit.Integer("score_every", spec.score_every, IntegerRange{1});
  visit.Flag("keep_gradients", spec.keep_gradients);
  visit.Integer("calibration_batches", spec.calibration_batches, IntegerRange{1});
}

template <typename Visitor, typename Spec>
void VisitOutput(Visitor& visit, Spec& spec) {
  visit.Text("directory", spec.directory);
  visit.Choice("profile", spec.profile);
  visit.Choice("dtype", spec.dtype);
  visit.Integer("shard_bytes", spec.shard_bytes, IntegerRange{1024});
  visit.Flag("overwrite", spec.overwrite);
  visit.Text("source_run", spec.source_run);
}

template <typename Visitor, typename Spec>
void VisitGenerate(Visitor& visit, Spec& spec) {
  visit.Text("prompt", spec.prompt);
  visit.Flag("chat", spec.chat);
  visit.Integer("max_new_tokens", spec.max_new_tokens, IntegerRange{1, 1 << 20});
  visit.Real("temperature", spec.temperature, RealRange{0.0, 100.0});
  visit.Real("top_p", spec.top_p, RealRange{0.0, 1.0, RealRange::Ends::kOpenLow});
}

template <typename Visitor, typename Spec>
void VisitVerify(Visitor& visit, Spec& spec) {
  visit.Text("directory", spec.directory);
  visit.Flag("full_hash", spec.full_hash);
  visit.Real("tolerance", spec.tolerance, kPositive);
}

template <typename Visitor, typename Spec>
void VisitSweep(Visitor& visit, Spec& spec) {
  visit.Reals("ratios", spec.ratios, kPartOfOne);
  visit.Integers("layers", spec.layers, IntegerRange{0, 1 << 20});
  visit.Flag("attention", spec.attention);
  visit.Flag("ffn", spec.ffn);
}

template <typename Visitor, typename Spec>
void VisitHeader(Visitor& visit, Spec& spec) {
  visit.Choice("kind", spec.kind);
  visit.Text("model", spec.model);
  visit.Text("device", spec.device);
  visit.Choice("dtype", spec.dtype);
  visit.Unsigned("seed", spec.seed);
  visit.Integer("threads", spec.threads, IntegerRange{0, 4096});
  visit.Flag("force_memory", spec.force_memory);
  visit.Text("note", spec.note);
}

/// The sections; a visitor's `Wants(part)` decides which of them are visited.
template <typename Visitor, typename Spec>
void VisitSections(Visitor& visit, Spec& spec) {
  const auto section = [&](Part part, std::string_view key, auto& sub, auto visit_fields) {
    if (visit.Wants(part)) visit.Section(key, sub, visit_fields);
  };
  section(Part::kEval, "eval", spec.eval, [](auto& v, auto& s) { VisitEval(v, s); });
  section(Part::kLora, "lora", spec.lora, [](auto& v, auto& s) { VisitLora(v, s); });
  section(Part::kTrain, "train", spec.train, [](auto& v, auto& s) { VisitTrain(v, s); });
  section(Part::kPrune, "prune", spec.prune, [](auto& v, auto& s) { VisitPrune(v, s); });
  if (visit.Wants(Part::kBudget)) visit.Budget("budget", spec.budget);
  section(Part::kOutput, "output", spec.output, [](auto& v, auto& s) { VisitOutput(v, s); });
  section(
      Part::kGenerate, "generate", spec.generate, [](auto& v, auto& s) { VisitGenerate(v, s); });
  section(Part::kVerify, "verify", spec.verify, [](auto& v, auto& s) { VisitVerify(v, s); });
  section(Part::kSweep, "sweep", spec.sweep, [](auto& v, auto& s) { VisitSweep(v, s); });
}

}  // namespace sentei::run::fields
