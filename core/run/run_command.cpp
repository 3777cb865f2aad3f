// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_command.h"

#include "core/run/spec_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace sentei::run {
namespace {

struct FlagOf {
  std::string_view key;
  std::string_view flag;
};
// Flags that take the value as it stands in the spec's JSON; app/spec_flags.h reads them.
constexpr std::array kValueFlags{
    FlagOf{"device", "--device"},
    FlagOf{"dtype", "--dtype"},
    FlagOf{"threads", "--threads"},
    FlagOf{"seed", "--seed"},
    FlagOf{"note", "--note"},
    FlagOf{"train.text.path", "--text"},
    FlagOf{"train.text.column", "--column"},
    FlagOf{"train.text.template", "--template"},
    FlagOf{"train.text.max_records", "--max-records"},
    FlagOf{"eval.text.path", "--eval-text"},
    FlagOf{"eval.text.column", "--eval-column"},
    FlagOf{"eval.text.template", "--eval-template"},
    FlagOf{"eval.text.max_records", "--eval-max-records"},
    FlagOf{"eval.length", "--eval-length"},
    FlagOf{"eval.windows", "--eval-windows"},
    FlagOf{"train.eval_every", "--eval-every"},
    FlagOf{"train.steps", "--steps"},
    FlagOf{"train.length", "--length"},
    FlagOf{"train.learning_rate", "--lr"},
    FlagOf{"train.schedule", "--lr-schedule"},
    FlagOf{"train.warmup_ratio", "--lr-warmup"},
    FlagOf{"train.weight_decay", "--weight-decay"},
    FlagOf{"train.clip_norm", "--clip"},
    FlagOf{"train.checkpoint_every", "--checkpoint-every"},
    FlagOf{"lora.rank", "--rank"},
    FlagOf{"lora.alpha", "--alpha"},
    FlagOf{"lora.dropout", "--dropout"},
    FlagOf{"prune.criterion", "--criterion"},
    FlagOf{"prune.schedule", "--schedule"},
    FlagOf{"prune.every", "--prune-every"},
    FlagOf{"prune.warmup", "--prune-warmup"},
    FlagOf{"prune.cooldown", "--prune-cooldown"},
    FlagOf{"prune.ema", "--ema"},
    FlagOf{"prune.score_every", "--score-every"},
    FlagOf{"prune.calibration_batches", "--calibration-batches"},
    FlagOf{"output.directory", "--out"},
    FlagOf{"output.profile", "--profile"},
    FlagOf{"output.dtype", "--export-dtype"},
    FlagOf{"output.shard_bytes", "--shard-size"},
};
// Flags without a value, for settings that are off by default.
constexpr std::array kSwitches{
    FlagOf{"force_memory", "--force-memory"},
    FlagOf{"prune.squared", "--squared"},
    FlagOf{"prune.keep_gradients", "--keep-gradients"},
    FlagOf{"output.overwrite", "--force"},
};
// Said in another way: the model is no flag, the two batch sizes go together, budgets below.
constexpr std::array<std::string_view, 4> kSaidApart{
    "kind", "model", "train.batch", "train.micro_batch"};

std::string_view Find(std::span<const FlagOf> flags, std::string_view key) {
  const auto found = std::ranges::find(flags, key, &FlagOf::key);
  return found == flags.end() ? std::string_view() : found->flag;
}

/// Collects words and the settings that have none.
class Speaker {
 public:
  void Say(std::string_view flag, const std::string& value) {
    if (value.starts_with('-')) {
      command.words.push_back(fmt::format("{}={}", flag, value));
    } else {
      command.words.emplace_back(flag);
      command.words.push_back(value);
    }
  }
  void Switch(std::string_view flag) { command.words.emplace_back(flag); }
  void GiveUp(const std::string& key) { command.unsayable.push_back(key); }

