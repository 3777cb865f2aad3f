// SPDX-License-Identifier: Apache-2.0
#include "core/base/atomic_directory.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace sentei {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPartial = "partial";
constexpr const char* kReplaced = "replaced";

std::string HiddenPrefix(const fs::path& target, const char* kind) {
  return fmt::format(".{}.{}-", target.filename().string(), kind);
}

bool Contains(const fs::path& outer, const fs::path& inner) {
  std::error_code ignored;
  const fs::path relative = fs::relative(fs::weakly_canonical(inner, ignored), outer, ignored);
  return !ignored && !relative.empty() && *relative.begin() != "..";
}

/// Replacing deletes what was there: never a folder that holds where the user is or lives.
void CheckMayBeReplaced(const fs::path& target) {
  const fs::file_status status = fs::symlink_status(target);
  if (status.type() != fs::file_type::directory) {
    ThrowInput("{} exists and is not a directory, so it is not replaced", target.string());
  }
  std::error_code ignored;
  const char* home = std::getenv("HOME");
  if (Contains(target, fs::current_path(ignored)) || (home != nullptr && Contains(target, home))) {
    ThrowInput("{} holds the working or home directory, so it is not replaced", target.string());
  }
}

void CheckTarget(const fs::path& target, OnExisting on_existing) {
  if (target.filename().empty() || target.filename() == "..") {
    ThrowInput("{} does not name a directory to write", target.string());
  }
  if (!fs::exists(fs::symlink_status(target))) return;
  if (on_existing == OnExisting::kReplace) return CheckMayBeReplaced(target);
  throw Error(ErrorCode::kInput,
              fmt::format("{} exists already", target.string()),
              "choose another folder, or replace this one with --force");
}

fs::path Normalised(const fs::path& target) {
  const fs::path path = fs::absolute(target).lexically_normal();
  return path.filename().empty() ? path.parent_path() : path;
}

std::vector<fs::path> HiddenSiblings(const fs::path& target, const char* kind) {
  const std::string prefix = HiddenPrefix(target, kind);
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(target.parent_path(), ignored)) {
    if (entry.path().filename().string().rfind(prefix, 0) == 0) found.push_back(entry.path());
  }
  return found;
}

int OpenLocked(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return -1;
  struct stat status {};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &status) == 0 &&
      status.st_nlink > 0) {
    return descriptor;
  }
  ::close(descriptor);
  return -1;
}

bool IsUnsupported(int result) {
  return result == -EINVAL || result == -ENOSYS || result == -EOPNOTSUPP;
}

void RenameToNew(const fs::path& from, const fs::path& to, FileLayer& layer) {
  int result = layer.RenameNew(from, to);
  if (IsUnsupported(result) && !fs::exists(fs::symlink_status(to))) {
    result = layer.Rename(from, to);
  }
  if (result < 0) ThrowFileError(fmt::format("rename {} to", from.string()), to, -result);
}

/// Takes back a target that a killed process had moved away, and clears unlocked leftovers.
void RecoverInterrupted(const fs::path& target, FileLayer& layer) {
  std::error_code ignored;
  for (const fs::path& replaced : HiddenSiblings(target, kReplaced)) {
    if (fs::exists(fs::symlink_status(target))) {
      fs::remove_all(replaced, ignored);
    } else {
      RenameToNew(replaced, target, layer);
    }
  }
  for (const fs::path& partial : HiddenSiblings(target, kPartial)) {
    const int lock = OpenLocked(partial);
    if (lock < 0) continue;
    fs::remove_all(partial, ignored);
    ::close(lock);
  }
}

void SyncTree(const fs::path& directory, FileLayer& layer) {
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.is_symlink()) continue;
    if (entry.is_directory()) {
      SyncTree(entry.path(), layer);
    } else {
      SyncDirectory(entry.path(), layer);
    }
  }
  SyncDirectory(directory, layer);
}

}  // namespace

AtomicDirectory::AtomicDirectory(const fs::path& target, OnExisting on_existing, FileLayer& layer)
    : target_(Normalised(target)), on_existing_(on_existing), layer_(&layer) {
  std::error_code failure;
  fs::create_directories(target_.parent_path(), failure);
  if (failure) ThrowFileError("create", target_.parent_path(), failure.value());
  RecoverInterrupted(target_, layer);
  CheckTarget(target_, on_existing);
  CreateStaging();
}

AtomicDirectory::~AtomicDirectory() {
  std::error_code ignored;
  if (!staging_.empty()) fs::remove_all(staging_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

void AtomicDirectory::CreateStaging() {
  const std::string prefix = HiddenPrefix(target_, kPartial);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    const fs::path candidate =
        target_.parent_path() / fmt::format("{}{}-{}", prefix, ::getpid(), attempt);
    const int made = layer_->MakeDirectory(candidate);
    if (made == -EEXIST) continue;
    if (made < 0) ThrowFileError("create", candidate, -made);
    lock_ = OpenLocked(candidate);
    if (lock_ < 0) continue;  // another process took it for a leftover in between
    staging_ = candidate;
    return;
  }
  ThrowFileError("create a directory beside", target_, EEXIST);
}

void AtomicDirectory::Commit() {
  SENTEI_CHECK(!staging_.empty(), "{} is committed already", target_.string());
  SyncTree(staging_, *layer_);
  CheckTarget(target_, on_existing_);
  const fs::path staged = staging_;
  if (fs::exists(fs::symlink_status(target_))) {
    SwapWithTarget();
  } else {
    RenameToNew(staging_, target_, *layer_);
    staging_.clear();
  }
  try {
    SyncDirectory(target_.parent_path(), *layer_);
  } catch (const Error&) {
    TakeBack(staged);
    throw;
  }
  std::error_code ignored;
  if (!staging_.empty()) fs::remove_all(std::exchange(staging_, {}), ignored);
}

/// Undoes the renames after a commit that may not outlast a power loss. Where that fails as well,
/// the target stays complete.
void AtomicDirectory::TakeBack(const fs::path& staged) {
  if (staging_ == staged) {
    layer_->Exchange(staging_, target_);
    return;
  }
  if (layer_->Rename(target_, staged) < 0) return;
  const fs::path aside = std::exchange(staging_, staged);
  if (!aside.empty()) layer_->Rename(aside, target_);
}

/// Afterwards the old content has the staging name, or is gone.
void AtomicDirectory::SwapWithTarget() {
  const int exchanged = layer_->Exchange(staging_, target_);
  if (exchanged >= 0) return;
  if (!IsUnsupported(exchanged)) ThrowFileError("replace", target_, -exchanged);
  const fs::path aside =
      target_.parent_path() / fmt::format("{}{}", HiddenPrefix(target_, kReplaced), ::getpid());
  RenameToNew(target_, aside, *layer_);
  try {
    RenameToNew(staging_, target_, *layer_);
  } catch (const Error&) {
    layer_->Rename(aside, target_);
    throw;
  }
  staging_ = aside;
}

}  // namespace sentei
