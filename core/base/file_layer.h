// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace sentei {

/// The system calls behind everything that is written. Tests put a layer of their own here to fail
/// on demand (full disk, short writes, power loss). A negative result is -errno.
class FileLayer {
 public:
  virtual ~FileLayer() = default;
  /// Creates or empties a file; returns a descriptor.
  virtual int Create(const std::filesystem::path& path) = 0;
  /// Makes one directory; its parent exists.
  virtual int MakeDirectory(const std::filesystem::path& path) = 0;
  /// Opens an existing file or directory so that it can be synced; returns a descriptor.
  virtual int OpenForSync(const std::filesystem::path& path) = 0;
  /// May write fewer bytes than asked; returns how many.
  virtual ssize_t Write(int descriptor, std::span<const std::byte> bytes) = 0;
  virtual int Sync(int descriptor) = 0;
  virtual int Close(int descriptor) = 0;
  /// Replaces `to` when that is a file.
  virtual int Rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  /// Fails with -EEXIST when `to` exists.
  virtual int RenameNew(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  /// Swaps two names in one step; -EINVAL or -ENOSYS where the file system cannot.
  virtual int Exchange(const std::filesystem::path& a, const std::filesystem::path& b) = 0;
};

/// What is used wherever no layer is named: the real system, or the layer of a ReplacedFileLayer.
/// Thread-safe.
[[nodiscard]] FileLayer& SystemFileLayer();

/// Puts `layer` in the system's place while the object lives, so that a test can fail every write
/// of a whole run without naming its writers. One object at a time; `layer` must outlive it.
class ReplacedFileLayer {
 public:
  explicit ReplacedFileLayer(FileLayer& layer);
  ~ReplacedFileLayer();
  ReplacedFileLayer(const ReplacedFileLayer&) = delete;
  ReplacedFileLayer& operator=(const ReplacedFileLayer&) = delete;
};

/// Throws kIo for a failed call, with a remedy for a full disk, a quota or missing permission.
/// `what` is a verb such as "write"; `error` is a positive errno.
[[noreturn]] void ThrowFileError(std::string_view what,
                                 const std::filesystem::path& path,
                                 int error);

/// Makes the names inside a directory survive a power loss. Throws kIo.
void SyncDirectory(const std::filesystem::path& directory, FileLayer& layer = SystemFileLayer());

}  // namespace sentei
