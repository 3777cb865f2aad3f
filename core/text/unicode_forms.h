// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sentei::text {

enum class UnicodeForm : std::uint8_t { kNfc, kNfd, kNfkc, kNfkd };

/// `text` (well-formed UTF-8, below 1 GB) in a normalisation form of Unicode 9, as the reference
/// tokenizer has it: characters of later versions stay as they are. Throws kInput for a longer
/// text.
[[nodiscard]] std::string ToForm(UnicodeForm form, std::string_view text);

/// Every code point in lower case by itself, without context, after Unicode 17.
[[nodiscard]] std::string ToLowerCase(std::string_view text);

}  // namespace sentei::text
