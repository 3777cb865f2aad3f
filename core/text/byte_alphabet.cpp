// SPDX-License-Identifier: Apache-2.0
#include "core/text/byte_alphabet.h"

#include "core/text/unicode.h"

#include <array>
#include <cstdint>

namespace sentei::text {
namespace {

constexpr std::size_t kAlphabetEnd = 0x100 + 68;

bool WritesItself(unsigned byte) {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

struct Alphabet {
  std::array<std::string, 256> spelling;         ///< UTF-8 by byte
  std::array<std::int16_t, kAlphabetEnd> bytes;  ///< byte by code point, -1 for none
};

Alphabet BuildAlphabet() {
  Alphabet alphabet;
  alphabet.bytes.fill(-1);
  char32_t next = 0x100;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const char32_t c = WritesItself(byte) ? byte : next++;
    alphabet.spelling[byte] = EncodeUtf8(c);
    alphabet.bytes[c] = static_cast<std::int16_t>(byte);
  }
  return alphabet;
}

const Alphabet& TheAlphabet() {
  static const Alphabet alphabet = BuildAlphabet();
  return alphabet;
}

}  // namespace

std::string ToByteAlphabet(std::string_view text) {
  const Alphabet& alphabet = TheAlphabet();
  std::string spelled;
  spelled.reserve(text.size() * 2);
  for (const char byte : text) spelled += alphabet.spelling[static_cast<unsigned char>(byte)];
  return spelled;
}

std::optional<std::string> FromByteAlphabet(std::string_view token) {
  const Alphabet& alphabet = TheAlphabet();
  std::string bytes;
  for (std::size_t at = 0; at < token.size();) {
    const CodePoint c = DecodeAt(token, at);
    at += c.length;
    if (c.value >= kAlphabetEnd || alphabet.bytes[c.value] < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(alphabet.bytes[c.value]));
  }
  return bytes;
}

}  // namespace sentei::text
