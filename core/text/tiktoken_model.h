// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer_json.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string_view>

namespace sentei::text {

inline constexpr std::size_t kLargestTiktokenModel = std::size_t{16} << 20;

/// Whether the bytes of a `.model` file are tiktoken's (lines of base64 and a rank) rather than a
/// SentencePiece message, which begins with the tag of its first piece.
[[nodiscard]] bool IsTiktokenModel(std::string_view bytes);

/// The files that transformers makes of a tiktoken model: byte-level BPE with ignore_merges, every
/// way to make a token of two as a merge in the order of the ranks, LLaMA-3's split. Special tokens
/// are those of `tokenizer_config` (added_tokens_decoder), LLaMA-3.1's 256 where it has none and
/// the vocabulary is as large as LLaMA-3's. Throws kInput for malformed lines, tokens of more than
/// 256 bytes, ranks or tokens that come twice, and files over kLargestTiktokenModel, kMostPieces or
/// kMostMerges.
[[nodiscard]] TokenizerFiles TokenizerFromTiktoken(std::string_view bytes,
                                                   nlohmann::json tokenizer_config);

}  // namespace sentei::text
