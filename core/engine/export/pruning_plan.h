// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace sentei::engine {

inline constexpr const char* kPlanFile = "pruning_plan.json";
inline constexpr std::int64_t kPlanVersion = 1;

/// pruning_plan.json: what was kept, in the dense model's own numbering, and how it came about.
///   format, format_version, sentei_version, profile, dtype
///   base       {name, license, model_id, parameters}
///   run        {id, spec_hash, criterion, schedule, seed, steps, training_text {name, sha256}}
///   parameters {before, after}; rounding_cost (max |logit difference|)
///   layers     [{layer, attention|ffn: {unit, units, kept: [ids]}}]
///   perplexity [{stage, step, perplexity, mean_loss, text {name, sha256}, length, windows, tokens,
///               dtype, device}]
[[nodiscard]] nlohmann::json MakePruningPlan(const ExportRequest& request,
                                             std::int64_t parameters,
                                             double rounding_cost);

/// One perplexity with its protocol, as above.
[[nodiscard]] nlohmann::json DescribeEvaluation(const run::EvalDone& evaluation);

}  // namespace sentei::engine
