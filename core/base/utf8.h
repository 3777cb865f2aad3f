// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace sentei {

/// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool IsUtf8(std::string_view text);

/// The character that a text begins with.
struct Utf8Character {
  std::size_t length = 0;  ///< in bytes; 0: the first byte begins no well-formed character
  char32_t code = 0;
};
[[nodiscard]] Utf8Character FirstCharacter(std::string_view text);

/// Characters that change how the text around them is shown: C0 and C1 controls, DEL, line and
/// paragraph separators, and the marks, embeddings and isolates of bidirectional text.
[[nodiscard]] bool IsControlCharacter(char32_t code);

}  // namespace sentei
