// SPDX-License-Identifier: Apache-2.0
#include "core/base/atomic_directory.h"

#include "core/base/error.h"
#include "core/base/output_file.h"
#include "tests/support/failing_file_layer.h"
#include "tests/support/fault_at_call.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <string>

namespace sentei {
namespace {

namespace fs = std::filesystem;
using test::FailingFileLayer;
using test::ReadText;
using test::TemporaryDirectory;
using test::WriteText;
using testing::ElementsAre;
using testing::HasSubstr;

std::set<std::string> Names(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

void WriteDirectory(const fs::path& target,
                    OnExisting on_existing,
                    std::string_view content,
                    FileLayer& layer = SystemFileLayer()) {
  AtomicDirectory directory(target, on_existing, layer);
  WriteText(directory.staging() / "file", content);
  fs::create_directory(directory.staging() / "inner");
  WriteText(directory.staging() / "inner" / "more", content);
  directory.Commit();
}

TEST(AtomicDirectoryTest, AppearsWholeAtCommit) {
  const TemporaryDirectory place;
  const fs::path target = place / "parents/that/are/missing/model";
  {
    AtomicDirectory directory(target, OnExisting::kRefuse);
    WriteText(directory.staging() / "file", "content");
    EXPECT_EQ(directory.staging().parent_path(), target.parent_path());
    EXPECT_FALSE(fs::exists(target));
    directory.Commit();
  }
  EXPECT_EQ(ReadText(target / "file"), "content");
  EXPECT_THAT(Names(target.parent_path()), ElementsAre("model"));
}

TEST(AtomicDirectoryTest, LeavesNothingWithoutCommit) {
  const TemporaryDirectory place;
  {
    const AtomicDirectory directory(place / "model", OnExisting::kRefuse);
    WriteText(directory.staging() / "file", "content");
  }
  EXPECT_TRUE(Names(place.path()).empty());
}

TEST(AtomicDirectoryTest, RefusesAnExistingTarget) {
  const TemporaryDirectory place;
  fs::create_directory(place / "model");
  try {
    const AtomicDirectory directory(place / "model/", OnExisting::kRefuse);
    FAIL() << "the target exists";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_THAT(error.hint(), HasSubstr("--force"));
  }
}

TEST(AtomicDirectoryTest, RefusesATargetThatAppearedMeanwhile) {
  const TemporaryDirectory place;
  AtomicDirectory directory(place / "model", OnExisting::kRefuse);
  fs::create_directory(place / "model");
  WriteText(place / "model/other", "theirs");
  EXPECT_THROW(directory.Commit(), Error);
  EXPECT_EQ(ReadText(place / "model/other"), "theirs");
}

TEST(AtomicDirectoryTest, ReplacesWhenAsked) {
  const TemporaryDirectory place;
  WriteDirectory(place / "model", OnExisting::kRefuse, "old");
  WriteText(place / "model/stale", "old");
  WriteDirectory(place / "model", OnExisting::kReplace, "new");
  EXPECT_EQ(ReadText(place / "model/file"), "new");
  EXPECT_THAT(Names(place / "model"), ElementsAre("file", "inner"));
  EXPECT_THAT(Names(place.path()), ElementsAre("model"));
}

TEST(AtomicDirectoryTest, ReplacesWhereNamesCannotBeSwapped) {
  const TemporaryDirectory place;
  WriteDirectory(place / "model", OnExisting::kRefuse, "old");
  FailingFileLayer layer;
  layer.can_exchange = false;
  WriteDirectory(place / "model", OnExisting::kReplace, "new", layer);
  EXPECT_EQ(ReadText(place / "model/inner/more"), "new");
  EXPECT_THAT(Names(place.path()), ElementsAre("model"));
}

TEST(AtomicDirectoryTest, AFailedReplacementKeepsTheOldContent) {
  for (const bool can_exchange : {true, false}) {
    for (const int renames : {0, 1}) {
      if (can_exchange && renames == 1) continue;
      const TemporaryDirectory place;
      WriteDirectory(place / "model", OnExisting::kRefuse, "old");
      FailingFileLayer layer;
      layer.can_exchange = can_exchange;
      layer.rename_error = EIO;
      layer.renames_before_failure = renames;
      EXPECT_THROW(WriteDirectory(place / "model", OnExisting::kReplace, "new", layer), Error);
      WriteDirectory(place / "other", OnExisting::kRefuse, "x");
      // What a failure of the second rename left aside comes back when the target is next written.
      EXPECT_THROW(AtomicDirectory(place / "model", OnExisting::kRefuse), Error);
      EXPECT_EQ(ReadText(place / "model/file"), "old") << can_exchange << renames;
    }
  }
}

TEST(AtomicDirectoryTest, AFailedSyncIsNoCommit) {
  const TemporaryDirectory place;
  FailingFileLayer layer;
  layer.sync_error = EIO;
  EXPECT_THROW(WriteDirectory(place / "model", OnExisting::kRefuse, "x", layer), Error);
  EXPECT_TRUE(Names(place.path()).empty());
}

TEST(AtomicDirectoryTest, AnyFailedCallLeavesTheTargetAsItWas) {
  for (const bool exists : {false, true}) {
    for (std::uint64_t call = 1;; ++call) {
      const TemporaryDirectory place;
      if (exists) WriteDirectory(place / "model", OnExisting::kRefuse, "old");
      test::FaultAtCall layer(call, test::FileFault::kIoError);
      try {
        WriteDirectory(place / "model", OnExisting::kReplace, "new", layer);
      } catch (const Error&) {
        EXPECT_EQ(fs::exists(place / "model"), exists) << call;
        if (exists) {
          EXPECT_EQ(ReadText(place / "model/inner/more"), "old") << call;
        }
        EXPECT_EQ(Names(place.path()).size(), exists ? 1U : 0U) << call;
      }
      if (layer.failures() > 0) continue;
      EXPECT_EQ(call, layer.calls() + 1);
      EXPECT_EQ(ReadText(place / "model/inner/more"), "new");
      break;
    }
  }
}

/// A file system without RENAME_NOREPLACE and RENAME_EXCHANGE, as some network file systems are.
class PlainRenames final : public FailingFileLayer {
 public:
  int RenameNew(const fs::path&, const fs::path&) override { return -EINVAL; }
  int Exchange(const fs::path&, const fs::path&) override { return -EINVAL; }
};

TEST(AtomicDirectoryTest, WhatAKilledProcessMovedAwayComesBackOnAnyFileSystem) {
  const TemporaryDirectory place;
  WriteDirectory(place / ".model.replaced-1", OnExisting::kRefuse, "old");
  PlainRenames layer;
  EXPECT_THROW(AtomicDirectory(place / "model", OnExisting::kRefuse, layer), Error);
  EXPECT_EQ(ReadText(place / "model/file"), "old");
}

TEST(AtomicDirectoryTest, ReplacesNoFileNoLinkAndNoHome) {
  const TemporaryDirectory place;
  WriteText(place / "file", "x");
  fs::create_directory(place / "real");
  fs::create_directory_symlink(place / "real", place / "link");
  EXPECT_THROW(AtomicDirectory(place / "file", OnExisting::kReplace), Error);
  EXPECT_THROW(AtomicDirectory(place / "link", OnExisting::kReplace), Error);
  EXPECT_THROW(AtomicDirectory(fs::current_path(), OnExisting::kReplace), Error);
  EXPECT_THROW(AtomicDirectory(fs::current_path().parent_path(), OnExisting::kReplace), Error);
  EXPECT_THROW(AtomicDirectory("/", OnExisting::kReplace), Error);
}

TEST(AtomicDirectoryTest, TwoWritersDoNotDisturbEachOther) {
  const TemporaryDirectory place;
  AtomicDirectory first(place / "model", OnExisting::kReplace);
  AtomicDirectory second(place / "model", OnExisting::kReplace);
  EXPECT_NE(first.staging(), second.staging());
  WriteText(first.staging() / "file", "first");
  WriteText(second.staging() / "file", "second");
  first.Commit();
  second.Commit();
  EXPECT_EQ(ReadText(place / "model/file"), "second");
}

/// A child process writes for ever and is killed at random moments; the target is always absent or
/// complete, and the next writer clears what is left.
TEST(AtomicDirectoryTest, SurvivesBeingKilled) {
  const TemporaryDirectory place;
  const fs::path target = place / "model";
  for (int round = 0; round < 20; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      FailingFileLayer layer;
      layer.can_exchange = round % 2 == 0;
      for (int i = 0;; ++i) WriteDirectory(target, OnExisting::kReplace, std::to_string(i), layer);
    }
    ::usleep(static_cast<useconds_t>(3000 + 1700 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    bool existed = false;
    try {
      const AtomicDirectory recovering(target, OnExisting::kRefuse);
    } catch (const Error&) {
      existed = true;
    }
    if (!existed) continue;
    EXPECT_EQ(ReadText(target / "file"), ReadText(target / "inner/more"));
    EXPECT_FALSE(ReadText(target / "file").empty());
  }
  WriteDirectory(target, OnExisting::kReplace, "end");
  EXPECT_THAT(Names(place.path()), ElementsAre("model"));
}

}  // namespace
}  // namespace sentei
