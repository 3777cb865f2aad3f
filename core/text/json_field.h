// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace sentei::text {

/// json[key], or `fallback` when the key is absent or null. Throws nlohmann::json::type_error for a
/// value of another type (translated where tokenizer.json is read).
template <typename T>
[[nodiscard]] T FieldOr(const nlohmann::json& json, std::string_view key, T fallback) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? fallback : found->template get<T>();
}

/// The "type" of a component of tokenizer.json.
[[nodiscard]] inline std::string TypeOf(const nlohmann::json& json) {
  return json.at("type").get<std::string>();
}

}  // namespace sentei::text
