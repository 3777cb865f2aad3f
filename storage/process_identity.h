// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace SQLite {
class Database;
}

namespace sentei::storage {

/// Names one process for as long as the database lives: a process number alone is used again.
struct ProcessIdentity {
  std::string host;  ///< boot of the machine and process-number space
  std::int64_t pid = 0;
  std::int64_t start = 0;  ///< clock ticks since boot at which the process started

  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

[[nodiscard]] ProcessIdentity CurrentProcess();

/// Whether a run that was last heard of at `heartbeat` (milliseconds since 1970) still has its
/// process. On this machine and boot: that process exists and started then. Elsewhere, or before a
/// reboot: it was heard of within two minutes of now.
[[nodiscard]] bool IsAlive(const ProcessIdentity& process,
                           std::int64_t heartbeat,
                           std::int64_t now);

/// Adds the SQL function sentei_status(status, owner_host, owner_pid, owner_start, heartbeat_at):
/// 'interrupted' for a running run whose process is gone, else the stored status.
void RegisterStatusFunction(SQLite::Database& database);

/// Milliseconds since 1970.
[[nodiscard]] std::int64_t NowMilliseconds();

}  // namespace sentei::storage
