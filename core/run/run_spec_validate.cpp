// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/run/run_names.h"
#include "core/run/run_spec.h"
#include "core/run/run_spec_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace sentei::run {
namespace {

[[noreturn]] void Refuse(const std::string& path,
                         const std::string& problem,
                         const std::string& hint = {}) {
  throw Error(ErrorCode::kUsage, fmt::format("Run setting '{}' {}", path, problem), hint);
}

std::string Describe(const fields::IntegerRange& range) {
  constexpr std::int64_t kUnlimited = fields::IntegerRange{}.high;
  if (range.high == kUnlimited) return fmt::format("at least {}", range.low);
  return fmt::format("between {} and {}", range.low, range.high);
}

std::string Describe(const fields::RealRange& range) {
  using enum fields::RealRange::Ends;
  const bool unlimited = range.high == std::numeric_limits<double>::max();
  const bool open_low = range.ends == kOpenLow || range.ends == kOpen;
  const bool open_high = range.ends == kOpenHigh || range.ends == kOpen;
  const std::string from =
      open_low ? fmt::format("above {}", range.low) : fmt::format("at least {}", range.low);
  if (unlimited) return from;
  return open_high ? fmt::format("{} and below {}", from, range.high)
                   : fmt::format("{} and at most {}", from, range.high);
}

bool Contains(const fields::RealRange& range, double value) {
  using enum fields::RealRange::Ends;
  if (!std::isfinite(value) || value < range.low || value > range.high) return false;
  const bool open_low = range.ends == kOpenLow || range.ends == kOpen;
  const bool open_high = range.ends == kOpenHigh || range.ends == kOpen;
  return !(open_low && value == range.low) && !(open_high && value == range.high);
}

/// Compares every visited number with its range and every text with UTF-8.
class RangeCheck {
 public:
  RangeCheck(RunKind kind, std::string path) : kind_(kind), path_(std::move(path)) {}

  [[nodiscard]] bool Wants(fields::Part part) const { return fields::Uses(kind_, part); }
  void Integer(std::string_view key, std::int64_t value, fields::IntegerRange range) const {
    if (value < range.low || value > range.high) {
      Refuse(Path(key), fmt::format("is {}, but must be {}", value, Describe(range)));
    }
  }
  void Unsigned(std::string_view, std::uint64_t) const {}
  void Real(std::string_view key, double value, fields::RealRange range) const {
    if (!Contains(range, value)) {
      Refuse(Path(key), fmt::format("is {}, but must be {}", value, Describe(range)));
    }
  }
  void Integers(std::string_view key,
                const std::vector<std::int64_t>& values,
                fields::IntegerRange range) const {
    for (std::size_t i = 0; i < values.size(); ++i) Integer(Element(key, i), values[i], range);
  }
  void Reals(std::string_view key,
             const std::vector<double>& values,
             fields::RealRange range) const {
    for (std::size_t i = 0; i < values.size(); ++i) Real(Element(key, i), values[i], range);
  }
  void Flag(std::string_view, bool) const {}
  void Text(std::string_view key, const std::string& value) const {
    try {
      (void)nlohmann::json(value).dump();
    } catch (const nlohmann::json::exception&) {
      Refuse(Path(key), "is not valid UTF-8");
    }
    if (value.find('\0') != std::string::npos) Refuse(Path(key), "contains a zero byte");
  }
  template <typename Enum>
  void Choice(std::string_view, Enum value) const {
    (void)Name(value);
  }
  void Budget(std::string_view key, const plan::BudgetSpec& budget) const;
  template <typename Sub, typename Visit>
  void Section(std::string_view key, const Sub& sub, Visit visit) const {
    RangeCheck inner(kind_, Path(key));
    visit(inner, sub);
  }

 private:
  [[nodiscard]] std::string Path(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
  }
  static std::string Element(std::string_view key, std::size_t index) {
    return fmt::format("{}[{}]", key, index);
  }

