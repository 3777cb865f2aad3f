// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string_view>

namespace sentei::engine {

/// Write a whole file, synced. Throw kIo.
void WriteText(std::string_view text, const std::filesystem::path& file);
/// Indented by two spaces; bytes that are no UTF-8 become U+FFFD.
void WriteJson(const nlohmann::json& json, const std::filesystem::path& file);

}  // namespace sentei::engine
