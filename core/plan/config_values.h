// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sentei::plan {

// Settings of a config.json, each checked for its kind and range. All throw kInput naming the
// setting and its value.

/// The value as a message can quote it: short, and UTF-8 whatever the file held.
[[nodiscard]] std::string Shown(const nlohmann::json& value);
/// The setting, or nullptr where it is absent or null.
[[nodiscard]] const nlohmann::json* Get(const nlohmann::json& object, const char* key);
/// `value` as a whole number from 1 to `limit`.
[[nodiscard]] std::int64_t ToSize(const nlohmann::json& value,
                                  std::string_view key,
                                  std::int64_t limit);
[[nodiscard]] std::int64_t Size(const nlohmann::json& config, const char* key, std::int64_t limit);
[[nodiscard]] std::int64_t SizeOr(const nlohmann::json& config,
                                  const char* key,
                                  std::int64_t limit,
                                  std::int64_t fallback);
/// A finite number above zero.
[[nodiscard]] double PositiveOr(const nlohmann::json& config, const char* key, double fallback);
[[nodiscard]] bool FlagOr(const nlohmann::json& config, const char* key, bool fallback);
[[nodiscard]] std::string TextOr(const nlohmann::json& config,
                                 const char* key,
                                 std::string fallback);

}  // namespace sentei::plan
