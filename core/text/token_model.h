// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/merge_table.h"
#include "core/text/string_map.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sentei::text {

/// Tokens and their ids. Movable, not copyable: one index holds views into the other.
class Vocabulary {
 public:
  /// From {"token": id, ...}, as BPE and WordPiece spell it. Throws kInput for an id that is no
  /// TokenId and a token that is no UTF-8.
  static Vocabulary FromObject(const nlohmann::json& object);
  /// Tokens numbered from 0; the last of equal ones is found by its spelling.
  static Vocabulary FromList(const std::vector<std::string>& tokens);

  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] std::optional<TokenId> IdOf(std::string_view token) const;
  [[nodiscard]] std::optional<std::string_view> TokenOf(TokenId id) const;
  [[nodiscard]] const StringMap<TokenId>& ids() const { return ids_; }

 private:
  Vocabulary() = default;

  StringMap<TokenId> ids_;
  std::unordered_map<TokenId, std::string_view> tokens_;  ///< views into the keys of ids_
  std::int64_t size_ = 0;
};

/// The model of a tokenizer: makes tokens of one pre-tokenised piece. Immutable but for a cache of
/// pieces met before; safe between threads.
class TokenModel {
 public:
  virtual ~TokenModel();
  TokenModel(const TokenModel&) = delete;
  TokenModel& operator=(const TokenModel&) = delete;

  /// Appends the tokens of `piece` (well-formed UTF-8) to `ids`. Throws kInput when the piece holds
  /// something unknown and the model has no token for it.
  void AppendTokens(std::string_view piece, std::vector<TokenId>& ids) const;

  [[nodiscard]] std::int64_t vocab_size() const { return vocabulary_.size(); }
  [[nodiscard]] std::optional<TokenId> IdOf(std::string_view token) const {
    return vocabulary_.IdOf(token);
  }
  [[nodiscard]] std::optional<std::string_view> TokenOf(TokenId id) const {
    return vocabulary_.TokenOf(id);
  }

 protected:
  explicit TokenModel(Vocabulary vocabulary);

  [[nodiscard]] virtual std::vector<TokenId> Tokenize(std::string_view piece) const = 0;
  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  class PieceCache;

  Vocabulary vocabulary_;
  std::unique_ptr<PieceCache> cache_;
};

/// The ids of "<0x00>" to "<0xFF>", which stand for characters that a vocabulary lacks.
class ByteTokens {
 public:
  explicit ByteTokens(const Vocabulary& vocabulary);
  /// One id a byte of `text`; nullopt when the vocabulary lacks one of them.
  [[nodiscard]] std::optional<std::vector<TokenId>> Spell(std::string_view text) const;

 private:
  std::vector<TokenId> ids_;
};

/// From the "model" of tokenizer.json: BPE, Unigram or WordPiece. Throws kInput naming another type
/// or what is wrong, nlohmann::json::exception for a wrong shape.
[[nodiscard]] std::unique_ptr<const TokenModel> TokenModelFromJson(const nlohmann::json& model);

}  // namespace sentei::text
