// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace sentei::plan {

/// Tables of (enumerator, name) pairs: the one place where a word of a file or flag is defined.
template <typename Table, typename Enum>
[[nodiscard]] std::string_view NameIn(const Table& table, Enum value) {
  for (const auto& [key, name] : table) {
    if (key == value) return name;
  }
  throw LogicError("an enumerator without a name");
}

/// Throws kUsage listing the known names.
template <typename Table>
[[nodiscard]] auto ParseIn(const Table& table, std::string_view what, std::string_view text) {
  std::string known;
  for (const auto& [key, name] : table) {
    if (name == text) return key;
    known += known.empty() ? "" : ", ";
    known += name;
  }
  throw Error(ErrorCode::kUsage,
              fmt::format("'{}' is no {}", text, what),
              fmt::format("Use one of: {}.", known));
}

}  // namespace sentei::plan
