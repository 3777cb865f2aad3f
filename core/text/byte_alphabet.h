// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sentei::text {

/// Every byte of `text` as the printable character that GPT-2's byte-level BPE writes for it
/// (Radford et al. 2019): space becomes U+0120, line feed U+010A.
[[nodiscard]] std::string ToByteAlphabet(std::string_view text);
/// The bytes that `token` stands for; nullopt when one of its characters is not in the alphabet.
[[nodiscard]] std::optional<std::string> FromByteAlphabet(std::string_view token);

}  // namespace sentei::text
