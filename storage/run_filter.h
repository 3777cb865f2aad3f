// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sentei::storage {

/// A condition on runs, ready for a WHERE clause: all values are bound, none is part of the text.
struct FilterQuery {
  using Value = std::variant<std::int64_t, double, std::string>;
  std::string where;  ///< "1" for an empty filter
  std::vector<Value> values;
  bool names_trash = false;  ///< it says itself whether runs in the trash are wanted
};

/// Reads expressions such as
///   kind = prune and ppl < 40 and (model ~ smol or not status = completed)
/// Operators: = != < <= > >= and, for text, ~ (contains) and !~; "and", "or", "not", brackets;
/// `none` is a missing value. Numbers may end in %, k, M or G; times are written 2026-11-23 or
/// 2026-11-23T14:05 (UTC). Text compares without regard to case; quote it with ' or " when it holds
/// spaces. `star` and `trashed` are yes or no; `tag = x` holds for runs that have that tag among
/// others. Throws kUsage naming the position of what is wrong; the hint lists what is known.
[[nodiscard]] FilterQuery ParseRunFilter(std::string_view text);

/// The fields that a filter may name, for help texts.
[[nodiscard]] std::vector<std::string> RunFilterFields();

}  // namespace sentei::storage
