// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <nlohmann/json.hpp>

namespace sentei::plan {

/// Reads both spellings of the rotary settings into `rotary` and `sliding_rotary`: `rope_theta`
/// with `rope_scaling`, and `rope_parameters` (one object, or one for each kind of attention).
/// Needs head_dim and max_positions. Throws kInput for a missing theta, which no default may stand
/// in for, and for a scaling that is not supported, by its name.
void ReadRotary(const nlohmann::json& config, ModelDescription& model);

/// Writes both spellings.
void WriteRotary(const ModelDescription& model, nlohmann::json& config);

}  // namespace sentei::plan
