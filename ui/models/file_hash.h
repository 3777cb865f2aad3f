// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace sentei::ui {

/// SHA-256 (hex) of a file, piece by piece; nothing when it was stopped. `progress` is called with
/// the bytes read so far, a few times a second, on the calling thread. Throws kInput or kIo.
[[nodiscard]] std::optional<std::string> HashFile(
    const std::filesystem::path& path,
    const std::function<void(std::uint64_t)>& progress,
    const std::stop_token& stop);

}  // namespace sentei::ui
