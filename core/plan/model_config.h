// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <nlohmann/json.hpp>

namespace sentei::plan {

/// The sizes and switches of config.json, checked among themselves but against no tensor. Settings
/// that are absent take the defaults that Hugging Face gives them. Throws kInput naming the
/// setting.
[[nodiscard]] ModelDescription ParseModelConfig(const nlohmann::json& config);

}  // namespace sentei::plan
