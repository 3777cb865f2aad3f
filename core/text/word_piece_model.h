// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/token_model.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// WordPiece as BERT cuts words (Devlin et al., NAACL 2019, arXiv 1810.04805): the longest token
/// that begins the word, then the longest continuation ("##ing") of what is left. A word that
/// cannot be cut so, or is longer than the limit, is one unknown token.
class WordPieceModel final : public TokenModel {
 public:
  /// As TokenModelFromJson.
  explicit WordPieceModel(const nlohmann::json& model);

 private:
  [[nodiscard]] std::vector<TokenId> Tokenize(std::string_view piece) const override;
  [[nodiscard]] std::vector<TokenId> Unknown() const;

  std::string unknown_token_;
  std::string continuing_prefix_;
  std::int64_t most_characters_;
  std::size_t longest_token_ = 0;  ///< bytes
};

}  // namespace sentei::text
