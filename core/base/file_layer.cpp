// SPDX-License-Identifier: Apache-2.0
#include "core/base/file_layer.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace sentei {
namespace {

int OrErrno(int result) { return result < 0 ? -errno : result; }

class SystemLayer final : public FileLayer {
 public:
  int Create(const std::filesystem::path& path) override {
    return OrErrno(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  }
  int MakeDirectory(const std::filesystem::path& path) override {
    return OrErrno(::mkdir(path.c_str(), 0777));
  }
  int OpenForSync(const std::filesystem::path& path) override {
    return OrErrno(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  }
  ssize_t Write(int descriptor, std::span<const std::byte> bytes) override {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    return written < 0 ? -errno : written;
  }
  int Sync(int descriptor) override { return OrErrno(::fsync(descriptor)); }
  int Close(int descriptor) override { return OrErrno(::close(descriptor)); }
  int Rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return OrErrno(::rename(from.c_str(), to.c_str()));
  }
  int RenameNew(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return OrErrno(::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE));
  }
  int Exchange(const std::filesystem::path& a, const std::filesystem::path& b) override {
    return OrErrno(::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE));
  }
};

std::atomic<FileLayer*> replacement = nullptr;

std::string Reason(int error) {
  if (error == ENOSPC) return "the disk is full";
  if (error == EFBIG) return "the file would be larger than this process or disk allows";
  return std::strerror(error);
}

std::string RemedyFor(int error, const std::filesystem::path& path) {
  switch (error) {
    case ENOSPC:
      return fmt::format("free some space on the disk that holds {}, or choose another folder",
                         path.parent_path().string());
    case EDQUOT:
      return "your quota on this disk is used up: free some space or choose another folder";
    case EFBIG:
      return "raise the limit (ulimit -f) or choose another folder";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose a folder that you may write to";
    default:
      return {};
  }
}

}  // namespace

FileLayer& SystemFileLayer() {
  static SystemLayer layer;
  FileLayer* const replaced = replacement.load();
  return replaced == nullptr ? layer : *replaced;
}

ReplacedFileLayer::ReplacedFileLayer(FileLayer& layer) {
  SENTEI_CHECK(replacement.exchange(&layer) == nullptr, "the file layer is replaced already");
}
ReplacedFileLayer::~ReplacedFileLayer() { replacement = nullptr; }

void ThrowFileError(std::string_view what, const std::filesystem::path& path, int error) {
  throw Error(ErrorCode::kIo,
              fmt::format("cannot {} {}: {}", what, path.string(), Reason(error)),
              RemedyFor(error, path));
}

void SyncDirectory(const std::filesystem::path& directory, FileLayer& layer) {
  const int descriptor = layer.OpenForSync(directory);
  if (descriptor < 0) ThrowFileError("open", directory, -descriptor);
  const int synced = layer.Sync(descriptor);
  layer.Close(descriptor);
  if (synced < 0) ThrowFileError("sync", directory, -synced);
}

}  // namespace sentei
