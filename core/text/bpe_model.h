// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/token_model.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// Byte-pair encoding (Sennrich et al., ACL 2016, arXiv 1508.07909): the lowest-ranked pair of
/// neighbours is merged first, leftmost among equals, in O(n log n).
class BpeModel final : public TokenModel {
 public:
  /// As TokenModelFromJson.
  explicit BpeModel(const nlohmann::json& model);

 private:
  [[nodiscard]] std::vector<TokenId> Tokenize(std::string_view piece) const override;

  void ReadMerges(const nlohmann::json& merges);
  void AddMerge(const std::string& left, const std::string& right);
  [[nodiscard]] std::vector<TokenId> InitialTokens(std::string_view piece) const;
  [[nodiscard]] TokenId UnknownId() const;

  MergeTable merges_;
  ByteTokens byte_tokens_;
  std::optional<std::string> unknown_token_;
  std::string continuing_prefix_;
  std::string word_suffix_;
  bool fuse_unknown_ = false;
  bool byte_fallback_ = false;
  bool ignore_merges_ = false;
};

}  // namespace sentei::text
