// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_names.h"

#include "core/base/error.h"

#include <array>
#include <string>
#include <utility>

namespace sentei::run {
namespace {

template <typename Enum, std::size_t N>
using NameTable = std::array<std::pair<Enum, std::string_view>, N>;

constexpr NameTable<RunKind, 11> kKinds{{
    {RunKind::kPrune, "prune"},
    {RunKind::kTune, "tune"},
    {RunKind::kEval, "eval"},
    {RunKind::kSweep, "sweep"},
    {RunKind::kGenerate, "generate"},
    {RunKind::kExport, "export"},
    {RunKind::kVerify, "verify"},
    {RunKind::kSelfCheck, "selfcheck"},
    {RunKind::kDepth, "depth"},
    {RunKind::kPeft, "peft"},
    {RunKind::kDistill, "distill"},
}};
constexpr NameTable<Criterion, 5> kCriteria{{
    {Criterion::kLora, "lora"},
    {Criterion::kGate, "gate"},
    {Criterion::kGrad, "grad"},
    {Criterion::kMagnitude, "magnitude"},
    {Criterion::kRandom, "random"},
}};
constexpr NameTable<ComputeDType, 3> kDTypes{{
    {ComputeDType::kAuto, "auto"},
    {ComputeDType::kF32, "f32"},
    {ComputeDType::kBF16, "bf16"},
}};
constexpr NameTable<PruneSchedule, 3> kPruneSchedules{{
    {PruneSchedule::kIterative, "iterative"},
    {PruneSchedule::kOneShotThenTune, "one-shot-then-tune"},
    {PruneSchedule::kOneShot, "one-shot"},
}};
constexpr NameTable<LrSchedule, 3> kLrSchedules{{
    {LrSchedule::kCosine, "cosine"},
    {LrSchedule::kLinear, "linear"},
    {LrSchedule::kConstant, "constant"},
}};

template <typename Enum, std::size_t N>
std::string_view NameIn(const NameTable<Enum, N>& table, Enum value) {
  for (const auto& [key, name] : table) {
    if (key == value) return name;
  }
  throw LogicError("an enumerator without a name");
}

template <typename Enum, std::size_t N>
Enum ParseIn(const NameTable<Enum, N>& table, std::string_view what, std::string_view text) {
  std::string known;
  for (const auto& [key, name] : table) {
    if (name == text) return key;
    known += known.empty() ? "" : ", ";
    known += name;
  }
  throw Error(ErrorCode::kUsage,
              fmt::format("'{}' is no {}", text, what),
              fmt::format("Use one of: {}.", known));
}

}  // namespace

std::string_view Name(RunKind kind) { return NameIn(kKinds, kind); }
std::string_view Name(Criterion criterion) { return NameIn(kCriteria, criterion); }
std::string_view Name(ComputeDType dtype) { return NameIn(kDTypes, dtype); }
std::string_view Name(PruneSchedule schedule) { return NameIn(kPruneSchedules, schedule); }
std::string_view Name(LrSchedule schedule) { return NameIn(kLrSchedules, schedule); }

RunKind ParseRunKind(std::string_view name) { return ParseIn(kKinds, "kind of run", name); }
Criterion ParseCriterion(std::string_view name) { return ParseIn(kCriteria, "criterion", name); }
ComputeDType ParseComputeDType(std::string_view name) {
  return ParseIn(kDTypes, "compute dtype", name);
}
PruneSchedule ParsePruneSchedule(std::string_view name) {
  return ParseIn(kPruneSchedules, "pruning schedule", name);
}
LrSchedule ParseLrSchedule(std::string_view name) {
  return ParseIn(kLrSchedules, "learning-rate schedule", name);
}

}  // namespace sentei::run
