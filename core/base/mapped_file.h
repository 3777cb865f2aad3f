// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace sentei {

/// What a reader is about to do with a part of a mapping.
enum class Advice : std::uint8_t { kSequential, kRandom, kWillNeed, kDontNeed };

/// A whole regular file mapped read-only; unmapped at destruction. Spans from it are valid as long
/// as the object, also after a move. Immutable, so any thread may read. The file must not shrink
/// while it is mapped: the system then ends the process (SIGBUS).
class MappedFile {
 public:
  /// Throws kInput when `path` is missing or no regular file, kIo when the system refuses.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

  /// Tells the kernel about [offset, offset + length), widened to whole pages; only ever a hint.
  void Advise(Advice advice, std::uint64_t offset, std::uint64_t length) const noexcept;

 private:
  void Unmap() noexcept;

  std::filesystem::path path_;
  std::span<const std::byte> bytes_;
};

}  // namespace sentei
