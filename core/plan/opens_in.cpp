// SPDX-License-Identifier: Apache-2.0
#include "core/plan/opens_in.h"

#include "core/base/error.h"
#include "core/plan/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sentei::plan {
namespace {

constexpr std::int64_t kKQuantBlock = 256;

constexpr std::array<std::pair<Program, std::string_view>, 5> kPrograms{{
    {Program::kTransformers, "transformers"},
    {Program::kTransformersBundled, "transformers-bundled"},
    {Program::kLlamaCpp, "llama.cpp"},
    {Program::kGgufKQuants, "gguf-k-quants"},
    {Program::kSentei, "sentei"},
}};
constexpr std::array<std::pair<Remedy, std::string_view>, 2> kRemedies{{
    {Remedy::kMakeUniform, "make-uniform"},
    {Remedy::kRoundTo256, "round-to-256"},
}};

/// What all answers are made from.
struct Question {
  const ModelDescription& planned;
  ExportProfile profile;
  ExportDType dtype;
  bool uneven = false;
};

/// Hugging Face folders hold no q8_0; a GGUF file may still be wanted beside one.
ExportDType FolderDType(ExportDType dtype) {
  return dtype == ExportDType::kQ8_0 ? ExportDType::kBF16 : dtype;
}

OpensIn Answer(Program program, std::vector<std::string> obstacles) {
  if (obstacles.empty()) return {program, Opens::kYes, {}, std::nullopt};
  return {program, Opens::kNo, std::move(obstacles.front()), std::nullopt};
}

OpensIn Uneven(Program program) {
  return {program,
          Opens::kNo,
          "the layers have different widths, and it knows one for all",
          Remedy::kMakeUniform};
}

OpensIn InTransformers(const Question& question) {
  const ExportDType dtype = FolderDType(question.dtype);
  const ExportProfile profile = question.profile;
  if (profile == ExportProfile::kHfPadded || profile == ExportProfile::kHfMasked) {
    return Answer(Program::kTransformers, ExportObstacles(profile, dtype, question.planned));
  }
  if (question.uneven) return Uneven(Program::kTransformers);
  OpensIn answer = Answer(Program::kTransformers,
                          ExportObstacles(ExportProfile::kHfUniform, dtype, question.planned));
  const bool other = profile == ExportProfile::kHfPerLayer || profile == ExportProfile::kGguf;
  if (answer.state == Opens::kYes && other) {
    answer.state = Opens::kWarning;
    answer.reason = fmt::format(
        "the widths are equal, but profile {} writes no stock class: "
        "choose hf-uniform",
        Name(profile));
  }
  return answer;
}

OpensIn InLlamaCpp(const Question& question) {
  if (question.uneven) return Uneven(Program::kLlamaCpp);
  return Answer(Program::kLlamaCpp,
                ExportObstacles(ExportProfile::kGguf, question.dtype, question.planned));
}

/// Matrices whose rows are no multiple of 256 long, by what decides the length.
struct OddRows {
  std::int64_t all = 0;
  std::int64_t odd = 0;
  std::int64_t by_ffn = 0;
};
OddRows CountOddRows(const ModelDescription& model) {
  OddRows rows;
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    for (const Projection projection : kProjections) {
      const bool odd = ProjectionShape(model, layer, projection).columns % kKQuantBlock != 0;
      ++rows.all;
      rows.odd += odd ? 1 : 0;
      rows.by_ffn += odd && projection == Projection::kDown ? 1 : 0;
    }
  }
  return rows;
}

OpensIn WithKQuants(const Question& question, const OpensIn& llama) {
  if (llama.state == Opens::kNo) {
    return {Program::kGgufKQuants, Opens::kNo, llama.reason, llama.remedy};
  }
  const OddRows rows = CountOddRows(question.planned);
  if (rows.odd == 0) return {Program::kGgufKQuants, Opens::kYes, {}, std::nullopt};
  OpensIn answer{Program::kGgufKQuants, Opens::kWarning, {}, std::nullopt};
  answer.reason = fmt::format(
      "rows of {} of {} matrices are no multiple of {} long, so llama.cpp "
      "takes larger types for them",
      rows.odd,
      rows.all,
      kKQuantBlock);
  if (rows.by_ffn > 0) answer.remedy = Remedy::kRoundTo256;
  return answer;
}

bool MayLeave(const FamilyLimit& limit) {
  return limit.locked == false || limit.cap.value_or(0.0) > 0.0 ||
         limit.ratio.value_or(0.0) > 0.0 || limit.keep.has_value();
}

std::int64_t NearestKept(const FamilyLimit& limit, std::int64_t units, std::int64_t multiple) {
  const std::int64_t keep = *limit.keep;
  if (keep == units) return keep;
  const double cap = limit.cap.value_or(1.0);
  const auto leaving = static_cast<std::int64_t>(std::floor(cap * static_cast<double>(units)));
  const std::int64_t least = std::max({limit.floor.value_or(1), units - leaving, multiple});
  std::int64_t nearest = (keep + multiple / 2) / multiple * multiple;
  if (nearest < least) nearest = (least + multiple - 1) / multiple * multiple;
  return nearest > units ? units : nearest;
}

}  // namespace

std::string_view Name(Program program) { return NameIn(kPrograms, program); }
std::string_view Name(Remedy remedy) { return NameIn(kRemedies, remedy); }

std::vector<OpensIn> WhatOpens(const ModelDescription& planned,
                               const BudgetPlan& plan,
                               ExportDType dtype) {
  // In mode global the scores will give every layer a width of its own, whatever the estimate says.
  const bool uneven = !planned.IsUniform() || plan.mode == BudgetMode::kGlobal;
  const Question question{planned, plan.profile, dtype, uneven};
  std::vector<OpensIn> answers{InTransformers(question)};
  answers.push_back(
      Answer(Program::kTransformersBundled,
             ExportObstacles(ExportProfile::kHfPerLayer, FolderDType(dtype), planned)));
  answers.push_back(InLlamaCpp(question));
  answers.push_back(WithKQuants(question, answers.back()));
  answers.push_back({Program::kSentei, Opens::kYes, {}, std::nullopt});
  return answers;
}

BudgetSpec MakeUniform(const BudgetSpec& spec) {
  BudgetSpec uniform = spec;
  const bool opened =
      std::any_of(spec.layers.begin(), spec.layers.end(), [](const LayerLimit& layer) {
        return MayLeave(layer.attention);
      });
  if (opened && !spec.attention_locked.value_or(false)) uniform.attention_locked = false;
  uniform.layers.clear();
  uniform.lock_outer_layers = false;
  uniform.mode = spec.mode == BudgetMode::kGlobal || spec.mode == BudgetMode::kGlobalUniform
                     ? BudgetMode::kGlobalUniform
                     : BudgetMode::kUniform;
  return uniform;
}

BudgetSpec RoundTo(const BudgetSpec& spec,
                   std::span<const UnitFamily> families,
                   std::int64_t multiple) {
  BudgetSpec rounded = spec;
  rounded.ffn_alignment = multiple;
  for (const UnitFamily& family : families) {
    if (family.group() != FamilyGroup::kFfn) continue;
    for (LayerLimit& layer : rounded.layers) {
      if (layer.layer != family.layer || !layer.ffn.keep.has_value()) continue;
      layer.ffn.keep = NearestKept(layer.ffn, family.num_units, multiple);
    }
  }
  return rounded;
}

}  // namespace sentei::plan
