// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/byte_trie.h"
#include "core/text/normalizer.h"
#include "core/text/string_map.h"
#include "core/text/token_model.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sentei::text {

/// One of the "added_tokens" of tokenizer.json.
struct AddedToken {
  std::string content;
  bool single_word = false;  ///< only where no word character touches it
  bool strip_left = false;   ///< takes the white space on its left along
  bool strip_right = false;
  bool normalized = true;  ///< searched for in the normalised text, in normalised form
  bool special = false;    ///< left out of decoded text on request
  std::string decoded;     ///< what it becomes in decoded text: normalised when `normalized`
};

/// A part of a text: an added token, or bytes [begin, end) between them.
struct TokenOrText {
  std::optional<TokenId> token;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Tokens that are cut out of a text before the model sees it: those searched for in the raw text
/// first, then the normalised ones in what is left. Immutable; safe between threads.
class AddedTokens {
 public:
  /// From "added_tokens" of tokenizer.json. A token of the model's vocabulary keeps its id there,
  /// others are numbered behind it, as the reference does.
  AddedTokens(const nlohmann::json& added_tokens,
              const TokenModel& model,
              const Normalizer& normalizer);

  /// Cuts `text` along the tokens that match raw text; leftmost first, the longest there.
  [[nodiscard]] std::vector<TokenOrText> SplitRaw(std::string_view text) const;
  /// The same for tokens that match normalised text.
  [[nodiscard]] std::vector<TokenOrText> SplitNormalized(std::string_view text) const;

  [[nodiscard]] std::optional<TokenId> IdOf(std::string_view token) const;
  [[nodiscard]] const AddedToken* Find(TokenId id) const;
  [[nodiscard]] bool IsSpecial(std::string_view token) const { return special_.contains(token); }
  /// Tokens that the model's own vocabulary lacks.
  [[nodiscard]] std::int64_t beyond_model() const { return beyond_model_; }

 private:
  void Register(const AddedToken& token, const TokenModel& model);
  [[nodiscard]] TokenId NewId(const TokenModel& model) const;
  [[nodiscard]] std::vector<TokenOrText> Split(std::string_view text, const ByteTrie& tree) const;

  StringMap<TokenId> ids_;
  std::unordered_map<TokenId, AddedToken> tokens_;
  std::unordered_set<std::string, StringHash, std::equal_to<>> special_;
  TokenId greatest_id_ = -1;
  std::int64_t beyond_model_ = 0;
  ByteTrie raw_;
  ByteTrie normalized_;
};

}  // namespace sentei::text
