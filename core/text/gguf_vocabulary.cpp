// SPDX-License-Identifier: Apache-2.0
#include "core/text/gguf_vocabulary.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/split_scanner.h"
#include "core/text/tokenizer_json.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace sentei::text {
namespace {

constexpr std::size_t kLongestToken = 4096;  // bytes; SentencePiece writes at most a few dozen
constexpr std::string_view kTokens = "tokenizer.ggml.tokens";
constexpr std::string_view kTypes = "tokenizer.ggml.token_type";
constexpr std::string_view kScores = "tokenizer.ggml.scores";

const nlohmann::json& ArrayAt(const nlohmann::json& metadata, std::string_view key) {
  const auto found = metadata.find(key);
  if (found == metadata.end() || !found->is_array()) {
    ThrowInput("The GGUF metadata have no array {}", key);
  }
  return *found;
}

void CheckLength(std::size_t length, std::size_t tokens, std::string_view key) {
  if (length != tokens) {
    ThrowInput("The GGUF metadata have {} tokens but {} entries in {}", tokens, length, key);
  }
}

std::string CheckedToken(const nlohmann::json& token, std::size_t id) {
  if (!token.is_string()) ThrowInput("The GGUF token {} is no string", id);
  const auto& text = token.get_ref<const std::string&>();
  if (text.size() > kLongestToken) ThrowInput("The GGUF token {} has {} bytes", id, text.size());
  if (ReplaceInvalidUtf8(text) != text) ThrowInput("The GGUF token {} is no UTF-8 text", id);
  return text;
}

std::vector<GgufTokenType> ReadTypes(const nlohmann::json& metadata, std::size_t tokens) {
  std::vector<GgufTokenType> types(tokens, GgufTokenType::kNormal);
  if (!metadata.contains(kTypes)) return types;
  const nlohmann::json& numbers = ArrayAt(metadata, kTypes);
  CheckLength(numbers.size(), tokens, kTypes);
  for (std::size_t id = 0; id < tokens; ++id) {
    const auto type = numbers[id].get<std::int64_t>();
    if (type < 1 || type > 6) ThrowInput("The GGUF token {} has the unknown type {}", id, type);
    types[id] = static_cast<GgufTokenType>(type);
  }
  return types;
}

nlohmann::json SmolLmSplit() {
  return PreTokenizerSequence(
      nlohmann::json::array({{{"type", "Digits"}, {"individual_digits", true}}, ByteLevelSplit()}));
}

/// Without what has no influence on token ids.
nlohmann::json Essential(nlohmann::json pre_tokenizer) {
  if (!pre_tokenizer.is_object()) return pre_tokenizer;
  if (pre_tokenizer.value("type", "") == "ByteLevel") {
    pre_tokenizer.erase("trim_offsets");
    if (!pre_tokenizer.contains("use_regex")) pre_tokenizer["use_regex"] = true;
  }
  if (pre_tokenizer.value("type", "") == "Sequence") {
    for (nlohmann::json& part : pre_tokenizer["pretokenizers"]) part = Essential(part);
  }
  return pre_tokenizer;
}

}  // namespace

GgufVocabulary GgufVocabulary::FromMetadata(const nlohmann::json& metadata) {
  GgufVocabulary vocabulary;
  const nlohmann::json& tokens = ArrayAt(metadata, kTokens);
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    vocabulary.tokens.push_back(CheckedToken(tokens[id], id));
    vocabulary.ids.try_emplace(vocabulary.tokens.back(), static_cast<TokenId>(id));
  }
  vocabulary.types = ReadTypes(metadata, tokens.size());
  if (metadata.contains(kScores)) {
    vocabulary.scores = ArrayAt(metadata, kScores).get<std::vector<double>>();
    CheckLength(vocabulary.scores.size(), tokens.size(), kScores);
  }
  return vocabulary;
}

std::optional<TokenId> GgufTokenId(const nlohmann::json& metadata,
                                   std::string_view key,
                                   const GgufVocabulary& vocabulary) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return std::nullopt;
  const auto id = found->get<std::int64_t>();
  if (id < 0 || static_cast<std::uint64_t>(id) >= vocabulary.tokens.size()) {
    ThrowInput("The GGUF metadata give {} = {}, but there are {} tokens",
               key,
               id,
               vocabulary.tokens.size());
  }
  return static_cast<TokenId>(id);
}

std::optional<GgufSplit> GgufSplitByName(std::string_view pre) {
  if (pre == "smollm") return GgufSplit{SmolLmSplit(), nullptr, "smollm"};
  if (pre == "gpt-2" || pre == "phi-2" || pre == "default" || pre.empty()) {
    return GgufSplit{ByteLevelSplit(), nullptr, "gpt-2"};
  }
  if (pre == "llama-bpe" || pre == "llama3" || pre == "llama-v3") {
    return GgufSplit{RegexByteLevel(kLlama3Regex), nullptr, "llama-bpe", true, true};
  }
  if (pre == "qwen2") return GgufSplit{RegexByteLevel(kQwen2Regex), {{"type", "NFC"}}, "qwen2"};
  return std::nullopt;
}

std::optional<GgufSplit> GgufSplitOf(const nlohmann::json& tokenizer_json) {
  const nlohmann::json wanted =
      Essential(FieldOr<nlohmann::json>(tokenizer_json, "pre_tokenizer", nullptr));
  const auto normalizer = FieldOr<nlohmann::json>(tokenizer_json, "normalizer", nullptr);
  for (const std::string_view pre : {"smollm", "gpt-2", "llama-bpe", "qwen2"}) {
    std::optional<GgufSplit> split = GgufSplitByName(pre);
    if (Essential(split->pre_tokenizer) == wanted && split->normalizer == normalizer) return split;
  }
  return std::nullopt;
}

}  // namespace sentei::text
