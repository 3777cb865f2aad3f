// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <cstddef>

namespace sentei::text {

/// Throws kInput when the rules of a tokenizer make of `before` bytes so many that no real
/// tokenizer would: above 16 times as many and 4 MB. Rules come from untrusted files and can
/// multiply.
inline void CheckGrowth(std::size_t before, std::size_t after) {
  constexpr std::size_t kMostTimes = 16;
  constexpr std::size_t kAlwaysFine = std::size_t{4} << 20;
  if (after > kAlwaysFine && after / kMostTimes > before) {
    ThrowInput("The tokenizer's rules make a text of {} bytes longer than {} bytes", before, after);
  }
}

}  // namespace sentei::text
