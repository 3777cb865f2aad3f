// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/migrations/migration.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace sentei::storage {

class Statements;

/// One connection to a runs database: WAL, foreign keys, a busy timeout, migrated to the newest
/// version. One object belongs to one thread at a time; any number of connections, of any number of
/// processes, may be open on one file.
class Connection {
 public:
  /// Opens or creates the file and brings it up to date, after writing a copy of an older database
  /// to "<file>.v<old version>.bak". A database of a newer version, or one that may not be written
  /// to, is opened for reading only, which `notice` says. Throws kIo, or kInput when the file is
  /// something else.
  [[nodiscard]] static Connection Open(const std::filesystem::path& file,
                                       const std::vector<Migration>& migrations = AllMigrations());
  /// A private database that ends with the connection.
  [[nodiscard]] static Connection OpenInMemory(
      const std::vector<Migration>& migrations = AllMigrations());

  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  [[nodiscard]] Statements& statements() { return *statements_; }
  [[nodiscard]] SQLite::Database& database() { return *database_; }
  [[nodiscard]] bool read_only() const { return !notice_.empty(); }
  /// One sentence for the user when the database can only be read; else empty.
  [[nodiscard]] const std::string& notice() const { return notice_; }
  /// Throws kIo with the notice and a remedy when the database can only be read.
  void RequireWritable() const;

 private:
  Connection(std::unique_ptr<SQLite::Database> database, std::string notice);

  std::unique_ptr<SQLite::Database> database_;
  std::unique_ptr<Statements> statements_;
  std::string notice_;
};

/// The version that a database says it has (PRAGMA user_version).
[[nodiscard]] int SchemaVersion(SQLite::Database& database);

}  // namespace sentei::storage
