// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sentei {

/// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool IsUtf8(std::string_view text);

}  // namespace sentei
