// SPDX-License-Identifier: Apache-2.0
#include "core/text/bpe_model.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <queue>
#include <utility>

namespace sentei::text {
namespace {

constexpr std::size_t kCachedWordBytes = 128;
constexpr std::size_t kCachedWords = 50'000;
constexpr TokenId kNoToken = -1;

}  // namespace

/// Words met before. A full cache stays as it is: natural text has its frequent words early.
class BpeModel::WordCache {
 public:
  bool Append(std::string_view word, std::vector<TokenId>& ids) {
    const std::lock_guard lock(mutex_);
    const auto found = words_.find(word);
    if (found == words_.end()) return false;
    ids.insert(ids.end(), found->second.begin(), found->second.end());
    return true;
  }
  void Store(std::string_view word, std::vector<TokenId> tokens) {
    const std::lock_guard lock(mutex_);
    if (words_.size() < kCachedWords) words_.try_emplace(std::string(word), std::move(tokens));
  }

 private:
  std::mutex mutex_;
  StringMap<std::vector<TokenId>> words_;
};

BpeModel::~BpeModel() = default;
BpeModel::BpeModel(BpeModel&&) noexcept = default;
BpeModel& BpeModel::operator=(BpeModel&&) noexcept = default;

BpeModel::BpeModel(const nlohmann::json& model) : cache_(std::make_unique<WordCache>()) {
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
  ReadVocabulary(model.at("vocab"));
  byte_tokens_ = FindByteTokens();
  ReadMerges(model.at("merges"));
}

void BpeModel::ReadVocabulary(const nlohmann::json& vocabulary) {
  ids_.reserve(vocabulary.size());
  for (const auto& [token, id] : vocabulary.get_ref<const nlohmann::json::object_t&>()) {
    if (!id.is_number_integer() || id < 0 || id > std::numeric_limits<TokenId>::max()) {
      ThrowInput("tokenizer.json: token '{}' has the id {}", token, id.dump());
    }
    if (ReplaceInvalidUtf8(token) != token) {
      ThrowInput("tokenizer.json: the token with the id {} is no UTF-8 text", id.dump());
    }
    ids_.emplace(token, id.get<TokenId>());
  }
  tokens_.reserve(ids_.size());
  for (const auto& [token, id] : ids_) tokens_.insert_or_assign(id, std::string_view(token));
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

std::optional<TokenId> BpeModel::IdOf(std::string_view token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string_view> BpeModel::TokenOf(TokenId id) const {
  const auto found = tokens_.find(id);
  return found == tokens_.end() ? std::nullopt : std::optional(found->second);
}

void BpeModel::AppendTokens(std::string_view piece, std::vector<TokenId>& ids) const {
  const bool cached = piece.size() <= kCachedWordBytes;
  if (cached && cache_->Append(piece, ids)) return;
  std::vector<TokenId> tokens = Tokenize(piece);
  ids.insert(ids.end(), tokens.begin(), tokens.end());
  if (cached) cache_->Store(piece, std::move(tokens));
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

std::array<TokenId, 256> BpeModel::FindByteTokens() const {
  std::array<TokenId, 256> tokens{};
  for (unsigned byte = 0; byte < tokens.size(); ++byte) {
    tokens[byte] = IdOf(fmt::format("<0x{:02X}>", byte)).value_or(kNoToken);
  }
  return tokens;
}

/// The byte tokens of a character; empty when one of them is not in the vocabulary.
std::vector<TokenId> BpeModel::ByteTokens(std::string_view character) const {
  std::vector<TokenId> tokens;
  for (const char byte : character) {
    const TokenId id = byte_tokens_[static_cast<unsigned char>(byte)];
    if (id == kNoToken) return {};
    tokens.push_back(id);
  }
  return tokens;
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
      const std::vector<TokenId> bytes = ByteTokens(character);
      tokens.insert(tokens.end(), bytes.begin(), bytes.end());
      if (!bytes.empty()) continue;
    }
    if (!unknown_token_) continue;
    if (pending && !fuse_unknown_) tokens.push_back(*pending);
    pending = UnknownId();
  }
  if (pending) tokens.push_back(*pending);
  return tokens;
}

}  // namespace sentei::text
