// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sentei::text {

/// Properties of a code point that tokenizers ask for, as bits. Each follows the version of Unicode
/// that the reference tokenizer has for it, whatever the version of ICU.
enum CharClass : std::uint16_t {
  kLetter = 1,     ///< general category L (Unicode 16)
  kNumber = 2,     ///< general category N (Unicode 16)
  kNumeric = 4,    ///< general category N (Unicode 17), as digit splitting has it
  kSpace = 8,      ///< White_Space
  kWord = 16,      ///< \w: alphabetic, M, Nd, Pc, join control (Unicode 16)
  kPunct = 32,     ///< general category P (Unicode 8), or ASCII punctuation
  kMark = 64,      ///< general category M (Unicode 9), as StripAccents has it
  kControl = 128,  ///< general category Cc, Cf or Co (Unicode 8) but tab, LF and CR, as BERT has it
  kNonspacing = 256,  ///< general category Mn (Unicode 8), as BERT has it
};

/// The CharClass bits of a code point; 0 outside Unicode.
[[nodiscard]] std::uint16_t ClassOf(char32_t code_point);

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;  ///< bytes, 1 to 4
};

/// The code point that starts at `position`; `utf8` must be well-formed and longer than `position`.
[[nodiscard]] CodePoint DecodeAt(std::string_view utf8, std::size_t position);
/// The code point that ends before `position`; `position` > 0 and on a boundary.
[[nodiscard]] CodePoint DecodeBefore(std::string_view utf8, std::size_t position);
[[nodiscard]] std::string EncodeUtf8(char32_t code_point);

/// `bytes` with every maximal ill-formed subsequence replaced by U+FFFD, the practice recommended
/// by the Unicode Standard (section 3.9) and followed by Rust and Python.
[[nodiscard]] std::string ReplaceInvalidUtf8(std::string_view bytes);

}  // namespace sentei::text
