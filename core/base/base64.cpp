// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64.h"

#include "core/base/error.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace sentei {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// A search of the alphabet per character would take longer than the decoding.
constexpr std::array<bool, 256> kIsDigit = [] {
  std::array<bool, 256> table{};
  for (const char digit : kAlphabet) table[static_cast<unsigned char>(digit)] = true;
  return table;
}();

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

int Length(std::string_view text) {
  SENTEI_CHECK(text.size() <= std::numeric_limits<int>::max() / 2, "{} bytes", text.size());
  return static_cast<int>(text.size());
}

}  // namespace

std::string EncodeBase64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // the encoder ends it with a NUL
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), Bytes(bytes), Length(bytes));
  text.pop_back();
  return text;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t digits = std::min(text.find('='), text.size());
  const std::size_t padding = text.size() - digits;
  const bool only_digits =
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), [](char c) {
        return kIsDigit[static_cast<unsigned char>(c)];
      });
  if (!only_digits || padding > 2 ||
      text.find_first_not_of('=', digits) != std::string_view::npos) {
    return std::nullopt;
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), Bytes(text), Length(text));
  if (length < 0 || static_cast<std::size_t>(length) != bytes.size()) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

}  // namespace sentei
