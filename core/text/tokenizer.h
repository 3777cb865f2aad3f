// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

using TokenId = std::int32_t;

enum class SpecialTokens : std::uint8_t {
  kNone,  ///< the text's own tokens only (special tokens written in the text are still recognised)
  kAdd,   ///< also what the tokenizer's post-processor adds (BOS, EOS)
};
enum class Skip : std::uint8_t { kNothing, kSpecial };

/// Text to token ids and back, equal to Hugging Face `tokenizers` for the same tokenizer.json.
/// Immutable and safe to share between threads.
class Tokenizer {
 public:
  /// From a parsed tokenizer.json; throws kInput naming the unsupported component.
  static Tokenizer FromJson(const nlohmann::json& tokenizer_json);

  /// UTF-8 in; bytes that are no UTF-8 are read as U+FFFD.
  [[nodiscard]] std::vector<TokenId> Encode(std::string_view text, SpecialTokens special) const;
  [[nodiscard]] std::string Decode(std::span<const TokenId> ids, Skip skip) const;

  [[nodiscard]] std::int64_t vocab_size() const;
  [[nodiscard]] std::optional<TokenId> IdOf(std::string_view token) const;
  /// The token's text as the vocabulary spells it; empty for an id outside it.
  [[nodiscard]] std::string TokenOf(TokenId id) const;

  struct Impl;
  explicit Tokenizer(std::shared_ptr<const Impl> impl);

 private:
  std::shared_ptr<const Impl> impl_;
};

/// A checkpoint's tokenizer with what an export must carry along.
struct ModelTokenizer {
  Tokenizer tokenizer;
  nlohmann::json tokenizer_json;    ///< canonical tokenizer.json (made where there is none)
  nlohmann::json tokenizer_config;  ///< tokenizer_config.json (made where there is none)
  std::optional<TokenId> bos;
  std::vector<TokenId> eos;  ///< every id that ends a generation
  std::optional<TokenId> pad;
};

/// Reads the tokenizer beside a Hugging Face model or in the GGUF metadata. Of several files in a
/// folder the first of these decides: tokenizer.json, a SentencePiece or tiktoken `.model`,
/// vocab.json with merges.txt, vocab.txt; what is not tokenizer.json becomes one as transformers
/// makes it. Throws kInput, kIo when a file cannot be read.
[[nodiscard]] ModelTokenizer LoadTokenizer(const formats::ModelSource& source);

}  // namespace sentei::text
