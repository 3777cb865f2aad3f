// SPDX-License-Identifier: Apache-2.0
// The parts of tokenizer.json that are written here for tokenizers that come in other files.
#pragma once

#include "core/text/merge_table.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// The two files that describe a tokenizer beside a Hugging Face model.
struct TokenizerFiles {
  nlohmann::json tokenizer_json;
  nlohmann::json tokenizer_config;
};

inline constexpr const char* kSpaceMark = "\u2581";  ///< SentencePiece's word separator

enum class TokenRole : std::uint8_t { kSpecial, kOrdinary };

/// An entry of "added_tokens" that is searched for in raw text.
[[nodiscard]] nlohmann::json AddedTokenJson(TokenId id, const std::string& content, TokenRole role);

/// A special token with its id.
struct NamedToken {
  std::string content;
  TokenId id = 0;
};

/// A TemplateProcessing with tokens before and after the text (and after the second of a pair).
[[nodiscard]] nlohmann::json SurroundTemplate(const std::vector<NamedToken>& before,
                                              const std::vector<NamedToken>& after);
/// [CLS] A [SEP], and [CLS] A [SEP] B [SEP] with type 1 for the second text.
[[nodiscard]] nlohmann::json BertTemplate(const NamedToken& cls, const NamedToken& sep);

/// A tokenizer.json with nothing but added tokens and a model.
[[nodiscard]] nlohmann::json TokenizerJson(nlohmann::json added_tokens, nlohmann::json model);
/// A BPE model without unknown token, byte fallback or fused unknowns.
[[nodiscard]] nlohmann::json BpeJson(nlohmann::json vocab, nlohmann::json merges);

/// The byte alphabet behind GPT-2's split; without a space in front.
[[nodiscard]] nlohmann::json ByteLevelSplit();
/// The split of LLaMA-3 and its like: a regular expression, then the byte alphabet.
[[nodiscard]] nlohmann::json RegexByteLevel(std::string_view regex);
/// The decoder of the byte alphabet; as a post-processor it changes nothing.
[[nodiscard]] nlohmann::json ByteLevelDecoder();

/// {"type": "Replace"} of one string by another, for normalizers and decoders.
[[nodiscard]] nlohmann::json ReplaceJson(const char* from, const char* to);
enum class SpacePrefix : std::uint8_t { kPrepend, kNone };
/// Spaces become U+2581, and one goes in front with kPrepend, as LLaMA-2's tokenizer.json has it.
[[nodiscard]] nlohmann::json SpaceNormalizer(SpacePrefix prefix);
/// The decoder that goes with it, with byte tokens.
[[nodiscard]] nlohmann::json SpaceDecoder(SpacePrefix prefix);
/// Metaspace that cuts before every U+2581, as a pre-tokenizer and as a decoder.
[[nodiscard]] nlohmann::json MetaspaceJson(const char* prepend_scheme);
/// A Sequence of pre-tokenizers.
[[nodiscard]] nlohmann::json PreTokenizerSequence(nlohmann::json parts);
/// A Sequence of normalizers.
[[nodiscard]] nlohmann::json NormalizerSequence(nlohmann::json parts);
/// A Precompiled normalizer of a SentencePiece charsmap.
[[nodiscard]] nlohmann::json PrecompiledJson(std::string_view charsmap);

/// The text of a token in tokenizer_config.json, where it is a string or an object with "content";
/// empty when the key is absent or null.
[[nodiscard]] std::string ConfiguredToken(const nlohmann::json& config, std::string_view key);
/// Names a special token in tokenizer_config.json unless it names one already.
void NameToken(nlohmann::json& config, const char* key, const std::string& token);
/// The files with the "added_tokens_decoder" of tokenizer_config.json among the added tokens, in
/// the place of those that have the same content, and with a tokenizer_class that obeys
/// tokenizer.json where the configuration names none.
[[nodiscard]] TokenizerFiles WithConfiguredTokens(TokenizerFiles files);

/// The post-processor of a byte-level tokenizer: the configured bos_token in front of the text
/// where it is among the added tokens and add_bos_token says so, or says nothing and that is the
/// default.
enum class BosDefault : std::uint8_t { kAdd, kLeaveOut };
[[nodiscard]] nlohmann::json BosTemplate(const TokenizerFiles& files, BosDefault otherwise);

}  // namespace sentei::text
