// SPDX-License-Identifier: Apache-2.0
// Models that the Hugging Face Hub's own tools have downloaded: found by name, never fetched.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sentei::formats {

/// Whether a text can be the "ORG/NAME" of a repository by the Hub's rules: two parts of letters,
/// digits, ".", "_" and "-", neither beginning nor ending with "." or "-", at most 96 long, with
/// no ".." or "--" and no ".git" at the end.
[[nodiscard]] bool IsHubName(std::string_view text);

/// $HF_HUB_CACHE, else $HF_HOME/hub, else ${XDG_CACHE_HOME:-~/.cache}/huggingface/hub, as the Hub's
/// tools have it; empty where no variable says.
[[nodiscard]] std::filesystem::path HubCacheDir();

/// The folder of the commit that refs/main of a downloaded repository names. Throws kInput with the
/// remedy when it is not in `cache` or not complete.
[[nodiscard]] std::filesystem::path FindHubSnapshot(std::string_view name,
                                                    const std::filesystem::path& cache);

struct HubRepository {
  std::filesystem::path folder;  ///< .../models--ORG--NAME
  std::string name;              ///< "ORG/NAME"
};
/// The repository that a folder is a snapshot of, or lies in one of. `folder` is canonical; only
/// its name is looked at.
[[nodiscard]] std::optional<HubRepository> RepositoryOfSnapshot(
    const std::filesystem::path& folder);

/// What to do about a missing part; `hub_name` may be empty.
[[nodiscard]] std::string DownloadHint(std::string_view hub_name);

}  // namespace sentei::formats
