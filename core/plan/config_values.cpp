// SPDX-License-Identifier: Apache-2.0
#include "core/plan/config_values.h"

#include "core/base/error.h"

#include <cmath>

namespace sentei::plan {

using nlohmann::json;

std::string Shown(const json& value) {
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= 60 ? text : text.substr(0, 60) + "...";
}

const json* Get(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::int64_t ToSize(const json& value, std::string_view key, std::int64_t limit) {
  if (!value.is_number_integer()) {
    ThrowInput("the configuration's {} is {}, which is no whole number", key, Shown(value));
  }
  const bool too_large = value.is_number_unsigned()
                             ? value.get<std::uint64_t>() > static_cast<std::uint64_t>(limit)
                             : value.get<std::int64_t>() > limit;  // GGUF has signed numbers too
  if (too_large || value.get<std::int64_t>() < 1) {
    ThrowInput("the configuration's {} is {}, outside 1 to {}", key, Shown(value), limit);
  }
  return value.get<std::int64_t>();
}

std::int64_t Size(const json& config, const char* key, std::int64_t limit) {
  const json* value = Get(config, key);
  if (value == nullptr) ThrowInput("the configuration does not say {}", key);
  return ToSize(*value, key, limit);
}

std::int64_t SizeOr(const json& config,
                    const char* key,
                    std::int64_t limit,
                    std::int64_t fallback) {
  const json* value = Get(config, key);
  return value == nullptr ? fallback : ToSize(*value, key, limit);
}

double PositiveOr(const json& config, const char* key, double fallback) {
  const json* value = Get(config, key);
  if (value == nullptr) return fallback;
  if (!value->is_number()) {
    ThrowInput("the configuration's {} is {}, which is no number", key, Shown(*value));
  }
  const double number = value->get<double>();
  if (!std::isfinite(number) || number <= 0.0) {
    ThrowInput("the configuration's {} is {}, but it must be above zero", key, Shown(*value));
  }
  return number;
}

bool FlagOr(const json& config, const char* key, bool fallback) {
  const json* value = Get(config, key);
  if (value == nullptr) return fallback;
  if (!value->is_boolean()) {
    ThrowInput("the configuration's {} is {}, but it must be true or false", key, Shown(*value));
  }
  return value->get<bool>();
}

std::string TextOr(const json& config, const char* key, std::string fallback) {
  const json* value = Get(config, key);
  if (value == nullptr) return fallback;
  if (!value->is_string()) {
    ThrowInput("the configuration's {} is {}, which is no text", key, Shown(*value));
  }
  return value->get<std::string>();
}

}  // namespace sentei::plan
