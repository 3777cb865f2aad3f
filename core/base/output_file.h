// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/file_layer.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace sentei {

/// A file being written front to back, every call checked: a full disk or an I/O error throws kIo
/// with a remedy. Only Finish makes the content durable; without it the file is closed as it is.
/// One object belongs to one thread.
class OutputFile {
 public:
  /// Creates or empties `path`.
  explicit OutputFile(std::filesystem::path path, FileLayer& layer = SystemFileLayer());
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void Write(std::span<const std::byte> bytes);
  void Write(std::string_view text);
  /// Writes zeros until bytes_written() is a multiple of `alignment`.
  void PadTo(std::uint64_t alignment);
  /// Syncs and closes; nothing may be written afterwards.
  void Finish();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t bytes_written() const { return bytes_written_; }

 private:
  std::filesystem::path path_;
  FileLayer* layer_;
  int descriptor_;
  std::uint64_t bytes_written_ = 0;
};

/// Writes a whole file, synced; a reader sees the old content or the new one, never a mixture.
/// Throws kIo.
void WriteFileAtomically(const std::filesystem::path& path,
                         std::string_view content,
                         FileLayer& layer = SystemFileLayer());

}  // namespace sentei
