// SPDX-License-Identifier: Apache-2.0
#include "core/text/bpe_model.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <utility>

namespace sentei::text {
BpeModel::BpeModel(const nlohmann::json& model)
    : TokenModel(Vocabulary::FromObject(model.at("vocab"))), byte_tokens_(vocabulary()) {
  if (FieldOr<double>(model, "dropout", 0.0) != 0.0) {
    ThrowInput("tokenizer.json: BPE with dropout is not supported");
  }
  if (const auto unknown = FieldOr<std::string>(model, "unk_token", ""); !unknown.empty()) {
    unknown_token_ = unknown;
  }
  continuing_prefix_ = FieldOr<std::string>(model, "continuing_subword_prefix", "");
  word_suffix_ = FieldOr<std::string>(model, "end_of_word_suffix", "");
  fuse_unknown_ = FieldOr(model, "fuse_unk", false);
  byte_fallback_ = FieldOr(model, "byte_fallback", false);
  ignore_merges_ = FieldOr(model, "ignore_merges", false);
  ReadMerges(model.at("merges"));
}

void BpeModel::ReadMerges(const nlohmann::json& merges) {
  merges_ = MergeTable(merges.size());
  std::size_t rank = 0;
  for (const nlohmann::json& merge : merges.get_ref<const nlohmann::json::array_t&>()) {
    if (merge.is_array() && merge.size() == 2) {
      AddMerge(merge[0].get<std::string>(), merge[1].get<std::string>());
      ++rank;
      continue;
    }
    const auto& text = merge.get_ref<const std::string&>();
    if (rank == 0 && text.starts_with("#version")) continue;
    const std::size_t space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) {
      ThrowInput("tokenizer.json: merge {} is not a pair: '{}'", rank, text);
    }
    AddMerge(text.substr(0, space), text.substr(space + 1));
    ++rank;
  }
}

void BpeModel::AddMerge(const std::string& left, const std::string& right) {
  const auto id_of = [&](std::string_view token) {
    const std::optional<TokenId> id = IdOf(token);
    if (!id) {
      ThrowInput(
          "tokenizer.json: the merge of '{}' and '{}' needs '{}', which is not in the "
          "vocabulary",
          left,
          right,
          token);
    }
    return *id;
  };
  const std::size_t prefix = std::min(continuing_prefix_.size(), right.size());
  merges_.Add(id_of(left), id_of(right), id_of(left + right.substr(prefix)));
}

std::vector<TokenId> BpeModel::Tokenize(std::string_view piece) const {
  if (ignore_merges_) {
    if (const std::optional<TokenId> whole = IdOf(piece)) return {*whole};
  }
  return merges_.MergeAll(InitialTokens(piece));
}

TokenId BpeModel::UnknownId() const {
  const std::optional<TokenId> id = IdOf(*unknown_token_);
  if (!id) {
    ThrowInput("tokenizer.json: the unknown token '{}' is not in the vocabulary", *unknown_token_);
  }
  return *id;
}

// A pending unknown token is written before the next known character, as the reference does it:
// byte tokens pass it by.
std::vector<TokenId> BpeModel::InitialTokens(std::string_view piece) const {
  std::vector<TokenId> tokens;
  tokens.reserve(piece.size());
  std::optional<TokenId> pending;
  std::string decorated;
  for (std::size_t at = 0; at < piece.size();) {
    const std::size_t length = DecodeAt(piece, at).length;
    std::string_view character = piece.substr(at, length);
    const bool first = at == 0;
    at += length;
    const bool suffixed = at == piece.size() && !word_suffix_.empty();
    if (suffixed || (!first && !continuing_prefix_.empty())) {
      decorated = (first ? "" : continuing_prefix_) + std::string(character);
      if (suffixed) decorated += word_suffix_;
      character = decorated;
    }
    if (const std::optional<TokenId> id = IdOf(character)) {
      if (pending) tokens.push_back(*std::exchange(pending, std::nullopt));
      tokens.push_back(*id);
      continue;
    }
    if (byte_fallback_) {
      if (const auto bytes = byte_tokens_.Spell(character)) {
        tokens.insert(tokens.end(), bytes->begin(), bytes->end());
        continue;
      }
    }
    if (!unknown_token_) continue;
    if (pending && !fuse_unknown_) tokens.push_back(*pending);
    pending = UnknownId();
  }
  if (pending) tokens.push_back(*pending);
  return tokens;
}

}  // namespace sentei::text
