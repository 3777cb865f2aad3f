// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/byte_trie.h"
#include "core/text/token_model.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace sentei::text {

/// The unigram language model (Kudo, ACL 2018, arXiv 1804.10959): of all ways to cut a piece into
/// tokens the one with the greatest sum of log probabilities, by Viterbi's algorithm in time
/// proportional to the text times its longest token. The first of equal ways wins. A character that
/// no token spells costs 10 more than the least probable token; neighbours of them are one unknown
/// token, or tokens of their bytes with byte_fallback.
class UnigramModel final : public TokenModel {
 public:
  /// As TokenModelFromJson.
  explicit UnigramModel(const nlohmann::json& model);

 private:
  struct Arrival;

  UnigramModel(const nlohmann::json& model, std::vector<std::string> tokens);
  [[nodiscard]] std::vector<TokenId> Tokenize(std::string_view piece) const override;
  [[nodiscard]] std::vector<Arrival> BestWay(std::string_view piece) const;
  void AppendUnspelled(std::string_view text, std::vector<TokenId>& ids) const;
  [[nodiscard]] TokenId UnknownId() const;

  std::vector<double> scores_;  ///< log probabilities by id
  double unknown_score_ = 0;
  std::optional<TokenId> unknown_id_;
  bool byte_fallback_ = false;
  ByteTrie trie_;
  ByteTokens byte_tokens_;
};

}  // namespace sentei::text
