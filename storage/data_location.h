// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace sentei::storage {

/// Where runs and their checkpoints live: `override` if not empty, else $SENTEI_HOME, else
/// $XDG_DATA_HOME/sentei, else ~/.local/share/sentei. Always absolute; not created here. Throws
/// kUsage when no home folder is known.
[[nodiscard]] std::filesystem::path DataDirectory(const std::string& override_path = {});

[[nodiscard]] std::filesystem::path DatabaseFile(const std::filesystem::path& data_directory);
/// The folder of one run: its checkpoints and logs.
[[nodiscard]] std::filesystem::path RunDirectory(const std::filesystem::path& data_directory,
                                                 const std::string& run_id);

}  // namespace sentei::storage
