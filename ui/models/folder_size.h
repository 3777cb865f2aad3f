// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace sentei::ui {

/// Bytes of all files below a folder, links not followed; what cannot be read counts nothing. Any
/// thread.
[[nodiscard]] std::uint64_t FolderSize(const std::filesystem::path& folder);

}  // namespace sentei::ui
