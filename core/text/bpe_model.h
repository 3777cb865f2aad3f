// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/merge_table.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sentei::text {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <typename T>
using StringMap = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;

/// Byte-pair encoding (Sennrich et al., ACL 2016, arXiv 1508.07909) of one pre-tokenised piece:
/// the lowest-ranked pair of neighbours is merged first, leftmost among equals, in O(n log n).
/// Immutable but for a cache of words; safe between threads.
class BpeModel {
 public:
  /// From the "model" object of tokenizer.json; throws kInput, or nlohmann::json::exception for a
  /// wrong shape.
  explicit BpeModel(const nlohmann::json& model);
  ~BpeModel();
  BpeModel(BpeModel&&) noexcept;
  BpeModel& operator=(BpeModel&&) noexcept;

  /// Appends the tokens of `piece` (well-formed UTF-8) to `ids`. Throws kInput when the piece holds
  /// an unknown character and the model's unknown token is not in its vocabulary.
  void AppendTokens(std::string_view piece, std::vector<TokenId>& ids) const;

  [[nodiscard]] std::int64_t vocab_size() const { return static_cast<std::int64_t>(ids_.size()); }
  [[nodiscard]] std::optional<TokenId> IdOf(std::string_view token) const;
  [[nodiscard]] std::optional<std::string_view> TokenOf(TokenId id) const;
  [[nodiscard]] const StringMap<TokenId>& vocabulary() const { return ids_; }

 private:
  class WordCache;

  void ReadVocabulary(const nlohmann::json& vocabulary);
  void ReadMerges(const nlohmann::json& merges);
  void AddMerge(const std::string& left, const std::string& right);
  [[nodiscard]] std::vector<TokenId> Tokenize(std::string_view piece) const;
  [[nodiscard]] std::vector<TokenId> InitialTokens(std::string_view piece) const;
  [[nodiscard]] std::array<TokenId, 256> FindByteTokens() const;
  [[nodiscard]] std::vector<TokenId> ByteTokens(std::string_view character) const;
  [[nodiscard]] TokenId UnknownId() const;

  StringMap<TokenId> ids_;
  std::unordered_map<TokenId, std::string_view> tokens_;  ///< views into the keys of ids_
  MergeTable merges_;
  std::array<TokenId, 256> byte_tokens_{};  ///< "<0x00>" to "<0xFF>"
  std::optional<std::string> unknown_token_;
  std::string continuing_prefix_;
  std::string word_suffix_;
  bool fuse_unknown_ = false;
  bool byte_fallback_ = false;
  bool ignore_merges_ = false;
  std::unique_ptr<WordCache> cache_;
};

}  // namespace sentei::text
