// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/split_pattern.h"

#include <memory>
#include <string_view>

namespace sentei::text {

/// A hand-written scanner for a well-known regular expression, nullptr for any other: several times
/// as fast as the expression, and with the reference's Unicode version.
[[nodiscard]] std::unique_ptr<const SplitPattern> MakeScannerPattern(std::string_view regex);

}  // namespace sentei::text
