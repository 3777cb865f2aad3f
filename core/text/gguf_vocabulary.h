// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/merge_table.h"
#include "core/text/string_map.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// Kinds of tokens as GGUF numbers them.
enum class GgufTokenType : std::int32_t {
  kNormal = 1,
  kUnknown = 2,
  kControl = 3,
  kUserDefined = 4,
  kUnused = 5,
  kByte = 6,
};

/// tokenizer.ggml.tokens with the arrays that run beside it; all of one length.
struct GgufVocabulary {
  std::vector<std::string> tokens;
  std::vector<GgufTokenType> types;
  std::vector<double> scores;  ///< empty when the file has none
  StringMap<TokenId> ids;      ///< the first id of every token

  /// Throws kInput for missing, overlong or differently long arrays and ill-formed UTF-8.
  static GgufVocabulary FromMetadata(const nlohmann::json& metadata);
};

/// The id under `key`; nullopt when absent. Throws kInput when it lies outside `vocabulary`.
[[nodiscard]] std::optional<TokenId> GgufTokenId(const nlohmann::json& metadata,
                                                 std::string_view key,
                                                 const GgufVocabulary& vocabulary);

/// How a value of tokenizer.ggml.pre cuts text.
struct GgufSplit {
  nlohmann::json pre_tokenizer;
  nlohmann::json normalizer;
  std::string pre;  ///< the spelling to write
  bool ignore_merges = false;
  bool adds_bos = false;  ///< where the metadata do not say
};

/// nullopt for an unknown name.
[[nodiscard]] std::optional<GgufSplit> GgufSplitByName(std::string_view pre);
/// The split that a tokenizer.json uses; nullopt when no name of GGUF stands for it.
[[nodiscard]] std::optional<GgufSplit> GgufSplitOf(const nlohmann::json& tokenizer_json);

}  // namespace sentei::text
