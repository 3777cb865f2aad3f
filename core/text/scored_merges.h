// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/merge_table.h"
#include "core/text/string_map.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace sentei::text {

/// A token that merges may make, and how early: greater scores are merged first.
struct ScoredToken {
  std::string_view text;
  double score = 0;
};

/// SentencePiece joins the neighbours whose token scores best. The merges of byte-pair encoding
/// that do the same: every way to make each of `tokens` of two tokens of `ids`, best score first,
/// then the longer left half, then the longer right half. [["left", "right"], ...] as
/// tokenizer.json has them. Throws kInput for a token of more than kLongestMergedToken bytes and
/// for more than kMostMerges.
[[nodiscard]] nlohmann::json MergesFromScores(std::span<const ScoredToken> tokens,
                                              const StringMap<TokenId>& ids);

/// Bytes; the tokenizers in use stay below 256.
inline constexpr std::size_t kLongestMergedToken = 1024;
/// The largest vocabularies in use make some 600,000.
inline constexpr std::size_t kMostMerges = 1'500'000;

}  // namespace sentei::text
