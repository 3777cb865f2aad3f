// SPDX-License-Identifier: Apache-2.0
#include "core/run/line_reader.h"

#include "core/base/error.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace sentei::run {
namespace {

constexpr std::size_t kChunk = 1 << 16;

}  // namespace

std::optional<std::string> LineReader::Next() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', scanned_);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(begin_, end - begin_);
      begin_ = scanned_ = end + 1;
      return line;
    }
    scanned_ = buffer_.size();
    if (scanned_ - begin_ > longest_) ThrowInput("A message is longer than {} bytes", longest_);
    if (!Fill()) return std::nullopt;
  }
}

bool LineReader::Fill() {
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  std::array<char, kChunk> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
  for (;;) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) break;
    const ssize_t got = ::read(descriptor_, chunk.data(), chunk.size());
    if (got > 0) {
      buffer_.append(chunk.data(), static_cast<std::size_t>(got));
      return true;
    }
    if (got == 0 || errno == ECONNRESET) return false;
    if (errno != EAGAIN && errno != EINTR) break;
  }
  throw Error(ErrorCode::kIo, fmt::format("A message could not be read: {}", std::strerror(errno)));
}

}  // namespace sentei::run
