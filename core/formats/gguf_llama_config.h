// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/gguf_reader.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace sentei::formats {

/// The Hugging Face config.json of a GGUF file. For architecture `llama` it is complete
/// (model_type "llama"); any other architecture gives its name as model_type and nothing else.
/// Throws kInput naming a setting of a `llama` file that is missing, absurd or not supported
/// (rotary scaling, partial rotation, widths by layer, experts).
[[nodiscard]] nlohmann::json ConfigFromGguf(const GgufHeader& header, std::string_view file_name);

/// True where ConfigFromGguf gives a complete configuration.
[[nodiscard]] bool IsLlamaArchitecture(const GgufHeader& header);

}  // namespace sentei::formats
