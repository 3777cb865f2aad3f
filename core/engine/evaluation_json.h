// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace sentei::engine {

/// Perplexities as a checkpoint keeps them, so that a resumed run does not measure them again.
[[nodiscard]] nlohmann::json EvaluationsToJson(const std::vector<run::EvalDone>& evaluations);
/// Throws kInput.
[[nodiscard]] std::vector<run::EvalDone> EvaluationsFromJson(const nlohmann::json& json);

}  // namespace sentei::engine
