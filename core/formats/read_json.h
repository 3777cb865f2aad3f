// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string_view>

namespace sentei::formats {

/// Lists and objects in each other, at most: writing, copying and comparing a value call themselves
/// once for every level.
inline constexpr std::size_t kMaxJsonDepth = 127;

/// Parses JSON from outside. Throws kInput when it is not well-formed, nested deeper than
/// kMaxJsonDepth or holds a number that no double can; the sentence starts with `what`.
[[nodiscard]] nlohmann::json ParseJson(std::string_view text, std::string_view what);
/// Reads a JSON file of at most 256 MB. Throws as ParseJson, and kIo when it cannot be read.
[[nodiscard]] nlohmann::json ReadJsonFile(const std::filesystem::path& path);
/// As ReadJsonFile; the value must be an object.
[[nodiscard]] nlohmann::json ReadJsonObject(const std::filesystem::path& path);

}  // namespace sentei::formats
