// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>

namespace sentei::formats {

/// Reads a JSON file of at most 256 MB. Throws kInput with the file and the place of the first
/// fault, kIo when it cannot be read.
[[nodiscard]] nlohmann::json ReadJsonFile(const std::filesystem::path& path);
/// As ReadJsonFile; the value must be an object.
[[nodiscard]] nlohmann::json ReadJsonObject(const std::filesystem::path& path);

}  // namespace sentei::formats
