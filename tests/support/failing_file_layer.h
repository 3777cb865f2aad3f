// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/file_layer.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <limits>

namespace sentei::test {

/// The system's file layer with faults on demand: a disk that fills up, short writes, failing syncs
/// and renames, and a file system that cannot swap names.
class FailingFileLayer : public FileLayer {
 public:
  std::uint64_t bytes_until_full = std::numeric_limits<std::uint64_t>::max();
  std::size_t most_bytes_per_write = std::numeric_limits<std::size_t>::max();
  int sync_error = 0;
  int rename_error = 0;  ///< of the `renames_before_failure + 1`-th and later ones
  int renames_before_failure = 0;
  bool can_exchange = true;

  int Create(const std::filesystem::path& path) override { return system_.Create(path); }
  int MakeDirectory(const std::filesystem::path& path) override {
    return system_.MakeDirectory(path);
  }
  int OpenForSync(const std::filesystem::path& path) override { return system_.OpenForSync(path); }
  ssize_t Write(int descriptor, std::span<const std::byte> bytes) override {
    if (bytes_until_full == 0) return -ENOSPC;
    const std::size_t count = static_cast<std::size_t>(
        std::min<std::uint64_t>({bytes.size(), most_bytes_per_write, bytes_until_full}));
    const ssize_t written = system_.Write(descriptor, bytes.first(count));
    if (written > 0) bytes_until_full -= static_cast<std::uint64_t>(written);
    return written;
  }
  int Sync(int descriptor) override {
    return sync_error != 0 ? -sync_error : system_.Sync(descriptor);
  }
  int Close(int descriptor) override { return system_.Close(descriptor); }
  int Rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return FailsRename() ? -rename_error : system_.Rename(from, to);
  }
  int RenameNew(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return FailsRename() ? -rename_error : system_.RenameNew(from, to);
  }
  int Exchange(const std::filesystem::path& a, const std::filesystem::path& b) override {
    if (!can_exchange) return -EINVAL;
    return FailsRename() ? -rename_error : system_.Exchange(a, b);
  }

 private:
  bool FailsRename() { return rename_error != 0 && renames_before_failure-- <= 0; }

  FileLayer& system_ = SystemFileLayer();
};

}  // namespace sentei::test
