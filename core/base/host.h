// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sentei {

/// The machine a number was measured on.
struct HostDescription {
  std::string processor;       ///< as the system names it, or "unknown processor"
  std::int64_t usable_cores;   ///< cores this process may run on
  std::uint64_t memory_total;  ///< bytes, a container's limit where that is lower
  bool has_avx2 = false;
  bool has_avx512_bf16 = false;
};

[[nodiscard]] HostDescription DescribeHost();

/// Bytes that can be allocated now without swapping, within a container's limit.
[[nodiscard]] std::uint64_t AvailableMemory();
/// Most bytes of this process that were ever resident at once.
[[nodiscard]] std::uint64_t PeakResidentMemory();
/// Bytes of this process resident now.
[[nodiscard]] std::uint64_t ResidentMemory();
/// Bytes free for this user on the file system of `path` or its nearest existing parent.
[[nodiscard]] std::uint64_t FreeDiskSpace(const std::string& path);

/// The value of "Key:  123 kB" in a /proc listing, in bytes; nullopt when absent. For tests too.
[[nodiscard]] std::optional<std::uint64_t> ParseProcBytes(std::string_view listing,
                                                          std::string_view key);

}  // namespace sentei
