// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace sentei {

/// Numbers as people read them; never parse these. Bytes are decimal, as file managers show them.

/// "512 B", "94.1 MB", "1.25 GB": three significant digits, 1 kB = 1000 B.
[[nodiscard]] std::string FormatBytes(std::uint64_t bytes);
/// Every digit with separators: "134,515,008".
[[nodiscard]] std::string FormatCount(std::int64_t count);
/// Short: "812", "135 M", "6.74 B".
[[nodiscard]] std::string FormatCountShort(std::int64_t count);
/// "0.42 s", "12.3 s", "3 min 07 s", "2 h 05 min", "3 d 4 h".
[[nodiscard]] std::string FormatDuration(double seconds);
/// A share as per cent with one decimal: 0.2 -> "20.0 %".
[[nodiscard]] std::string FormatShare(double share);

}  // namespace sentei
