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

std::uint64_t PairKey(TokenId left, TokenId right) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 |
         static_cast<std::uint32_t>(right);
}

}  // namespace

/// Pairs that may be merged: lowest rank first, then leftmost.
class BpeModel::MergeQueue {
 public:
  struct Candidate {
    std::uint32_t rank = 0;
    std::int64_t left = 0;
    TokenId merged = 0;

    bool operator<(const Candidate& other) const {  // std::priority_queue pops the greatest
      return rank != other.rank ? rank > other.rank : left > other.left;
    }
  };

  void Push(const Merge* merge, std::int64_t left) {
    if (merge != nullptr) queue_.push({merge->rank, left, merge->merged});
  }
  [[nodiscard]] bool empty() const { return queue_.empty(); }
  Candidate Pop() {
    const Candidate top = queue_.top();
    queue_.pop();
    return top;
  }

 private:
  std::priority_queue<Candidate> queue_;
};

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
  ReadMerges(model.at("merges"));
}

void BpeModel::ReadVocabulary(const nlohmann::json& vocabulary) {
  ids_.reserve(vocabulary.size());
  for (const auto& [token, id] : vocabulary.get_ref<const nlohmann::json::object_t&>()) {
    if (!id.is_number_integer() || id < 0 || id > std::numeric_limits<TokenId>::max()) {
      ThrowInput("tokenizer.json: token '{}' has the id {}", token, id.dump());
    }
    ids_.emplace(token, id.get<TokenId>());
  }
  tokens_.reserve(ids_.size());
  for (const auto& [token, id] : ids_) tokens_.insert_or_assign(id, std::string_view(token));
}

void BpeModel::ReadMerges(const nlohmann::json& merges) {
  merges_.reserve(merges.size());
  std::uint32_t rank = 0;
  for (const nlohmann::json& merge : merges.get_ref<const nlohmann::json::array_t&>()) {
    if (merge.is_array() && merge.size() == 2) {
      AddMerge(merge[0].get<std::string>(), merge[1].get<std::string>(), rank++);
      continue;
    }
    const auto& text = merge.get_ref<const std::string&>();
    if (rank == 0 && text.starts_with("#version")) continue;
    const std::size_t space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) {
      ThrowInput("tokenizer.json: merge {} is not a pair: '{}'", rank, text);
    }
    AddMerge(text.substr(0, space), text.substr(space + 1), rank++);
  }
}

void BpeModel::AddMerge(const std::string& left, const std::string& right, std::uint32_t rank) {
  const auto id_of = [&](std::string_view token) {
    const std::optional<TokenId> id = IdOf(token);
    if (!id) {
      ThrowInput(
          "tokenizer.json: merge {} ('{}' + '{}') needs '{}', which is not in the vocabulary",
          rank,
          left,
          right,
          token);
    }
    return *id;
  };
  const std::string_view tail =
      std::string_view(right).substr(std::min(continuing_prefix_.size(), right.size()));
  merges_.insert_or_assign(PairKey(id_of(left), id_of(right)),
                           Merge{rank, id_of(left + std::string(tail))});
}

std::optional<TokenId> BpeModel::IdOf(std::string_view token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string_view> BpeModel::TokenOf(TokenId id) const {
  const auto found = tokens_.find(id);
  return found == tokens_.end() ? std::nullopt : std::optional(found->second);
}

const BpeModel::Merge* BpeModel::FindMerge(TokenId left, TokenId right) const {
  const auto found = merges_.find(PairKey(left, right));
  return found == merges_.end() ? nullptr : &found->second;
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
  return MergeAll(InitialTokens(piece));
}

TokenId BpeModel::UnknownId() const {
  const std::optional<TokenId> id = IdOf(*unknown_token_);
  if (!id) {
    ThrowInput("tokenizer.json: the unknown token '{}' is not in the vocabulary", *unknown_token_);
  }
  return *id;
}

std::vector<TokenId> BpeModel::ByteTokens(std::string_view character) const {
  std::vector<TokenId> tokens;
  for (const char byte : character) {
    const auto id = IdOf(fmt::format("<0x{:02X}>", static_cast<unsigned char>(byte)));
    if (!id) return {};
    tokens.push_back(*id);
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

std::vector<TokenId> BpeModel::MergeAll(const std::vector<TokenId>& tokens) const {
  const auto count = static_cast<std::int64_t>(tokens.size());
  const auto at = [](std::int64_t index) { return static_cast<std::size_t>(index); };
  std::vector<Symbol> symbols(tokens.size());
  MergeQueue queue;
  for (std::int64_t i = 0; i < count; ++i) {
    symbols[at(i)] = {tokens[at(i)], i - 1, i + 1 < count ? i + 1 : -1, true};
    if (i + 1 < count) queue.Push(FindMerge(tokens[at(i)], tokens[at(i + 1)]), i);
  }
  while (!queue.empty()) {
    const MergeQueue::Candidate top = queue.Pop();
    const Symbol& left = symbols[at(top.left)];
    if (!left.alive || left.next < 0) continue;
    const Merge* merge = FindMerge(left.id, symbols[at(left.next)].id);
    // The pair that was queued may be gone: what stands here now must make the same token.
    if (merge != nullptr && merge->merged == top.merged) {
      MergeOne(symbols, top.left, top.merged, queue);
    }
  }
  std::vector<TokenId> merged;
  for (const Symbol& symbol : symbols) {
    if (symbol.alive) merged.push_back(symbol.id);
  }
  return merged;
}

void BpeModel::MergeOne(std::vector<Symbol>& symbols,
                        std::int64_t left,
                        TokenId merged,
                        MergeQueue& queue) const {
  const auto at = [&](std::int64_t index) -> Symbol& {
    return symbols[static_cast<std::size_t>(index)];
  };
  Symbol& symbol = at(left);
  Symbol& right = at(symbol.next);
  symbol.id = merged;
  symbol.next = right.next;
  right.alive = false;
  if (symbol.next >= 0) at(symbol.next).previous = left;
  if (symbol.previous >= 0) {
    queue.Push(FindMerge(at(symbol.previous).id, symbol.id), symbol.previous);
  }
  if (symbol.next >= 0) queue.Push(FindMerge(symbol.id, at(symbol.next).id), left);
}

}  // namespace sentei::text
