// SPDX-License-Identifier: Apache-2.0
#include "core/base/untrusted_text.h"

#include "core/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace sentei {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kMarkdownSigns = "\\`*_{}[]<>#|!~&";

/// Takes the first character, or the first byte where there is none, and gives both.
struct Piece {
  std::string_view bytes;
  Utf8Character character;
};

Piece TakePiece(std::string_view& text) {
  const Utf8Character character = FirstCharacter(text);
  const std::string_view bytes = text.substr(0, std::max<std::size_t>(character.length, 1));
  text.remove_prefix(bytes.size());
  return {bytes, character};
}

std::string EscapeControls(std::string_view text, std::string_view kept) {
  std::string safe;
  while (!text.empty()) {
    const auto [bytes, character] = TakePiece(text);
    if (character.length == 0) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[0]));
    } else if (!IsControlCharacter(character.code) || kept.find(bytes) != std::string_view::npos) {
      safe += bytes;
    } else {
      const auto code = static_cast<unsigned>(character.code);
      safe += code < 0x100 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
    }
  }
  return safe;
}

}  // namespace

std::string Printable(std::string_view text) { return EscapeControls(text, {}); }

std::string PrintableLines(std::string_view text) { return EscapeControls(text, "\n\t"); }

std::string EscapeMarkdown(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const auto [bytes, character] = TakePiece(text);
    if (character.length == 0) {
      safe += kReplacement;
    } else if (IsControlCharacter(character.code)) {
      safe += ' ';
    } else {
      if (kMarkdownSigns.find(bytes) != std::string_view::npos) safe += '\\';
      safe += bytes;
    }
  }
  return safe;
}

std::string QuoteYaml(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const auto [bytes, character] = TakePiece(text);
    const auto code = static_cast<unsigned>(character.code);
    const bool unprintable =
        IsControlCharacter(character.code) || code == 0xFEFF || (code & 0xFFFEU) == 0xFFFE;
    if (character.length == 0) {
      quoted += kReplacement;
    } else if (code == '"' || code == '\\') {
      quoted += fmt::format("\\{}", bytes);
    } else if (unprintable) {
      quoted += code > 0xFFFF ? fmt::format("\\U{:08x}", code) : fmt::format("\\u{:04x}", code);
    } else {
      quoted += bytes;
    }
  }
  return quoted + '"';
}

}  // namespace sentei
