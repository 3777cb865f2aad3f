// SPDX-License-Identifier: Apache-2.0
#include "storage/sql.h"

#include <sqlite3.h>

namespace sentei::storage {

void ThrowSql(const SQLite::Exception& exception, std::string_view doing) {
  const auto message = fmt::format("{} failed: {}", doing, exception.what());
  switch (exception.getErrorCode()) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Error(ErrorCode::kInput,
                  message,
                  "Move the file away and start again, or restore a .bak copy beside it.");
    case SQLITE_FULL:
      throw Error(ErrorCode::kIo, message, "Free space on the disk of the data folder.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(ErrorCode::kIo, message, "Another program holds the database; try again.");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      throw Error(ErrorCode::kIo,
                  message,
                  "Make the data folder writable, or choose another with --data-dir.");
    default:
      throw Error(ErrorCode::kIo, message);
  }
}

SQLite::Statement& Statements::Get(const char* sql) {
  auto& statement = by_sql_[sql];
  if (statement == nullptr) statement = std::make_unique<SQLite::Statement>(database_, sql);
  statement->tryReset();
  statement->clearBindings();
  return *statement;
}

}  // namespace sentei::storage