  RunCommand command;
};

std::string Exact(double value) { return fmt::format("{}", value); }

void SayTarget(Speaker& speaker, const plan::BudgetSpec& budget) {
  const plan::BudgetSpec usual;
  if (budget.target_kind == usual.target_kind && budget.target == usual.target) return;
  constexpr std::array<std::string_view, 4> kFlags{
      "--target", "--target-units", "--target-parameters", "--target-bytes"};
  speaker.Say(kFlags.at(static_cast<std::size_t>(budget.target_kind)), Exact(budget.target));
}

// --lock LIST keeps whole layers and says that the outer ones may be pruned.
bool SayLocks(Speaker& speaker, const plan::BudgetSpec& budget) {
  if (budget.lock_outer_layers) return budget.layers.empty();
  std::vector<std::int64_t> locked;
  for (const plan::LayerLimit& limit : budget.layers) {
    plan::LayerLimit whole{.layer = limit.layer};
    whole.attention.locked = true;
    whole.ffn.locked = true;
    if (!(limit == whole)) return false;
    locked.push_back(limit.layer);
  }
  speaker.Say("--lock", locked.empty() ? "none" : fmt::format("{}", fmt::join(locked, ",")));
  return true;
}

void SayBudget(Speaker& speaker, const plan::BudgetSpec& budget) {
  const plan::BudgetSpec usual;
  SayTarget(speaker, budget);
  if (budget.mode != usual.mode) speaker.Say("--mode", std::string(plan::Name(budget.mode)));
  if (budget.attention_kind != usual.attention_kind) {
    speaker.Say("--attention-unit", std::string(plan::Name(budget.attention_kind)));
  }
  if (budget.ffn_alignment != usual.ffn_alignment) {
    speaker.Say("--align", fmt::format("{}", budget.ffn_alignment));
  }
  if (budget.default_cap != usual.default_cap) speaker.Say("--cap", Exact(budget.default_cap));
  if (budget.attention_locked.has_value()) {
    speaker.Switch(*budget.attention_locked ? "--keep-attention" : "--prune-attention");
  }
  if (!SayLocks(speaker, budget)) speaker.GiveUp("budget.layers");
}

void SaySetting(Speaker& speaker, const std::string& key, const std::string& value) {
  const std::string_view flag = Find(kValueFlags, key);
  const std::string_view on = Find(kSwitches, key);
  if (!flag.empty() && !value.empty()) {
    speaker.Say(flag, value);
  } else if (!on.empty() && value == "true") {
    speaker.Switch(on);
  } else {
    speaker.GiveUp(key);
  }
}

// Numbers as JSON writes them read back as the same; texts stand bare.
std::map<std::string, std::string> Settings(const RunSpec& spec) {
  nlohmann::json json = ToJson(spec);
  json.erase("budget");
  std::map<std::string, std::string> settings;
  for (auto& [key, value] : FlattenSettings(json)) settings.emplace(key, value);
  return settings;
}

}  // namespace

RunCommand PruneCommand(const RunSpec& spec) {
  Speaker speaker;
  speaker.command.words = {"sentei", "prune", spec.model};
  RunSpec untouched;
  untouched.kind = spec.kind;
  const auto usual = Settings(untouched);
  for (const auto& [key, value] : Settings(spec)) {
    if (std::ranges::find(kSaidApart, key) != kSaidApart.end()) continue;
    const auto known = usual.find(key);
    if (known == usual.end() || known->second != value) SaySetting(speaker, key, value);
  }
  const TrainSpec train;
  if (spec.train.batch != train.batch || spec.train.micro_batch != train.micro_batch) {
    speaker.Say("--batch", fmt::format("{}", spec.train.batch));
    speaker.Say("--micro-batch", fmt::format("{}", spec.train.micro_batch));
  }
  SayBudget(speaker, spec.budget);
  const bool plain_model = !spec.model.empty() && !spec.model.starts_with('-');
  if (!plain_model) speaker.GiveUp("model");
  if (!speaker.command.unsayable.empty()) speaker.command.words.clear();
  return speaker.command;
}

std::vector<std::string> JobCommand(std::string_view file) {
  return {"sentei", "prune", "--job", std::string(file)};
}

std::string ShellQuoted(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string ShellLine(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    line += ShellQuoted(word);
  }
  return line;
}

}  // namespace sentei::run
