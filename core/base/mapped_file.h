// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/mapping_guard.h"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <span>
#include <string_view>

namespace sentei {

/// What a reader is about to do with a part of a mapping.
enum class Advice : std::uint8_t { kSequential, kRandom, kWillNeed, kDontNeed };

/// What a last part of a path that is a symbolic link means.
enum class FinalLink : std::uint8_t { kFollow, kRefuse };

/// An open file descriptor, closed at destruction.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// A whole regular file mapped read-only; unmapped at destruction. Spans from it are valid as long
/// as the object, also after a move. Immutable, so any thread may read. Where the file shrinks
/// while it is mapped, zeros are read, and CheckIntact() says so.
class MappedFile {
 public:
  /// Throws kInput when `path` is missing, no regular file, or a link that is refused; kIo when the
  /// system refuses.
  explicit MappedFile(const std::filesystem::path& path, FinalLink link = FinalLink::kFollow);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
  [[nodiscard]] std::string_view text() const;

  /// Throws kInput when the file was written to or cut off since it was opened, or a part of it
  /// could not be read. Call after reading and before anything computed from it is told or
  /// written. Costs one system call.
  void CheckIntact() const;

  /// Tells the kernel about [offset, offset + length), widened to whole pages; only ever a hint.
  void Advise(Advice advice, std::uint64_t offset, std::uint64_t length) const noexcept;

 private:
  void Unmap() noexcept;

  std::filesystem::path path_;
  FileDescriptor file_;
  timespec written_{};
  std::span<const std::byte> bytes_;
  MappingGuard guard_;
};

}  // namespace sentei
