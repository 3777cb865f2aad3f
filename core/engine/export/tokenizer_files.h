// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace sentei::engine {

/// tokenizer_config.json from an allow-list of the source's settings, with the class that takes
/// tokenizer.json as it is; code that the source refers to is never carried over.
[[nodiscard]] nlohmann::json PortableTokenizerConfig(const nlohmann::json& source_config);

/// special_tokens_map.json of such a configuration.
[[nodiscard]] nlohmann::json SpecialTokensMap(const nlohmann::json& tokenizer_config);

/// Writes tokenizer.json, tokenizer_config.json and special_tokens_map.json. Throws kIo.
void WriteTokenizerFiles(const text::ModelTokenizer& tokenizer,
                         const std::filesystem::path& folder);

}  // namespace sentei::engine
