// SPDX-License-Identifier: Apache-2.0
#include "core/text/word_piece_model.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace sentei::text {
namespace {

constexpr std::size_t kLongestToken = 1024;  // bytes; looking for tokens takes its square

std::int64_t CountCharacters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
}

}  // namespace

WordPieceModel::WordPieceModel(const nlohmann::json& model)
    : TokenModel(Vocabulary::FromObject(model.at("vocab"))),
      unknown_token_(FieldOr<std::string>(model, "unk_token", "[UNK]")),
      continuing_prefix_(FieldOr<std::string>(model, "continuing_subword_prefix", "##")),
      most_characters_(FieldOr<std::int64_t>(model, "max_input_chars_per_word", 100)) {
  for (const auto& [token, id] : vocabulary().ids()) {
    longest_token_ = std::max(longest_token_, token.size());
  }
  if (longest_token_ > kLongestToken) {
    ThrowInput(
        "tokenizer.json: a token has {} bytes; the limit is {}", longest_token_, kLongestToken);
  }
}

std::vector<TokenId> WordPieceModel::Unknown() const {
  const std::optional<TokenId> id = IdOf(unknown_token_);
  if (!id) {
    ThrowInput("tokenizer.json: the unknown token '{}' is not in the vocabulary", unknown_token_);
  }
  return {*id};
}

std::vector<TokenId> WordPieceModel::Tokenize(std::string_view piece) const {
  if (CountCharacters(piece) > most_characters_) return Unknown();
  std::vector<TokenId> tokens;
  std::string candidate;
  for (std::size_t begin = 0; begin < piece.size();) {
    std::size_t end = std::min(piece.size(), begin + longest_token_);
    while (end < piece.size() && (piece[end] & 0xC0) == 0x80) --end;
    std::optional<TokenId> token;
    while (end > begin) {
      candidate = begin == 0 ? std::string() : continuing_prefix_;
      candidate += piece.substr(begin, end - begin);
      token = IdOf(candidate);
      if (token) break;
      end -= DecodeBefore(piece, end).length;
    }
    if (!token) return Unknown();
    tokens.push_back(*token);
    begin = end;
  }
  return tokens;
}

}  // namespace sentei::text
