// SPDX-License-Identifier: Apache-2.0
#include "core/text/added_tokens.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sentei::text {
namespace {

AddedToken FromJson(const nlohmann::json& json) {
  return {ReplaceInvalidUtf8(json.at("content").get<std::string>()),
          FieldOr(json, "single_word", false),
          FieldOr(json, "lstrip", false),
          FieldOr(json, "rstrip", false),
          FieldOr(json, "normalized", true),
          FieldOr(json, "special", false),
          {}};
}

bool IsWordBefore(std::string_view text, std::size_t position) {
  return position > 0 && (ClassOf(DecodeBefore(text, position).value) & kWord) != 0;
}

bool IsWordAt(std::string_view text, std::size_t position) {
  return position < text.size() && (ClassOf(DecodeAt(text, position).value) & kWord) != 0;
}

std::size_t SpaceStart(std::string_view text, std::size_t position, std::size_t limit) {
  while (position > limit) {
    const CodePoint c = DecodeBefore(text, position);
    if ((ClassOf(c.value) & kSpace) == 0) break;
    position -= c.length;
  }
  return position;
}

std::size_t SpaceEnd(std::string_view text, std::size_t position) {
  while (position < text.size()) {
    const CodePoint c = DecodeAt(text, position);
    if ((ClassOf(c.value) & kSpace) == 0) break;
    position += c.length;
  }
  return position;
}

}  // namespace

AddedTokens::AddedTokens(const nlohmann::json& added_tokens,
                         const TokenModel& model,
                         const Normalizer& normalizer) {
  if (added_tokens.is_null()) return;
  for (const nlohmann::json& json : added_tokens) Register(FromJson(json), model);
  // Of two tokens with one normalised form the first special one is found, else the first.
  std::vector<TokenId> order;
  for (const bool special : {true, false}) {
    for (const nlohmann::json& json : added_tokens) {
      const auto id = ids_.find(json.at("content").get<std::string>());
      if (id != ids_.end() && tokens_.at(id->second).special == special)
        order.push_back(id->second);
    }
  }
  std::vector<ByteTrie::Entry> raw;
  std::vector<ByteTrie::Entry> normalized;
  for (const TokenId id : order) {
    AddedToken& token = tokens_.at(id);
    token.decoded = token.normalized ? normalizer.Normalize(token.content) : token.content;
    (token.normalized ? normalized : raw).emplace_back(token.decoded, id);
  }
  raw_ = ByteTrie(std::move(raw));
  normalized_ = ByteTrie(std::move(normalized));
}

void AddedTokens::Register(const AddedToken& token, const TokenModel& model) {
  if (token.content.empty()) return;
  if (token.special) special_.insert(token.content);
  TokenId id = 0;
  if (const std::optional<TokenId> known = IdOf(token.content)) {
    id = *known;
  } else if (const std::optional<TokenId> in_model = model.IdOf(token.content)) {
    id = *in_model;
  } else {
    id = NewId(model);
    ++beyond_model_;
  }
  ids_.insert_or_assign(token.content, id);
  tokens_.insert_or_assign(id, token);
  greatest_id_ = std::max(greatest_id_, id);
}

TokenId AddedTokens::NewId(const TokenModel& model) const {
  if (greatest_id_ == std::numeric_limits<TokenId>::max()) {
    ThrowInput("tokenizer.json: no id is left for an added token behind {}", greatest_id_);
  }
  return std::max(greatest_id_ + 1, static_cast<TokenId>(model.vocab_size()));
}

std::optional<TokenId> AddedTokens::IdOf(std::string_view token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

const AddedToken* AddedTokens::Find(TokenId id) const {
  const auto found = tokens_.find(id);
  return found == tokens_.end() ? nullptr : &found->second;
}

std::vector<TokenOrText> AddedTokens::SplitRaw(std::string_view text) const {
  return Split(text, raw_);
}

std::vector<TokenOrText> AddedTokens::SplitNormalized(std::string_view text) const {
  return Split(text, normalized_);
}

// A match that single_word rejects still hides what begins inside it.
std::vector<TokenOrText> AddedTokens::Split(std::string_view text, const ByteTrie& tree) const {
  std::vector<TokenOrText> parts;
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size();) {
    const ByteTrie::Hit hit = tree.LongestAt(text, at);
    if (hit.value < 0) {
      ++at;
      continue;
    }
    const AddedToken& token = tokens_.at(hit.value);
    std::size_t begin = at;
    std::size_t end = at += hit.length;
    if (token.single_word && (IsWordBefore(text, begin) || IsWordAt(text, end))) continue;
    if (token.strip_left) begin = SpaceStart(text, begin, std::min(done, begin));
    if (token.strip_right) end = SpaceEnd(text, end);
    if (done < begin) parts.push_back({std::nullopt, done, begin});
    parts.push_back({hit.value, begin, end});
    done = end;
  }
  if (done < text.size()) parts.push_back({std::nullopt, done, text.size()});
  return parts;
}

}  // namespace sentei::text
