// SPDX-License-Identifier: Apache-2.0
#include "core/run/spec_diff.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sentei::run {
namespace {

using nlohmann::json;
using Settings = std::map<std::string, std::string>;
constexpr const char* kAbsent = "–";

std::string LeafText(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void Collect(const std::string& path, const json& value, Settings& settings) {
  if (!value.is_structured() || value.empty()) {
    settings[path] = LeafText(value);
    return;
  }
  for (const auto& [key, child] : value.items()) {
    Collect(path.empty() ? key : path + "." + key, child, settings);
  }
}

Settings Flatten(const json& spec) {
  Settings settings;
  if (spec.is_structured() && !spec.empty()) Collect({}, spec, settings);
  return settings;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> FlattenSettings(const json& spec) {
  const Settings settings = Flatten(spec);
  return {settings.begin(), settings.end()};
}

std::vector<SettingDifference> DiffSettings(const std::vector<json>& specs) {
  std::map<std::string, std::vector<std::string>> by_path;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    for (auto& [path, text] : Flatten(specs[i])) {
      auto& values = by_path.try_emplace(path, specs.size(), kAbsent).first->second;
      values[i] = text;
    }
  }
  std::vector<SettingDifference> differences;
  for (auto& [path, values] : by_path) {
    if (std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end()) {
      differences.push_back({path, std::move(values)});
    }
  }
  return differences;
}

}  // namespace sentei::run
