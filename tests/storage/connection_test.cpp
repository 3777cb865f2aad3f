// SPDX-License-Identifier: Apache-2.0
#include "storage/connection.h"

#include "core/base/error.h"
#include "storage/sql.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace sentei::storage {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryDirectory;

int Count(Connection& connection, const std::string& query) {
  return connection.database().execAndGet(query).getInt();
}

std::string TextOf(Connection& connection, const std::string& query) {
  return connection.database().execAndGet(query).getString();
}

std::vector<Migration> UpTo(int version) {
  std::vector<Migration> migrations;
  for (const Migration& migration : AllMigrations()) {
    if (migration.version <= version) migrations.push_back(migration);
  }
  return migrations;
}

/// The tables and indexes as SQLite lists them.
std::string SchemaOf(Connection& connection) {
  std::string schema;
  SQLite::Statement statement(connection.database(),
                              "SELECT name, sql FROM sqlite_master ORDER BY name");
  while (statement.executeStep()) {
    schema += statement.getColumn(0).getString() + statement.getColumn(1).getString() + "\n";
  }
  return schema;
}

void AddModel(Connection& connection, const std::string& id) {
  connection.statements().Run(
      "INSERT INTO models (id, path, type, parameters, first_seen) VALUES (?, 'p', 'llama', 1, 2)",
      id);
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
  int expected = 0;
  for (const Migration& migration : AllMigrations()) EXPECT_EQ(migration.version, ++expected);
}

TEST(Connection, CreatesAMissingFolderAndAnEmptyDatabase) {
  const TemporaryDirectory directory;
  Connection connection = Connection::Open(directory / "a/b/runs.db");
  EXPECT_EQ(SchemaVersion(connection.database()), AllMigrations().back().version);
  EXPECT_EQ(Count(connection, "SELECT count(*) FROM runs"), 0);
  EXPECT_FALSE(connection.read_only());
}

TEST(Connection, UsesAWriteAheadLogForeignKeysAndStrictTables) {
  const TemporaryDirectory directory;
  Connection connection = Connection::Open(directory / "runs.db");
  EXPECT_EQ(TextOf(connection, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(Count(connection, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(Count(connection,
                  "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
                  "name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%STRICT%'"),
            0);
  EXPECT_THROW(connection.statements().Run("INSERT INTO metrics (run_key, step) VALUES (99, 1)"),
               SQLite::Exception);
}

TEST(Connection, EveryOlderVersionMigratesToTheSameSchemaAndKeepsItsRows) {
  Connection newest = Connection::OpenInMemory();
  const std::string expected = SchemaOf(newest);
  const int latest = AllMigrations().back().version;
  ASSERT_GE(latest, 2);
  for (int version = 1; version < latest; ++version) {
    const TemporaryDirectory directory;
    const auto file = directory / "runs.db";
    {
      Connection old = Connection::Open(file, UpTo(version));
      AddModel(old, "kept");
    }
    Connection migrated = Connection::Open(file);
    EXPECT_EQ(SchemaVersion(migrated.database()), latest);
    EXPECT_EQ(SchemaOf(migrated), expected) << "from version " << version;
    EXPECT_EQ(TextOf(migrated, "SELECT id FROM models"), "kept");
  }
}

TEST(Connection, MovingTheSpecsKeepsEveryRunAndItsSpec) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    Connection old = Connection::Open(file, UpTo(2));
    AddModel(old, "m");
    for (const char* id : {"a", "b"}) {
      old.statements().Run(
          "INSERT INTO runs (id, kind, model_key, model_path, model_name, spec, spec_hash, device, "
          "device_name, dtype, seed, threads, started_at, status, owner_host, owner_pid, "
          "owner_start, heartbeat_at) VALUES (?1, 'prune', 1, '', '', 'spec of ' || ?1, '', '', "
          "'', "
          "'', 0, 0, 0, 'completed', '', 0, 0, 0)",
          id);
    }
  }
  Connection migrated = Connection::Open(file);
  EXPECT_EQ(TextOf(migrated,
                   "SELECT group_concat(r.id || '=' || s.spec) FROM runs r JOIN run_specs s ON "
                   "s.run_key = r.key ORDER BY r.id"),
            "a=spec of a,b=spec of b");
  EXPECT_EQ(TextOf(migrated, "PRAGMA integrity_check"), "ok");
}

TEST(Connection, StoredRunsOfVersionThreeLearnWhereTheyCameFrom) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    Connection old = Connection::Open(file, UpTo(3));
    AddModel(old, "m");
    const auto add = [&](const char* id, const char* kind, const char* model, const char* spec) {
      old.statements().Run(
          "INSERT INTO runs (id, kind, model_key, model_path, model_name, spec_hash, device, "
          "device_name, dtype, seed, threads, started_at, status, owner_host, owner_pid, "
          "owner_start, heartbeat_at) VALUES (?, ?, 1, ?, '', '', '', '', '', 0, 0, 0, "
          "'completed', '', 0, 0, 0)",
          id,
          kind,
          model);
      old.statements().Run("INSERT INTO run_specs VALUES ((SELECT max(key) FROM runs), ?)", spec);
    };
    old.database().exec("PRAGMA foreign_keys = ON");
    add("pruned", "prune", "/dense", "{}");
    old.statements().Run(
        "INSERT INTO exports (run_key, at, path, profile, dtype, bytes, parameters) VALUES "
        "(1, 0, '/out', 'p', 'd', 1, 1)");
    add("written", "export", "/dense", R"({"output":{"source_run":"pruned"}})");
    add("verified", "verify", "", R"({"verify":{"directory":"/out"}})");
    add("measured", "eval", "/out", "no JSON");
    add("alone", "eval", "/dense", R"({"verify":3})");
  }
  Connection migrated = Connection::Open(file);
  EXPECT_EQ(TextOf(migrated, "SELECT group_concat(id || '<' || parent_id) FROM runs"),
            "pruned<,written<pruned,verified<pruned,measured<pruned,alone<");
  EXPECT_EQ(Count(migrated, "SELECT count(*) FROM runs WHERE starred = 0 AND trashed_at IS NULL"),
            5);
  EXPECT_TRUE(std::filesystem::exists(directory / "runs.db.v3.bak"));
  EXPECT_EQ(TextOf(migrated, "PRAGMA integrity_check"), "ok");
}

