// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/formats/hub_cache.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "models--";
constexpr std::size_t kMostFiles = 10'000;

std::string NameOf(const fs::path& folder) {
  std::string name = folder.filename().string();
  if (!name.starts_with(kPrefix)) return {};
  name.erase(0, kPrefix.size());
  const std::size_t gap = name.find("--");
  if (gap == std::string::npos) return {};
  name.replace(gap, 2, "/");
  return IsHubName(name) ? name : std::string();
}

bool IsRealFolder(const fs::path& path) {
  std::error_code failure;
  return fs::is_directory(fs::symlink_status(path, failure));
}

bool LiesIn(const fs::path& file, const fs::path& folder) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end() && rest != file.end();
}

/// The names of a snapshot's files; a file that is not there, or elsewhere, ends it with a
/// sentence.
struct Contents {
  std::set<std::string> names;
  std::string missing;
};
Contents ReadContents(const fs::path& repository, const fs::path& snapshot) {
  Contents contents;
  std::error_code failure;
  const fs::path home = fs::canonical(repository, failure);
  for (const fs::directory_entry& entry : fs::directory_iterator(snapshot, failure)) {
    if (contents.names.size() >= kMostFiles) break;
    const std::string name = entry.path().filename().string();
    std::error_code broken;
    const fs::path target = fs::canonical(entry.path(), broken);
    if (broken) {
      contents.missing = fmt::format("{} is missing", name);
      return contents;
    }
    if (!LiesIn(target, home)) {
      contents.missing = fmt::format("{} leads out of the model's folder", name);
      return contents;
    }
    contents.names.insert(name);
  }
  return contents;
}

/// Of "model-00002-of-00005.safetensors": 5 and where the numbers stand.
struct Shard {
  std::size_t number_at = 0;
  int of = 0;
};
Shard ShardOf(const std::string& name) {
  constexpr std::size_t kDigits = 5;
  const std::size_t of = name.rfind("-of-");
  if (of == std::string::npos || of < kDigits || of + 4 + kDigits > name.size()) return {};
  Shard shard;
  const char* digits = name.data() + of + 4;
  const auto [end, error] = std::from_chars(digits, digits + kDigits, shard.of);
  if (error != std::errc() || end != digits + kDigits) return {};
  shard.number_at = of - kDigits;
  return shard;
}

std::string MissingShard(const std::set<std::string>& names) {
  std::set<std::string> seen;
  for (const std::string& name : names) {
    const Shard shard = ShardOf(name);
    if (shard.of == 0 || !seen.insert(name.substr(0, shard.number_at)).second) continue;
    for (int number = 1; number <= shard.of; ++number) {
      std::string part = name;
      part.replace(shard.number_at, 5, fmt::format("{:05}", number));
      if (!names.contains(part)) return fmt::format("{} is missing", part);
    }
  }
  return {};
}

std::string WhatIsMissing(const std::set<std::string>& names) {
  const auto any = [&](std::string_view ending) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return name.ends_with(ending);
    });
  };
  if (any(".gguf")) return MissingShard(names);
  if (!names.contains("config.json")) return "config.json is missing";
  if (!any(".safetensors")) return "there are no .safetensors or .gguf files";
  return MissingShard(names);
}

/// A folder that the listing would walk through, though it is a link; empty where there is none.
fs::path LinkAmong(const fs::path& repository) {
  std::error_code failure;
  for (const char* part : {"refs", "snapshots", "blobs"}) {
    if (fs::is_symlink(repository / part, failure)) return repository / part;
  }
  for (const fs::directory_entry& entry :
       fs::directory_iterator(repository / "snapshots", failure)) {
    if (entry.is_symlink(failure)) return entry.path();
  }
  return {};
}

HubModel Examine(std::string name, const fs::path& repository, const fs::path& cache) {
  HubModel model;
  model.name = std::move(name);
  if (const fs::path link = LinkAmong(repository); !link.empty()) {
    model.missing = fmt::format("{} is a link and is not followed", link.string());
    return model;
  }
  try {
    model.snapshot = FindHubSnapshot(model.name, cache);
  } catch (const Error& error) {
    model.missing = error.what();
    return model;
  }
  Contents contents = ReadContents(repository, model.snapshot);
  model.missing =
      contents.missing.empty() ? WhatIsMissing(contents.names) : std::move(contents.missing);
  return model;
}

}  // namespace

std::vector<HubModel> ListHubModels(const fs::path& cache) {
  std::vector<HubModel> models;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(cache, failure)) {
    std::string name = NameOf(entry.path());
    if (name.empty() || !IsRealFolder(entry.path())) continue;
    models.push_back(Examine(std::move(name), entry.path(), cache));
  }
  std::sort(models.begin(), models.end(), [](const HubModel& a, const HubModel& b) {
    return a.name < b.name;
  });
  return models;
}

}  // namespace sentei::formats
