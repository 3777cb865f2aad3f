// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sentei::app {

/// "20%", "0.2" -> 0.2. Throws kUsage for anything outside (0, 1).
[[nodiscard]] double ParseShare(const std::string& text);
/// "20%,0.4" -> {0.2, 0.4}. Throws kUsage.
[[nodiscard]] std::vector<double> ParseShareList(const std::string& text);
/// "500M", "2GiB", "123" -> bytes or a count. Throws kUsage.
[[nodiscard]] double ParseQuantity(const std::string& text);
/// "0-2,29" -> {0, 1, 2, 29}. Throws kUsage.
[[nodiscard]] std::vector<std::int64_t> ParseLayerList(const std::string& text);

/// The value that `text` names. Throws kUsage for any other text.
template <typename Enum>
Enum Choose(const std::string& flag,
            const std::string& text,
            const std::map<std::string, Enum>& names) {
  const auto found = names.find(text);
  if (found != names.end()) return found->second;
  std::string known;
  for (const auto& [name, value] : names) known += (known.empty() ? "" : ", ") + name;
  throw Error(ErrorCode::kUsage,
              fmt::format("{} does not take '{}'", flag, text),
              fmt::format("Use one of: {}.", known));
}

}  // namespace sentei::app
