// SPDX-License-Identifier: Apache-2.0
#include "core/base/output_file.h"

#include "core/base/error.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sentei {

OutputFile::OutputFile(std::filesystem::path path, FileLayer& layer)
    : path_(std::move(path)), layer_(&layer), descriptor_(layer.Create(path_)) {
  if (descriptor_ < 0) ThrowFileError("create", path_, -descriptor_);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) layer_->Close(descriptor_);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      layer_(other.layer_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_written_(other.bytes_written_) {}

void OutputFile::Write(std::span<const std::byte> bytes) {
  SENTEI_CHECK(descriptor_ >= 0, "{} is closed", path_.string());
  while (!bytes.empty()) {
    const ssize_t written = layer_->Write(descriptor_, bytes);
    if (written == -EINTR) continue;
    if (written < 0) ThrowFileError("write", path_, static_cast<int>(-written));
    if (written == 0) ThrowFileError("write", path_, EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    bytes_written_ += static_cast<std::uint64_t>(written);
  }
}

void OutputFile::Write(std::string_view text) { Write(std::as_bytes(std::span(text))); }

void OutputFile::PadTo(std::uint64_t alignment) {
  static constexpr std::array<std::byte, 64> kZeros{};
  std::uint64_t missing = (alignment - bytes_written_ % alignment) % alignment;
  while (missing > 0) {
    const std::size_t chunk = std::min<std::uint64_t>(missing, kZeros.size());
    Write(std::span(kZeros).first(chunk));
    missing -= chunk;
  }
}

void OutputFile::Finish() {
  SENTEI_CHECK(descriptor_ >= 0, "{} is closed", path_.string());
  const int synced = layer_->Sync(descriptor_);
  const int closed = layer_->Close(std::exchange(descriptor_, -1));
  if (synced < 0) ThrowFileError("sync", path_, -synced);
  if (closed < 0) ThrowFileError("close", path_, -closed);
}

void WriteFileAtomically(const std::filesystem::path& path,
                         std::string_view content,
                         FileLayer& layer) {
  static std::atomic<unsigned> counter{0};
  const std::filesystem::path partial =
      path.parent_path() /
      fmt::format(".{}.partial-{}-{}", path.filename().string(), ::getpid(), counter++);
  try {
    OutputFile file(partial, layer);
    file.Write(content);
    file.Finish();
    const int renamed = layer.Rename(partial, path);
    if (renamed < 0) ThrowFileError("rename", partial, -renamed);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw;
  }
  SyncDirectory(path.has_parent_path() ? path.parent_path() : ".", layer);
}

}  // namespace sentei
