// SPDX-License-Identifier: Apache-2.0
#include "core/formats/model_folder.h"

#include "core/base/error.h"
#include "core/base/untrusted_text.h"
#include "core/formats/hub_cache.h"
#include "core/formats/read_json.h"

#include <algorithm>
#include <system_error>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

bool IsInside(const fs::path& inner, const fs::path& outer) {
  const auto mismatch = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return mismatch.first == outer.end();
}

bool IsRelativeName(std::string_view name) {
  const fs::path path(name);
  return !name.empty() && name.find('\0') == std::string_view::npos && path.is_relative() &&
         std::find(path.begin(), path.end(), fs::path("..")) == path.end();
}

fs::path Canonical(const fs::path& path) {
  std::error_code failure;
  fs::path resolved = fs::canonical(path, failure);
  if (failure) ThrowInput("cannot open {}: {}", path.string(), failure.message());
  return resolved;
}

}  // namespace

ModelFolder::ModelFolder(const fs::path& path) : path_(path), base_(Canonical(path)) {
  std::error_code failure;
  if (!fs::is_directory(base_, failure)) ThrowInput("{} is no folder", path.string());
  const auto repository = RepositoryOfSnapshot(base_);
  root_ = repository ? repository->folder : base_;
  hub_name_ = repository ? repository->name : std::string();
}

bool ModelFolder::Contains(std::string_view name) const {
  std::error_code failure;
  return IsRelativeName(name) && fs::exists(base_ / name, failure);
}

fs::path ModelFolder::Resolve(std::string_view name) const {
  if (!IsRelativeName(name)) {
    ThrowInput("\"{}\" is no name of a file inside {}", Printable(name), path_.string());
  }
  std::error_code failure;
  fs::path resolved = fs::canonical(base_ / name, failure);
  if (failure) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} cannot be found: {}", (path_ / name).string(), failure.message()),
                DownloadHint(hub_name_));
  }
  if (!IsInside(resolved, root_)) {
    ThrowInput(
        "{} leads out of the model's folder, to {}", (path_ / name).string(), resolved.string());
  }
  return resolved;
}

MappedFile ModelFolder::Map(std::string_view name) const {
  const fs::path resolved = Resolve(name);
  // Asked before opening, which alone can have effects on a device.
  std::error_code failure;
  if (!fs::is_regular_file(resolved, failure)) {
    ThrowInput("{} is not a regular file", (path_ / name).string());
  }
  return MappedFile(resolved, FinalLink::kRefuse);
}

std::string ModelFolder::ReadText(std::string_view name, std::uint64_t max_bytes) const {
  const MappedFile file = Map(name);
  if (file.size() > max_bytes) {
    ThrowInput("{} has {} bytes, more than the {} that such a file may have",
               (path_ / name).string(),
               file.size(),
               max_bytes);
  }
  std::string text(file.text());
  file.CheckIntact();
  return text;
}

nlohmann::json ModelFolder::ReadJsonObject(std::string_view name, std::uint64_t max_bytes) const {
  const std::string what = (path_ / name).string();
  nlohmann::json value = ParseJson(ReadText(name, max_bytes), what);
  if (!value.is_object()) ThrowInput("{} is not a JSON object", what);
  return value;
}

ModelFolder ModelFolder::Subfolder(std::string_view name) const {
  const fs::path resolved = Resolve(name);
  ModelFolder folder(resolved);
  folder.path_ = path_ / name;
  folder.root_ = root_;
  folder.hub_name_ = hub_name_;
  return folder;
}

}  // namespace sentei::formats
