// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

/// What storage's own files share; nobody outside storage includes SQLiteCpp.
namespace sentei::storage {

using Blob = std::span<const std::byte>;

/// Translates to Error{kIo} (kInput for a file that is no database), one sentence with `doing`.
[[noreturn]] void ThrowSql(const SQLite::Exception& exception, std::string_view doing);

/// Runs `body` and translates the exceptions of SQLite.
template <typename Body>
auto WithSqlErrors(std::string_view doing, Body&& body) {
  try {
    return body();
  } catch (const SQLite::Exception& exception) {
    ThrowSql(exception, doing);
  }
}

inline void Bind(SQLite::Statement& statement, int index, std::int64_t value) {
  statement.bind(index, value);
}
inline void Bind(SQLite::Statement& statement, int index, std::uint64_t value) {
  statement.bind(index, static_cast<std::int64_t>(value));
}
inline void Bind(SQLite::Statement& statement, int index, int value) {
  statement.bind(index, value);
}
/// SQLite keeps no NaN: it becomes NULL, which RealOrNan reads back.
inline void Bind(SQLite::Statement& statement, int index, double value) {
  statement.bind(index, value);
}
inline void Bind(SQLite::Statement& statement, int index, const std::string& value) {
  statement.bind(index, value);
}
inline void Bind(SQLite::Statement& statement, int index, std::string_view value) {
  statement.bind(index, std::string(value));
}
inline void Bind(SQLite::Statement& statement, int index, const char* value) {
  statement.bind(index, std::string(value));
}
inline void Bind(SQLite::Statement& statement, int index, std::nullptr_t) { statement.bind(index); }
inline void Bind(SQLite::Statement& statement, int index, Blob value) {
  static constexpr std::byte kNothing{};  // a null pointer would bind NULL
  statement.bind(index, value.empty() ? &kNothing : value.data(), static_cast<int>(value.size()));
}
template <typename T>
void Bind(SQLite::Statement& statement, int index, const std::optional<T>& value) {
  if (value.has_value()) {
    Bind(statement, index, *value);
  } else {
    statement.bind(index);
  }
}

template <typename... Args>
void BindAll(SQLite::Statement& statement, const Args&... args) {
  int index = 0;
  (Bind(statement, ++index, args), ...);
}

/// Prepared statements of one connection, made once per SQL text. One object belongs to one thread.
class Statements {
 public:
  explicit Statements(SQLite::Database& database) : database_(database) {}

  /// Reset, without bindings. The reference is valid until the next call with the same text.
  SQLite::Statement& Get(const char* sql);

  /// Runs a statement that returns no rows; the number of changed rows.
  template <typename... Args>
  int Run(const char* sql, const Args&... args) {
    SQLite::Statement& statement = Get(sql);
    BindAll(statement, args...);
    return statement.exec();
  }
  /// Calls `row` for every row of a query.
  template <typename Row, typename... Args>
  void Each(const char* sql, Row row, const Args&... args) {
    SQLite::Statement& statement = Get(sql);
    BindAll(statement, args...);
    const ResetAtEnd reset{statement};
    while (statement.executeStep()) row(statement);
  }

  SQLite::Database& database() { return database_; }

 private:
  struct ResetAtEnd {  // an unfinished query would keep its snapshot open
    SQLite::Statement& statement;
    ~ResetAtEnd() { statement.tryReset(); }
  };

  SQLite::Database& database_;
  std::map<std::string_view, std::unique_ptr<SQLite::Statement>> by_sql_;
};

/// A transaction that takes the write lock at once, so that two writers wait instead of failing.
class WriteTransaction {
 public:
  explicit WriteTransaction(SQLite::Database& database)
      : transaction_(database, SQLite::TransactionBehavior::IMMEDIATE) {}
  void Commit() { transaction_.commit(); }

 private:
  SQLite::Transaction transaction_;
};

[[nodiscard]] inline double RealOrNan(const SQLite::Column& column) {
  return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}
[[nodiscard]] inline std::optional<double> OptionalReal(const SQLite::Column& column) {
  return column.isNull() ? std::nullopt : std::optional<double>(column.getDouble());
}
[[nodiscard]] inline std::optional<std::int64_t> OptionalInteger(const SQLite::Column& column) {
  return column.isNull() ? std::nullopt : std::optional<std::int64_t>(column.getInt64());
}
[[nodiscard]] inline Blob BlobOf(const SQLite::Column& column) {
  return {static_cast<const std::byte*>(column.getBlob()),
          static_cast<std::size_t>(column.getBytes())};
}

}  // namespace sentei::storage
