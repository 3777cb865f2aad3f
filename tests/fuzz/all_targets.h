// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sentei::fuzz {

/// A fuzz target as a function; it throws what the code under it may not throw.
struct NamedTarget {
  std::string_view name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};

[[nodiscard]] std::span<const NamedTarget> AllTargets();

}  // namespace sentei::fuzz
