// SPDX-License-Identifier: Apache-2.0
// Models that the Hugging Face Hub's own tools have downloaded: found by name, never fetched.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// A model repository of the cache.
struct HubModel {
  std::string name;                ///< "ORG/NAME"
  std::filesystem::path snapshot;  ///< of refs/main; empty where there is none
  std::string missing;             ///< what is not there, one sentence; empty: complete

  [[nodiscard]] bool complete() const { return missing.empty(); }
};
/// The models in a cache, by name; none where there is no cache. Folders that are links, and names
/// that the Hub does not allow, are passed over. Nothing but names of files is read, and a snapshot
/// whose files lead out of its repository counts as not complete.
[[nodiscard]] std::vector<HubModel> ListHubModels(const std::filesystem::path& cache);

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
