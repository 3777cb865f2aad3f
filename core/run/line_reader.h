// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace sentei::run {

/// Reads lines from a file descriptor, which it does not own and which may be non-blocking. Used by
/// one thread.
class LineReader {
 public:
  LineReader(int descriptor, std::size_t longest) : descriptor_(descriptor), longest_(longest) {}

  /// The next line without its break; waits for it. nullopt once the other end has closed: what it
  /// wrote of a line that it did not end is dropped. Throws kInput for a line that is too long and
  /// kIo when reading fails.
  [[nodiscard]] std::optional<std::string> Next();

 private:
  [[nodiscard]] bool Fill();

  int descriptor_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t begin_ = 0;    ///< of what was not handed out yet
  std::size_t scanned_ = 0;  ///< no break lies before this
};

}  // namespace sentei::run