TEST(Connection, CopiesAnOlderDatabaseBeforeMigratingIt) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    Connection old = Connection::Open(file, UpTo(1));
    AddModel(old, "before");
  }
  { Connection migrated = Connection::Open(file); }
  const auto backup = directory / "runs.db.v1.bak";
  ASSERT_TRUE(std::filesystem::exists(backup));
  Connection copy = Connection::Open(backup, UpTo(1));
  EXPECT_EQ(SchemaVersion(copy.database()), 1);
  EXPECT_EQ(TextOf(copy, "SELECT id FROM models"), "before");
}

TEST(Connection, ANewDatabaseNeedsNoCopy) {
  const TemporaryDirectory directory;
  { Connection connection = Connection::Open(directory / "runs.db"); }
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    EXPECT_NE(entry.path().extension(), ".bak") << entry.path();
  }
}

TEST(Connection, AFailedMigrationLeavesTheOldDatabase) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    Connection old = Connection::Open(file, UpTo(1));
    AddModel(old, "kept");
  }
  std::vector<Migration> broken = UpTo(1);
  broken.push_back({2, "CREATE TABLE half (x INTEGER) STRICT; SELECT nonsense;"});
  EXPECT_THROW((void)Connection::Open(file, broken), Error);
  Connection again = Connection::Open(file, UpTo(1));
  EXPECT_EQ(SchemaVersion(again.database()), 1);
  EXPECT_EQ(TextOf(again, "SELECT id FROM models"), "kept");
  EXPECT_EQ(Count(again, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"), 0);
}

TEST(Connection, ADatabaseOfANewerVersionOpensForReadingOnly) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    Connection newer = Connection::Open(file);
    AddModel(newer, "from the future");
    newer.database().exec("PRAGMA user_version = 99");
  }
  Connection connection = Connection::Open(file);
  EXPECT_TRUE(connection.read_only());
  EXPECT_THAT(connection.notice(), HasSubstr("newer version of Sentei (version 99"));
  EXPECT_EQ(TextOf(connection, "SELECT id FROM models"), "from the future");
  EXPECT_THROW(connection.RequireWritable(), Error);
  EXPECT_THROW(AddModel(connection, "no"), SQLite::Exception);
}

TEST(Connection, RefusesAFileThatIsNoDatabase) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  std::ofstream(file) << std::string(8192, 'x');
  try {
    (void)Connection::Open(file);
    FAIL() << "opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_THAT(error.what(), HasSubstr("runs.db"));
    EXPECT_THAT(error.hint(), HasSubstr(".bak"));
  }
}

TEST(Connection, RefusesTheDatabaseOfAnotherProgram) {
  const TemporaryDirectory directory;
  const auto file = directory / "runs.db";
  {
    SQLite::Database other(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE bookmarks (url TEXT)");
  }
  try {
    (void)Connection::Open(file);
    FAIL() << "opened";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("another program"));
  }
}

TEST(Connection, NamesAFolderThatCannotBeMade) {
  const TemporaryDirectory directory;
  std::ofstream(directory / "file") << "x";
  try {
    (void)Connection::Open(directory / "file/runs.db");
    FAIL() << "opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kIo);
    EXPECT_THAT(error.hint(), HasSubstr("--data-dir"));
  }
}

TEST(Connection, ManyMayCreateAndMigrateOneFileAtOnce) {
  for (int round = 0; round < 5; ++round) {
    const TemporaryDirectory directory;
    const auto file = directory / "runs.db";
    if (round % 2 == 1) (void)Connection::Open(file, UpTo(1));
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&file, i] {
        Connection connection = Connection::Open(file);
        AddModel(connection, "model " + std::to_string(i));
      });
    }
    threads.clear();
    Connection connection = Connection::Open(file);
    EXPECT_EQ(Count(connection, "SELECT count(*) FROM models"), 6);
  }
}

}  // namespace
}  // namespace sentei::storage
