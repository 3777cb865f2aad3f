// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/host.h"
#include "core/base/mapped_file.h"
#include "core/base/memory_pressure.h"
#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "tests/support/failing_file_layer.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <string>
#include <utility>

namespace sentei {
namespace {

using test::FailingFileLayer;
using test::ReadText;
using test::TemporaryDirectory;
using test::WriteText;
using testing::HasSubstr;

std::string_view TextOf(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

ErrorCode CodeOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

TEST(MappedFileTest, ShowsTheFilesBytes) {
  const TemporaryDirectory directory;
  WriteText(directory / "a", "some bytes");
  MappedFile file(directory / "a");
  EXPECT_EQ(TextOf(file), "some bytes");
  file.Advise(Advice::kWillNeed, 3, 1'000'000);
  const auto* address = file.bytes().data();
  const MappedFile moved = std::move(file);
  EXPECT_EQ(moved.bytes().data(), address);
  EXPECT_EQ(TextOf(moved), "some bytes");
}

TEST(MappedFileTest, AnEmptyFileHasNoBytes) {
  const TemporaryDirectory directory;
  WriteText(directory / "empty", "");
  EXPECT_EQ(MappedFile(directory / "empty").size(), 0U);
}

TEST(MappedFileTest, RefusesWhatIsNoRegularFile) {
  const TemporaryDirectory directory;
  EXPECT_EQ(CodeOf([&] { MappedFile(directory / "missing"); }), ErrorCode::kInput);
  EXPECT_EQ(CodeOf([&] { MappedFile(directory.path()); }), ErrorCode::kInput);
  const auto pipe = directory / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(CodeOf([&] { MappedFile{pipe}; }), ErrorCode::kInput);
}

TEST(Sha256Test, GivesThePublishedDigests) {
  EXPECT_EQ(Sha256Hex(std::string_view("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(std::string_view("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256Test, PiecesHashAsTheWhole) {
  Sha256 sha;
  sha.Update(std::string_view("a"));
  sha.Update(std::string_view("bc"));
  EXPECT_EQ(sha.HexDigest(), Sha256Hex(std::string_view("abc")));
  Sha256 number;
  number.UpdateNumber(0x636261);
  EXPECT_EQ(number.HexDigest(), Sha256Hex(std::string_view("abc\0\0\0\0\0", 8)));
}

TEST(OutputFileTest, ShortWritesAreContinued) {
  const TemporaryDirectory directory;
  FailingFileLayer layer;
  layer.most_bytes_per_write = 3;
  OutputFile file(directory / "out", layer);
  file.Write("0123456789");
  file.PadTo(8);
  file.Finish();
  EXPECT_EQ(ReadText(directory / "out"), std::string("0123456789\0\0\0\0\0\0", 16));
  EXPECT_EQ(file.bytes_written(), 16U);
}

TEST(OutputFileTest, AFullDiskIsSaidSoWithARemedy) {
  const TemporaryDirectory directory;
  FailingFileLayer layer;
  layer.bytes_until_full = 4;
  OutputFile file(directory / "out", layer);
  try {
    file.Write("0123456789");
    FAIL() << "the disk is full";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kIo);
    EXPECT_THAT(error.what(), HasSubstr("the disk is full"));
    EXPECT_THAT(error.what(), HasSubstr((directory / "out").string()));
    EXPECT_THAT(error.hint(), HasSubstr("free some space"));
  }
}

TEST(OutputFileTest, AFileBeyondTheLimitIsSaidSoWithARemedy) {
  try {
    ThrowFileError("write", "model.safetensors", EFBIG);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kIo);
    EXPECT_THAT(error.what(), HasSubstr("larger than"));
    EXPECT_THAT(error.hint(), HasSubstr("ulimit -f"));
  }
}

TEST(OutputFileTest, AFailedSyncIsAnError) {
  const TemporaryDirectory directory;
  FailingFileLayer layer;
  layer.sync_error = EIO;
  OutputFile file(directory / "out", layer);
  file.Write("x");
  EXPECT_EQ(CodeOf([&] { file.Finish(); }), ErrorCode::kIo);
}

TEST(WriteFileAtomicallyTest, AFailureLeavesTheOldContentAndNothingElse) {
  const TemporaryDirectory directory;
  WriteFileAtomically(directory / "settings", "old");
  FailingFileLayer layer;
  layer.bytes_until_full = 2;
  EXPECT_EQ(CodeOf([&] { WriteFileAtomically(directory / "settings", "newer", layer); }),
            ErrorCode::kIo);
  EXPECT_EQ(ReadText(directory / "settings"), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1);
  WriteFileAtomically(directory / "settings", "newer");
  EXPECT_EQ(ReadText(directory / "settings"), "newer");
}

TEST(SparesTheDesktopTest, RaisesTheScoreWhileItLives) {
  const auto score = [] { return std::stoi(ReadText("/proc/self/oom_score_adj")); };
  const int before = score();
  {
    const SparesTheDesktop victim;
    EXPECT_EQ(score(), std::max(before, SparesTheDesktop::kSacrificialScore));
  }
  EXPECT_EQ(score(), before);
}

TEST(HostTest, ReadsNumbersOfProcListings) {
  constexpr std::string_view kListing = "VmHWMark:  1 kB\nVmHWM:\t  2048 kB\nNoNumber:\n";
  EXPECT_EQ(ParseProcBytes(kListing, "VmHWM"), 2048U * 1024U);
  EXPECT_EQ(ParseProcBytes(kListing, "NoNumber"), std::nullopt);
  EXPECT_EQ(ParseProcBytes(kListing, "Missing"), std::nullopt);
}

TEST(HostTest, DescribesThisMachine) {
  const HostDescription host = DescribeHost();
  EXPECT_FALSE(host.processor.empty());
  EXPECT_GE(host.usable_cores, 1);
  EXPECT_GT(AvailableMemory(), 0U);
  EXPECT_LE(AvailableMemory(), host.memory_total);
  EXPECT_GE(PeakResidentMemory(), ResidentMemory());
  EXPECT_GT(FreeDiskSpace("."), 0U);
  EXPECT_EQ(FreeDiskSpace("./not/there/yet") > 0, true);
}

}  // namespace
}  // namespace sentei
