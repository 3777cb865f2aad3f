// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"
#include "core/plan/export_profile.h"
#include "core/plan/model_description.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::plan {

/// Who may open the result.
enum class Program : std::uint8_t {
  kTransformers,         ///< stock classes
  kTransformersBundled,  ///< with the modelling code of the export
  kLlamaCpp,
  kGgufKQuants,  ///< llama.cpp's quantisation in blocks of 256
  kSentei,
};
enum class Opens : std::uint8_t { kYes, kWarning, kNo };
enum class Remedy : std::uint8_t { kMakeUniform, kRoundTo256 };

struct OpensIn {
  Program program = Program::kSentei;
  Opens state = Opens::kYes;
  std::string reason;  ///< one sentence without its full stop; empty where all is well
  std::optional<Remedy> remedy;
};

/// "transformers", "transformers-bundled", "llama.cpp", "gguf-k-quants", "sentei".
[[nodiscard]] std::string_view Name(Program program);
[[nodiscard]] std::string_view Name(Remedy remedy);  ///< "make-uniform", "round-to-256"

/// What opens a model of the planned widths, written in the form that suits the program; `planned`
/// is WithKeptCounts of the plan. The request's profile is only pointed to where another is needed.
[[nodiscard]] std::vector<OpensIn> WhatOpens(const ModelDescription& planned,
                                             const BudgetPlan& plan,
                                             ExportDType dtype);

/// The budget with one width for every layer: per-layer limits and the lock of outer layers fall,
/// modes that give widths of their own become their uniform kin. The target stays.
[[nodiscard]] BudgetSpec MakeUniform(const BudgetSpec& spec);
/// The budget with FFN widths in multiples of `multiple` (an alignment that BudgetSpec offers);
/// counts fixed by `keep` go to the nearest multiple that their cap and floor allow, or stay.
[[nodiscard]] BudgetSpec RoundTo(const BudgetSpec& spec,
                                 std::span<const UnitFamily> families,
                                 std::int64_t multiple);

}  // namespace sentei::plan
