// SPDX-License-Identifier: Apache-2.0
#include "ui/models/token_pieces.h"

#include "core/base/utf8.h"
#include "core/text/byte_alphabet.h"
#include "ui/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>

namespace sentei::ui {
namespace {

constexpr std::string_view kSpaceMark = "\u2581";

bool IsByteLevel(const nlohmann::json& tokenizer_json) {
  const auto decoder = tokenizer_json.find("decoder");
  if (decoder == tokenizer_json.end()) return false;
  return decoder->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
             .find("\"ByteLevel\"") != std::string::npos;
}

std::unordered_set<std::int64_t> SpecialIds(const nlohmann::json& tokenizer_json) {
  std::unordered_set<std::int64_t> ids;
  const auto added = tokenizer_json.find("added_tokens");
  if (added == tokenizer_json.end() || !added->is_array()) return ids;
  for (const nlohmann::json& token : *added) {
    if (token.is_object() && token.value("special", false)) ids.insert(token.value("id", -1));
  }
  return ids;
}

// The byte of "<0xE3>".
std::optional<std::string> FallbackByte(std::string_view token) {
  if (token.size() != 6 || token.substr(0, 3) != "<0x" || token.back() != '>') return std::nullopt;
  const std::string digits(token.substr(3, 2));
  if (digits.find_first_not_of("0123456789ABCDEFabcdef") != std::string::npos) return std::nullopt;
  return std::string(1, static_cast<char>(std::stoi(digits, nullptr, 16)));
}

std::string WithSpaces(std::string_view token) {
  std::string spaced;
  while (!token.empty()) {
    const bool marked = token.substr(0, kSpaceMark.size()) == kSpaceMark;
    spaced.push_back(marked ? ' ' : token.front());
    token.remove_prefix(marked ? kSpaceMark.size() : 1);
  }
  return spaced;
}

QString HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    hex += fmt::format("{}{:02X}", hex.empty() ? "" : " ", static_cast<unsigned char>(byte));
  }
  return ToQString(hex);
}

TokenPiece BytesPiece(text::TokenId id, const std::string& bytes, bool spelled_as_byte) {
  if (IsUtf8(bytes) && !spelled_as_byte) {
    return {.id = id, .text = PieceText(bytes), .kind = TokenPiece::Kind::kText};
  }
  return {.id = id, .text = HexOf(bytes), .kind = TokenPiece::Kind::kBytes};
}

}  // namespace

QString PieceText(std::string_view text) {
  QString shown;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    shown += Shown(text.substr(begin, end - begin));
    if (end == text.size()) break;
    shown += QChar(0x21b5);
    begin = end + 1;
  }
  return shown;
}

std::vector<TokenPiece> PiecesOf(const text::ModelTokenizer& tokenizer,
                                 std::span<const text::TokenId> ids) {
  const bool byte_level = IsByteLevel(tokenizer.tokenizer_json);
  const std::unordered_set<std::int64_t> special = SpecialIds(tokenizer.tokenizer_json);
  std::vector<TokenPiece> pieces;
  pieces.reserve(ids.size());
  for (const text::TokenId id : ids) {
    const std::string token = tokenizer.tokenizer.TokenOf(id);
    if (special.contains(id)) {
      pieces.push_back({.id = id, .text = Shown(token), .kind = TokenPiece::Kind::kSpecial});
    } else if (const auto bytes = byte_level ? text::FromByteAlphabet(token) : std::nullopt) {
      pieces.push_back(BytesPiece(id, *bytes, false));
    } else if (const auto byte = FallbackByte(token)) {
      pieces.push_back(BytesPiece(id, *byte, true));
    } else {
      pieces.push_back({.id = id, .text = PieceText(WithSpaces(token))});
    }
  }
  return pieces;
}

}  // namespace sentei::ui
