// SPDX-License-Identifier: Apache-2.0
#include "storage/connection.h"

#include "core/base/file_layer.h"
#include "storage/process_identity.h"
#include "storage/sql.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <utility>

namespace sentei::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyTimeoutMs = 5000;
constexpr int kApplicationId = 0x53656E74;  // "Sent"
constexpr const char* kMemory = ":memory:";

int Pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

bool IsEmpty(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
}

void RefuseForeign(SQLite::Database& database, const std::string& file) {
  const int id = Pragma(database, "application_id");
  if (id == kApplicationId || (id == 0 && IsEmpty(database))) return;
  // Another process may have made the tables between the two questions.
  if (Pragma(database, "application_id") == kApplicationId) return;
  throw Error(ErrorCode::kInput,
              fmt::format("{} is a database of another program", file),
              "Choose another data folder with --data-dir.");
}

// Switching a new file to WAL needs it alone, and SQLite does not wait for that by itself.
void UseWriteAheadLog(SQLite::Database& database) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::milliseconds(kBusyTimeoutMs);
  while (true) {
    try {
      database.execAndGet("PRAGMA journal_mode = WAL");
      return;
    } catch (const SQLite::Exception& exception) {
      if (exception.getErrorCode() != SQLITE_BUSY || Clock::now() > deadline) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
}

void Configure(SQLite::Database& database) {
  database.setBusyTimeout(kBusyTimeoutMs);
  database.exec("PRAGMA foreign_keys = ON");
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("PRAGMA trusted_schema = OFF");
  RegisterStatusFunction(database);
}

// Reads through a connection of its own, which sees the state before the migration.
void WriteBackup(const std::string& file, int version) {
  const std::string target = fmt::format("{}.v{}.bak", file, version);
  const std::string unfinished = target + ".tmp";
  std::error_code ignored;
  fs::remove(unfinished, ignored);
  try {
    SQLite::Database source(file, SQLite::OPEN_READONLY, kBusyTimeoutMs);
    SQLite::Database copy(unfinished, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup backup(copy, source);
    if (backup.executeStep() != SQLITE_DONE) {
      throw Error(ErrorCode::kIo, fmt::format("{} is busy and cannot be copied", file));
    }
  } catch (...) {
    fs::remove(unfinished, ignored);
    throw;
  }
  std::error_code failure;
  fs::rename(unfinished, target, failure);
  if (failure) ThrowFileError("rename", unfinished, failure.value());
}

void Migrate(SQLite::Database& database,
             const std::string& file,
             const std::vector<Migration>& migrations) {
  WriteTransaction transaction(database);
  const int version = SchemaVersion(database);  // again: another process may have been faster
  if (version == migrations.back().version) return;
  if (version > 0 && file != kMemory) WriteBackup(file, version);
  for (const Migration& migration : migrations) {
    if (migration.version > version) database.exec(migration.sql);
  }
  database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
  database.exec(fmt::format("PRAGMA user_version = {}", migrations.back().version));
  transaction.Commit();
}

std::string NewerNotice(const std::string& file, int version, int known) {
  return fmt::format(
      "{} was written by a newer version of Sentei (version {}, this one knows {}): it is opened "
      "for reading only",
      file,
      version,
      known);
}

bool MayBeWritten(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  return ::access(file.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

// A file name as a URI that promises SQLite that nobody writes, so that it needs no files beside
// it.
std::string ImmutableUri(const std::string& file) {
  std::string uri = "file:";
  for (const char c : file) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("/-_.").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

std::unique_ptr<SQLite::Database> OpenUnwritable(const std::string& file) {
  std::error_code ignored;
  const bool alone = fs::file_size(file + "-wal", ignored) == 0 || ignored;
  auto database = std::make_unique<SQLite::Database>(
      alone ? ImmutableUri(file) : file, SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyTimeoutMs);
  RefuseForeign(*database, file);
  return database;
}

std::string UnwritableNotice(const std::string& file, int version, int known) {
  if (version < known) {
    throw Error(ErrorCode::kIo,
                fmt::format("{} is of an older version ({}, this one is {}) and may not be written "
                            "to, so it cannot be brought up to date",
                            file,
                            version,
                            known),
                "Make the data folder writable, or copy the file and name its folder with "
                "--data-dir.");
  }
  return fmt::format("{} may not be written to: it is opened for reading only", file);
}

void MakeFolderOf(const fs::path& file) {
  if (!file.has_parent_path()) return;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (!error) return;
  throw Error(
      ErrorCode::kIo,
      fmt::format(
          "The data folder {} cannot be made: {}", file.parent_path().string(), error.message()),
      "Choose another with --data-dir or SENTEI_HOME.");
}

}  // namespace

int SchemaVersion(SQLite::Database& database) { return Pragma(database, "user_version"); }

Connection::Connection(std::unique_ptr<SQLite::Database> database, std::string notice)
    : database_(std::move(database)),
      statements_(std::make_unique<Statements>(*database_)),
      notice_(std::move(notice)) {}
Connection::~Connection() {
  statements_.reset();  // prepared statements end before their database
}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&& other) noexcept {
  statements_ = std::move(other.statements_);
  database_ = std::move(other.database_);
  notice_ = std::move(other.notice_);
  return *this;
}

Connection Connection::Open(const fs::path& file, const std::vector<Migration>& migrations) {
  SENTEI_CHECK(!migrations.empty(), "a database needs at least one migration");
  const std::string name = file.string();
  return WithSqlErrors(fmt::format("Opening the runs database {}", name), [&] {
    MakeFolderOf(file);
    const int newest = migrations.back().version;
    if (fs::exists(file) && !MayBeWritten(file)) {
      std::unique_ptr<SQLite::Database> unwritable = OpenUnwritable(name);
      Configure(*unwritable);
      const int version = SchemaVersion(*unwritable);
      return Connection(std::move(unwritable),
                        version > newest ? NewerNotice(name, version, newest)
                                         : UnwritableNotice(name, version, newest));
    }
    auto database = std::make_unique<SQLite::Database>(
        name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs);
    RefuseForeign(*database, name);
    const int version = SchemaVersion(*database);
    if (version > newest) {
      database = std::make_unique<SQLite::Database>(name, SQLite::OPEN_READONLY, kBusyTimeoutMs);
      Configure(*database);
      return Connection(std::move(database), NewerNotice(name, version, newest));
    }
    UseWriteAheadLog(*database);
    Configure(*database);
    if (version < newest) Migrate(*database, name, migrations);
    return Connection(std::move(database), {});
  });
}

Connection Connection::OpenInMemory(const std::vector<Migration>& migrations) {
  return WithSqlErrors("Opening a database in memory", [&] {
    auto database = std::make_unique<SQLite::Database>(
        kMemory, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs);
    Configure(*database);
    Migrate(*database, kMemory, migrations);
    return Connection(std::move(database), {});
  });
}

void Connection::RequireWritable() const {
  if (!notice_.empty()) {
    throw Error(ErrorCode::kIo,
                notice_,
                "Use a version and an account that may change it, or choose another data folder "
                "with --data-dir.");
  }
}

}  // namespace sentei::storage
