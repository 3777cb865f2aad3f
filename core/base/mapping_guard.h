// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace sentei {

/// Keeps a read-only file mapping from ending the process. When a page of it can no longer be read
/// (the file shrank, the disk failed), the system sends SIGBUS; for guarded bytes the handler puts
/// zeros in place of that page and all behind it, and the guard remembers. Other SIGBUS signals go
/// to the handler that was there before. The first guard installs the handler for the process.
/// Any thread may read guarded bytes and ask broken().
class MappingGuard {
 public:
  MappingGuard() = default;
  /// Guards whole pages from bytes.data() on. Throws kInput when 4096 mappings are guarded already.
  explicit MappingGuard(std::span<const std::byte> bytes);
  ~MappingGuard();
  MappingGuard(MappingGuard&& other) noexcept;
  MappingGuard& operator=(MappingGuard&& other) noexcept;
  MappingGuard(const MappingGuard&) = delete;
  MappingGuard& operator=(const MappingGuard&) = delete;

  /// Whether some of the bytes were zeros that are not in the file. Never false again.
  [[nodiscard]] bool broken() const noexcept;

 private:
  struct Slot;
  friend struct MappingGuardAccess;

  Slot* slot_ = nullptr;
};

}  // namespace sentei
