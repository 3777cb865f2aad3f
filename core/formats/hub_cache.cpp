// SPDX-License-Identifier: Apache-2.0
#include "core/formats/hub_cache.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRepositoryPrefix = "models--";
constexpr std::size_t kLongestPart = 96;
constexpr std::size_t kCommitDigits = 40;

bool IsOf(std::string_view text, std::string_view signs) {
  return text.find_first_not_of(signs) == std::string_view::npos;
}

bool IsHubNamePart(std::string_view part) {
  constexpr std::string_view kSigns =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  constexpr std::string_view kInnerSigns = ".-";
  if (part.empty() || part.size() > kLongestPart || !IsOf(part, kSigns)) return false;
  return kInnerSigns.find(part.front()) == std::string_view::npos &&
         kInnerSigns.find(part.back()) == std::string_view::npos;
}

fs::path FromVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? fs::path() : fs::path(value);
}

[[noreturn]] void ThrowIncomplete(std::string_view name, const std::string& what) {
  throw Error(ErrorCode::kInput,
              fmt::format("{} in the Hugging Face cache is not complete: {}", name, what),
              DownloadHint(name));
}

/// The commit that a reference names; never more than a commit's digits are read.
std::string ReadCommit(std::string_view name, const fs::path& reference) {
  std::error_code failure;
  if (!fs::is_regular_file(fs::symlink_status(reference, failure))) {
    ThrowIncomplete(name, fmt::format("there is no {}", reference.string()));
  }
  std::ifstream file(reference, std::ios::binary);
  std::string commit(kCommitDigits, '\0');
  file.read(commit.data(), static_cast<std::streamsize>(commit.size()));
  if (!file || !IsOf(commit, "0123456789abcdef")) {
    ThrowIncomplete(name, fmt::format("{} names no commit", reference.string()));
  }
  return commit;
}

/// A file that has not been downloaded to its end is a link to nothing.
void RequireNoDanglingLink(std::string_view name, const fs::path& snapshot) {
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(snapshot, failure)) {
    if (fs::is_symlink(entry.symlink_status(failure)) && !fs::exists(entry.path(), failure)) {
      ThrowIncomplete(name, fmt::format("{} is missing", entry.path().filename().string()));
    }
  }
}

}  // namespace

bool IsHubName(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && IsHubNamePart(text.substr(0, slash)) &&
         IsHubNamePart(text.substr(slash + 1)) && text.find("..") == std::string_view::npos &&
         text.find("--") == std::string_view::npos && !text.ends_with(".git");
}

fs::path HubCacheDir() {
  if (const fs::path cache = FromVariable("HF_HUB_CACHE"); !cache.empty()) return cache;
  if (const fs::path home = FromVariable("HF_HOME"); !home.empty()) return home / "hub";
  if (const fs::path cache = FromVariable("XDG_CACHE_HOME"); !cache.empty()) {
    return cache / "huggingface" / "hub";
  }
  const fs::path home = FromVariable("HOME");
  return home.empty() ? fs::path() : home / ".cache" / "huggingface" / "hub";
}

fs::path FindHubSnapshot(std::string_view name, const fs::path& cache) {
  SENTEI_CHECK(IsHubName(name), "'{}'", name);
  std::string folder_name = fmt::format("{}{}", kRepositoryPrefix, name);
  folder_name.replace(folder_name.find('/'), 1, "--");
  const fs::path repository = cache / folder_name;
  std::error_code failure;
  if (cache.empty() || !fs::is_directory(repository, failure)) {
    throw Error(ErrorCode::kInput,
                fmt::format("there is no folder {}, and no such model in the Hugging Face cache {}",
                            name,
                            cache.string()),
                DownloadHint(name));
  }
  const std::string commit = ReadCommit(name, repository / "refs" / "main");
  const fs::path snapshot = repository / "snapshots" / commit;
  if (!fs::is_directory(snapshot, failure)) {
    ThrowIncomplete(name, fmt::format("there is no {}", snapshot.string()));
  }
  RequireNoDanglingLink(name, snapshot);
  return fs::absolute(snapshot).lexically_normal();
}

std::optional<HubRepository> RepositoryOfSnapshot(const fs::path& folder) {
  for (fs::path at = folder; at.has_relative_path(); at = at.parent_path()) {
    const fs::path repository = at.parent_path().parent_path();
    std::string name = repository.filename().string();
    if (at.parent_path().filename() != "snapshots" || !name.starts_with(kRepositoryPrefix)) {
      continue;
    }
    name.erase(0, kRepositoryPrefix.size());
    if (const std::size_t gap = name.find("--"); gap != std::string::npos)
      name.replace(gap, 2, "/");
    return HubRepository{repository, name};
  }
  return std::nullopt;
}

std::string DownloadHint(std::string_view hub_name) {
  if (!IsHubName(hub_name)) return "Download the missing part of the model.";
  return fmt::format("Sentei downloads nothing: run `hf download {}` once.", hub_name);
}

}  // namespace sentei::formats