  RunKind kind_;
  std::string path_;
};

void RangeCheck::Budget(std::string_view key, const plan::BudgetSpec& budget) const {
  const RangeCheck inner(kind_, Path(key));
  using enum plan::TargetKind;
  const bool share = budget.target_kind == kParameterShare || budget.target_kind == kUnitShare;
  inner.Real("target", budget.target, share ? fields::kBelowOne : fields::kPositive);
  inner.Real("default_cap", budget.default_cap, fields::kShare);
  constexpr std::array<std::int64_t, 5> kAlignments{1, 8, 32, 64, 256};
  if (std::find(kAlignments.begin(), kAlignments.end(), budget.ffn_alignment) ==
      kAlignments.end()) {
    Refuse(inner.Path("ffn_alignment"),
           fmt::format("is {}, but must be 1, 8, 32, 64 or 256", budget.ffn_alignment));
  }
}

bool IsDevice(const std::string& device) {
  if (device == "auto" || device == "cpu" || device == "cuda") return true;
  if (device.rfind("cuda:", 0) != 0 || device.size() == 5 || device.size() > 8) return false;
  return std::all_of(device.begin() + 5, device.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void RequireText(const std::string& path, const std::string& value, const std::string& hint) {
  if (value.empty()) Refuse(path, "is missing", hint);
}

void CheckTraining(const RunSpec& spec) {
  const TrainSpec& train = spec.train;
  RequireText("train.text.path", train.text.path, "Name a training text, such as --text FILE.");
  if (train.batch % train.micro_batch != 0) {
    Refuse("train.micro_batch",
           fmt::format("is {}, but must divide the batch of {}", train.micro_batch, train.batch));
  }
  const bool untrained =
      spec.kind == RunKind::kPrune && spec.prune.schedule == PruneSchedule::kOneShot;
  if (train.steps == 0 && !untrained) {
    Refuse("train.steps", "is 0, but must be at least 1", "Only a one-shot run trains no step.");
  }
  if (train.stop_perplexity > 0.0 && train.eval_every == 0) {
    Refuse("train.stop_perplexity", "needs train.eval_every, which is 0");
  }
}

void CheckPruning(const PruneSpec& prune) {
  if (prune.warmup + prune.cooldown >= 1.0) {
    Refuse("prune.cooldown",
           fmt::format("leaves no step to prune in: warmup {} and cooldown {} must stay below 1",
                       prune.warmup,
                       prune.cooldown));
  }
}

void CheckSweep(const RunSpec& spec) {
  RequireText("eval.text.path", spec.eval.text.path, "Name a text, such as --text FILE.");
  if (spec.sweep.ratios.empty()) Refuse("sweep.ratios", "is empty, but must hold a ratio");
  if (!spec.sweep.attention && !spec.sweep.ffn) {
    Refuse("sweep.ffn", "is off and so is sweep.attention", "Switch one of them on.");
  }
}

}  // namespace

void Validate(const RunSpec& spec) {
  RangeCheck check(spec.kind, {});
  fields::VisitHeader(check, spec);
  fields::VisitSections(check, spec);
  if (!IsDevice(spec.device)) {
    Refuse("device", fmt::format("is '{}'", spec.device), "Use auto, cpu, cuda or cuda:N.");
  }
  if (spec.kind == RunKind::kVerify) {
    RequireText("verify.directory", spec.verify.directory, "Name the exported folder or file.");
    return;
  }
  if (!(spec.kind == RunKind::kExport && !spec.output.source_run.empty())) {
    RequireText("model", spec.model, "Name a model folder, a .gguf file, or demo.");
  }
  if (fields::Uses(spec.kind, fields::Part::kTrain)) CheckTraining(spec);
  if (fields::Uses(spec.kind, fields::Part::kPrune)) CheckPruning(spec.prune);
  if (spec.kind == RunKind::kEval) {
    RequireText("eval.text.path", spec.eval.text.path, "Name a text, such as --text FILE.");
  }
  if (spec.kind == RunKind::kSweep) CheckSweep(spec);
  if (spec.kind == RunKind::kExport) {
    RequireText("output.directory", spec.output.directory, "Name a target folder with --out DIR.");
  }
}

}  // namespace sentei::run
