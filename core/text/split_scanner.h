// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/split_pattern.h"

#include <memory>
#include <string_view>

namespace sentei::text {

/// The split patterns as tokenizer.json spells them.
inline constexpr std::string_view kGpt2Regex =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
inline constexpr std::string_view kLlama3Regex =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
    R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";
inline constexpr std::string_view kQwen2Regex =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
    R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// A hand-written scanner for a well-known regular expression, nullptr for any other: several times
/// as fast as the expression, and with the reference's Unicode version.
[[nodiscard]] std::unique_ptr<const SplitPattern> MakeScannerPattern(std::string_view regex);

}  // namespace sentei::text
