// SPDX-License-Identifier: Apache-2.0
#include "core/text/unigram_model.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace sentei::text {
namespace {

constexpr double kUnknownPenalty = 10.0;
constexpr TokenId kUnspelled = -1;

std::vector<std::string> TokensOf(const nlohmann::json& vocab) {
  std::vector<std::string> tokens;
  for (const nlohmann::json& entry : vocab.get_ref<const nlohmann::json::array_t&>()) {
    tokens.push_back(entry.at(0).get<std::string>());
    if (ReplaceInvalidUtf8(tokens.back()) != tokens.back()) {
      ThrowInput("tokenizer.json: the token with the id {} is no UTF-8 text", tokens.size() - 1);
    }
  }
  return tokens;
}

std::vector<double> ScoresOf(const nlohmann::json& vocab) {
  std::vector<double> scores;
  for (const nlohmann::json& entry : vocab) scores.push_back(entry.at(1).get<double>());
  return scores;
}

ByteTrie TrieOf(const Vocabulary& vocabulary) {
  std::vector<ByteTrie::Entry> entries;
  entries.reserve(vocabulary.ids().size());
  for (const auto& [token, id] : vocabulary.ids()) entries.emplace_back(token, id);
  return ByteTrie(std::move(entries));
}

}  // namespace

/// How the best way into a place in the text arrives there.
struct UnigramModel::Arrival {
  std::size_t from = 0;  ///< where its last token begins
  TokenId token = kUnspelled;
  bool reached = false;
  double score = 0;
};

UnigramModel::UnigramModel(const nlohmann::json& model)
    : UnigramModel(model, TokensOf(model.at("vocab"))) {}

UnigramModel::UnigramModel(const nlohmann::json& model, std::vector<std::string> tokens)
    : TokenModel(Vocabulary::FromList(tokens)),
      scores_(ScoresOf(model.at("vocab"))),
      byte_fallback_(FieldOr(model, "byte_fallback", false)),
      trie_(TrieOf(vocabulary())),
      byte_tokens_(vocabulary()) {
  const auto unknown = FieldOr<std::int64_t>(model, "unk_id", -1);
  if (unknown >= vocab_size() || unknown < -1) {
    ThrowInput(
        "tokenizer.json: unk_id is {}, but the vocabulary has {} tokens", unknown, vocab_size());
  }
  if (unknown >= 0) unknown_id_ = static_cast<TokenId>(unknown);
  const auto least = std::min_element(scores_.begin(), scores_.end());
  unknown_score_ = (least == scores_.end() ? 0.0 : *least) - kUnknownPenalty;
}

TokenId UnigramModel::UnknownId() const {
  if (!unknown_id_) {
    ThrowInput("tokenizer.json: the text holds an unknown character, but there is no unk_id");
  }
  return *unknown_id_;
}

/// For every byte of the text and its end: how the best way arrives there.
std::vector<UnigramModel::Arrival> UnigramModel::BestWay(std::string_view piece) const {
  std::vector<Arrival> arrivals(piece.size() + 1);
  const auto offer = [&](std::size_t from, std::size_t length, TokenId token, double score) {
    Arrival& arrival = arrivals[from + length];
    const double total = arrivals[from].score + score;
    if (!arrival.reached || total > arrival.score) arrival = {from, token, true, total};
  };
  for (std::size_t at = 0; at < piece.size();) {
    const std::size_t character = DecodeAt(piece, at).length;
    bool spelled = false;
    trie_.ForEachAt(piece, at, [&](TokenId token, std::size_t length) {
      offer(at, length, token, scores_[static_cast<std::size_t>(token)]);
      spelled = spelled || length == character;
    });
    if (!spelled) offer(at, character, kUnspelled, unknown_score_);
    at += character;
  }
  return arrivals;
}

std::vector<TokenId> UnigramModel::Tokenize(std::string_view piece) const {
  const std::vector<Arrival> arrivals = BestWay(piece);
  std::vector<TokenId> ids;  // from the end
  std::size_t unspelled_end = 0;
  for (std::size_t end = piece.size(); end > 0;) {
    const auto& [from, token, reached, score] = arrivals[end];
    const bool unspelled = token == kUnspelled || token == unknown_id_;
    if (unspelled && unspelled_end == 0) unspelled_end = end;
    if (!unspelled) {
      if (unspelled_end > 0) AppendUnspelled(piece.substr(end, unspelled_end - end), ids);
      unspelled_end = 0;
      ids.push_back(token);
    }
    end = from;
  }
  if (unspelled_end > 0) AppendUnspelled(piece.substr(0, unspelled_end), ids);
  std::reverse(ids.begin(), ids.end());
  return ids;
}

// A run of unknown characters may spell a token that the best way passed by: the reference looks.
void UnigramModel::AppendUnspelled(std::string_view text, std::vector<TokenId>& ids) const {
  if (const std::optional<TokenId> token = IdOf(text)) {
    ids.push_back(*token);
    return;
  }
  const auto bytes = byte_fallback_ ? byte_tokens_.Spell(text) : std::nullopt;
  if (bytes) {
    ids.insert(ids.end(), bytes->rbegin(), bytes->rend());
  } else {
    ids.push_back(UnknownId());
  }
}

}  // namespace sentei::text
