// SPDX-License-Identifier: Apache-2.0
#include "core/base/mapped_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace sentei {
namespace {

[[noreturn]] void ThrowSystem(ErrorCode code, const char* what, const std::filesystem::path& path) {
  const int error = errno;
  throw Error(code, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(error)));
}

// Without O_NONBLOCK opening a pipe would wait for a writer for ever.
FileDescriptor Open(const std::filesystem::path& path, FinalLink link) {
  const int no_follow = link == FinalLink::kRefuse ? O_NOFOLLOW : 0;
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | no_follow));
  if (file.get() >= 0) return file;
  // ENXIO: a socket.
  const bool wrong_input = errno == ENOENT || errno == ENOTDIR || errno == ELOOP ||
                           errno == ENXIO || errno == ENAMETOOLONG;
  ThrowSystem(wrong_input ? ErrorCode::kInput : ErrorCode::kIo, "open", path);
}

struct stat Examine(const FileDescriptor& file, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) ThrowSystem(ErrorCode::kIo, "examine", path);
  return status;
}

bool SameTime(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

int ToSystem(Advice advice) {
  switch (advice) {
    case Advice::kSequential:
      return MADV_SEQUENTIAL;
    case Advice::kRandom:
      return MADV_RANDOM;
    case Advice::kWillNeed:
      return MADV_WILLNEED;
    case Advice::kDontNeed:
      return MADV_DONTNEED;
  }
  return MADV_NORMAL;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

MappedFile::MappedFile(const std::filesystem::path& path, FinalLink link)
    : path_(path), file_(Open(path, link)) {
  const struct stat status = Examine(file_, path);
  if (!S_ISREG(status.st_mode)) ThrowInput("{} is not a regular file", path.string());
  written_ = status.st_mtim;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file_.get(), 0);
  if (address == MAP_FAILED) ThrowSystem(ErrorCode::kIo, "map", path);
  const std::span bytes(static_cast<const std::byte*>(address), size);
  try {
    guard_ = MappingGuard(bytes);
  } catch (...) {
    ::munmap(address, size);
    throw;
  }
  bytes_ = bytes;
}

MappedFile::~MappedFile() { Unmap(); }

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::move(other.file_)),
      written_(other.written_),
      bytes_(std::exchange(other.bytes_, {})),
      guard_(std::move(other.guard_)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  if (this != &other) {
    Unmap();
    path_ = std::move(other.path_);
    file_ = std::move(other.file_);
    written_ = other.written_;
    bytes_ = std::exchange(other.bytes_, {});
    guard_ = std::move(other.guard_);
  }
  return *this;
}

std::string_view MappedFile::text() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

void MappedFile::CheckIntact() const {
  const struct stat status = Examine(file_, path_);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const char* const hint = "Let nothing write to a file that is in use, and start again.";
  if (size < bytes_.size()) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} shrank from {} to {} bytes while it was in use",
                            path_.string(),
                            bytes_.size(),
                            size),
                hint);
  }
  if (guard_.broken()) {
    throw Error(ErrorCode::kInput,
                fmt::format("a part of {} could not be read while it was in use", path_.string()),
                hint);
  }
  if (size > bytes_.size() || !SameTime(status.st_mtim, written_)) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} was written to while it was in use", path_.string()),
                hint);
  }
}

void MappedFile::Unmap() noexcept {
  guard_ = {};
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  bytes_ = {};
}

void MappedFile::Advise(Advice advice, std::uint64_t offset, std::uint64_t length) const noexcept {
  if (offset >= size() || length == 0) return;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t begin = offset / page * page;
  const std::uint64_t end = offset + std::min(length, size() - offset);
  ::madvise(const_cast<std::byte*>(bytes_.data() + begin), end - begin, ToSystem(advice));
}

}  // namespace sentei
