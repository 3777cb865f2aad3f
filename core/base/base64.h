// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sentei {

/// RFC 4648 base64 with padding and without line breaks.
[[nodiscard]] std::string EncodeBase64(std::string_view bytes);
/// nullopt when `text` is no such base64.
[[nodiscard]] std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace sentei
