// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sentei::storage {

/// What the tables keep of a run's spec beside its JSON; absent keys stay empty. Text that is no
/// spec gives the defaults, nothing is thrown.
struct SpecColumns {
  std::string kind = "prune";
  std::string note;
  std::string criterion;
  std::string profile;
  std::string source_run;        ///< export: the run whose result is written
  std::string verify_directory;  ///< verify: the export that is opened
  std::optional<double> target;
  std::optional<double> learning_rate;
  std::uint64_t seed = 0;
  std::int64_t steps = 0;
};
[[nodiscard]] SpecColumns ColumnsOf(const std::string& spec_json);

/// The name of a model's folder, or of its file without ".gguf".
[[nodiscard]] std::string ModelName(const std::string& path);

}  // namespace sentei::storage
