// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/export_profile.h"
#include "core/plan/model_description.h"
#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <string>

namespace sentei::engine {

/// config.json of the class that the description's model_type names: every size written out
/// (head_dim and num_key_value_heads too), rotary settings and dtype in the spellings of
/// transformers 4 and 5. `tokenizer` supplies the special ids; may be nullptr. `source_config`
/// supplies the ids where the tokenizer has none.
[[nodiscard]] nlohmann::json MakeHfConfig(const plan::ModelDescription& model,
                                          plan::ExportDType dtype,
                                          const text::ModelTokenizer* tokenizer,
                                          const nlohmann::json& source_config);

/// generation_config.json: the ids that begin, end and pad a text.
[[nodiscard]] nlohmann::json MakeGenerationConfig(const nlohmann::json& hf_config);

/// The name that torch gives the dtype, such as "bfloat16". Throws kUsage for Q8_0.
[[nodiscard]] std::string TorchName(plan::ExportDType dtype);

}  // namespace sentei::engine
