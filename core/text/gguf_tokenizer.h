// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"
#include "core/text/tokenizer_json.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace sentei::text {

/// Makes the files from GGUF metadata (an object of all key/values), for tokenizer.ggml.model
/// "gpt2" (byte-level BPE), "llama" (SentencePiece BPE with byte fallback), "t5" (unigram) and
/// "bert" (WordPiece, lower case). Throws kInput naming what is missing, contradictory or not
/// supported; an unknown tokenizer.ggml.pre among them.
[[nodiscard]] TokenizerFiles TokenizerFromGguf(const nlohmann::json& metadata);

/// The tokenizer.ggml.* key/values (and tokenizer.chat_template) for a GGUF export: tokens, types,
/// merges or scores, pre, special ids. `vocab_rows` is the number of rows of the embedding; ids
/// without a token become unused "[PAD<id>]". Throws kInput for a tokenizer that GGUF readers
/// cannot express, or one with ids beyond the rows.
[[nodiscard]] nlohmann::json GgufTokenizerMetadata(const nlohmann::json& tokenizer_json,
                                                   const nlohmann::json& tokenizer_config,
                                                   std::int64_t vocab_rows);

/// The same of a model's tokenizer; special ids that only the model's configuration names are
/// added.
[[nodiscard]] nlohmann::json GgufTokenizerMetadata(const ModelTokenizer& tokenizer,
                                                   std::int64_t vocab_rows);

}  // namespace sentei::text
