// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace sentei::storage::testing {

/// What goes wrong at one write, sync or truncation of a database's files.
enum class SqlFault : std::uint8_t {
  kDiskFull,    ///< from this call until Heal nothing can be written: SQLITE_FULL
  kShortWrite,  ///< this write takes half of its bytes, and then the disk is full
  kIoError,     ///< this one call fails: SQLITE_IOERR
};

constexpr std::string_view Name(SqlFault fault) {
  switch (fault) {
    case SqlFault::kDiskFull:
      return "full disk";
    case SqlFault::kShortWrite:
      return "short write";
    case SqlFault::kIoError:
      return "I/O error";
  }
  return "";
}

/// While it lives, SQLite's default way to the file system, which fails on demand. Databases opened
/// through it must be closed before it goes. One object at a time, one thread.
class FaultVfs {
 public:
  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  /// The `call`-th call from now (1-based) goes wrong.
  void FailAt(std::uint64_t call, SqlFault fault);
  /// Nothing fails any more.
  void Heal();
  /// Calls since the last FailAt or Heal.
  [[nodiscard]] std::uint64_t calls() const;
  /// Calls that were failed since the last FailAt.
  [[nodiscard]] std::uint64_t failures() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sentei::storage::testing
