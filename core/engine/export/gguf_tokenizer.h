// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace sentei::engine {

/// The `tokenizer.*` metadata of a GGUF file for a tokenizer that came as tokenizer.json:
/// byte-level BPE as model `gpt2` with the name of its pre-tokenizer, BPE with byte fallback as
/// model `llama` with scores that reproduce the order of the merges. Ids of the model without a
/// token become unused entries. Throws kUsage for a tokenizer that GGUF has no name for.
[[nodiscard]] nlohmann::json GgufTokenizer(const text::ModelTokenizer& tokenizer,
                                           std::int64_t vocab_size);

}  // namespace sentei::engine
