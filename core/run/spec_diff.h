// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace sentei::run {

/// One setting that differs between runs.
struct SettingDifference {
  std::string path;                 ///< "train.learning_rate", "budget.layers.0.layer"
  std::vector<std::string> values;  ///< per run, as JSON text; strings bare; "–" where absent
};

/// Every leaf of a spec's JSON as path and text, sorted by path. Strings stand without quotes.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> FlattenSettings(
    const nlohmann::json& spec);

/// The settings in which the given specs are not all equal, sorted by path.
[[nodiscard]] std::vector<SettingDifference> DiffSettings(const std::vector<nlohmann::json>& specs);

}  // namespace sentei::run
