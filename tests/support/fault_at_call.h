// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/file_layer.h"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string_view>

namespace sentei::test {

/// What goes wrong at one call of the file layer.
enum class FileFault : std::uint8_t {
  kDiskFull,    ///< from this call on nothing can be created or grow: ENOSPC
  kShortWrite,  ///< this write takes half of its bytes, and then the disk is full
  kIoError,     ///< this one call fails: EIO
};

constexpr std::string_view Name(FileFault fault) {
  switch (fault) {
    case FileFault::kDiskFull:
      return "full disk";
    case FileFault::kShortWrite:
      return "short write";
    case FileFault::kIoError:
      return "I/O error";
  }
  return "";
}

/// Counts the calls that create, write, sync or rename and lets the `fault_at`-th (1-based) fail.
/// Without `fault_at` it only counts. Opening and closing never fail here.
class FaultAtCall final : public FileLayer {
 public:
  FaultAtCall() = default;
  FaultAtCall(std::uint64_t fault_at, FileFault fault) : fault_at_(fault_at), fault_(fault) {}

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  /// Calls that were failed.
  [[nodiscard]] std::uint64_t failures() const { return failures_; }

  int Create(const std::filesystem::path& path) override {
    const int error = Next(Growth::kGrows);
    return error != 0 ? -error : system_.Create(path);
  }
  int MakeDirectory(const std::filesystem::path& path) override {
    const int error = Next(Growth::kGrows);
    return error != 0 ? -error : system_.MakeDirectory(path);
  }
  int OpenForSync(const std::filesystem::path& path) override { return system_.OpenForSync(path); }
  ssize_t Write(int descriptor, std::span<const std::byte> bytes) override {
    const int error = Next(Growth::kGrows);
    if (error != 0) return -error;
    const bool cut = fault_ == FileFault::kShortWrite && calls_ == fault_at_ && bytes.size() > 1;
    return system_.Write(descriptor, cut ? bytes.first(bytes.size() / 2) : bytes);
  }
  int Sync(int descriptor) override {
    const int error = Next(Growth::kStays);
    return error != 0 ? -error : system_.Sync(descriptor);
  }
  int Close(int descriptor) override { return system_.Close(descriptor); }
  int Rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    const int error = Next(Growth::kStays);
    return error != 0 ? -error : system_.Rename(from, to);
  }
  int RenameNew(const std::filesystem::path& from, const std::filesystem::path& to) override {
    const int error = Next(Growth::kStays);
    return error != 0 ? -error : system_.RenameNew(from, to);
  }
  int Exchange(const std::filesystem::path& a, const std::filesystem::path& b) override {
    const int error = Next(Growth::kStays);
    return error != 0 ? -error : system_.Exchange(a, b);
  }

 private:
  enum class Growth : std::uint8_t { kGrows, kStays };

  int Next(Growth growth) {
    const std::uint64_t call = ++calls_;
    const int error = call < fault_at_ ? 0 : ErrorOf(call, growth);
    if (error != 0) ++failures_;
    return error;
  }
  [[nodiscard]] int ErrorOf(std::uint64_t call, Growth growth) const {
    if (fault_ == FileFault::kIoError) return call == fault_at_ ? EIO : 0;
    const bool full = fault_ == FileFault::kDiskFull || call > fault_at_;
    return full && growth == Growth::kGrows ? ENOSPC : 0;
  }

  FileLayer& system_ = SystemFileLayer();
  std::atomic<std::uint64_t> calls_ = 0;
  std::atomic<std::uint64_t> failures_ = 0;
  std::uint64_t fault_at_ = std::numeric_limits<std::uint64_t>::max();
  FileFault fault_ = FileFault::kIoError;
};

}  // namespace sentei::test
