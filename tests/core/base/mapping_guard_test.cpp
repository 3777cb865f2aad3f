// SPDX-License-Identifier: Apache-2.0
// Files that change while they are mapped.
#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "tests/support/test_environment.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sentei {
namespace {

namespace fs = std::filesystem;
using test::TemporaryDirectory;
using test::WriteText;
using testing::HasSubstr;

const auto kPage = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));

class ChangingFile : public testing::Test {
 protected:
  void SetUp() override { WriteText(path_, std::string(4 * kPage, 'x')); }
  std::string Complaint(const MappedFile& file) {
    try {
      file.CheckIntact();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      return error.what();
    }
    return "";
  }

  TemporaryDirectory folder_;
  const fs::path path_ = folder_ / "model";
};

std::size_t CountOf(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

TEST_F(ChangingFile, IsIntactWhileNothingHappens) {
  const MappedFile file(path_);
  EXPECT_EQ(CountOf(file.text(), 'x'), 4 * kPage);
  EXPECT_EQ(Complaint(file), "");
  fs::rename(path_, folder_ / "elsewhere");
  EXPECT_EQ(Complaint(file), "");
}

TEST_F(ChangingFile, ShrinkingGivesZerosAndASentence) {
  const MappedFile file(path_);
  fs::resize_file(path_, kPage);
  EXPECT_EQ(CountOf(file.text(), 'x'), kPage);
  EXPECT_EQ(CountOf(file.text(), '\0'), 3 * kPage);
  EXPECT_THAT(Complaint(file), HasSubstr("shrank from"));
}

TEST_F(ChangingFile, ShrinkingWithinItsLastPageIsSeenToo) {
  const MappedFile file(path_);
  fs::resize_file(path_, 4 * kPage - 1);
  EXPECT_THAT(Complaint(file), HasSubstr("shrank from"));
}

TEST_F(ChangingFile, ZerosThatWereReadStaySeenWhenTheFileIsWholeAgain) {
  const MappedFile file(path_);
  const fs::file_time_type written = fs::last_write_time(path_);
  fs::resize_file(path_, 0);
  EXPECT_EQ(file.text()[2 * kPage], '\0');
  WriteText(path_, std::string(4 * kPage, 'x'));
  fs::last_write_time(path_, written);
  EXPECT_THAT(Complaint(file), HasSubstr("could not be read"));
  EXPECT_EQ(Complaint(MappedFile(path_)), "");
}

TEST_F(ChangingFile, WritingIntoItIsSeen) {
  const MappedFile file(path_);
  fs::last_write_time(path_, fs::last_write_time(path_) + std::chrono::seconds(1));
  EXPECT_THAT(Complaint(file), HasSubstr("was written to"));
}

TEST_F(ChangingFile, TheGuardMovesWithTheMapping) {
  MappedFile first(path_);
  MappedFile second(path_);
  second = std::move(first);
  const MappedFile third(std::move(second));
  fs::resize_file(path_, 0);
  EXPECT_EQ(third.text().back(), '\0');
  EXPECT_THAT(Complaint(third), HasSubstr("shrank"));
}

TEST_F(ChangingFile, SeveralThreadsMayFindOutAtOnce) {
  WriteText(path_, std::string(512 * kPage, 'x'));
  const MappedFile file(path_);
  fs::resize_file(path_, 0);
  std::vector<std::jthread> readers;
  std::vector<std::size_t> seen(8, 1);
  for (std::size_t& count : seen) {
    readers.emplace_back([&file, &count] { count = CountOf(file.text(), 'x'); });
  }
  readers.clear();
  EXPECT_EQ(std::accumulate(seen.begin(), seen.end(), std::size_t{0}), 0U);
}

TEST_F(ChangingFile, ThousandsOfMappingsInARowFindRoom) {
  for (int i = 0; i < 10'000; ++i) {
    const MappedFile file(path_);
    ASSERT_EQ(file.text().front(), 'x');
  }
}

using BusErrorDeathTest = ChangingFile;

/// AddressSanitizer's own handler is the one from before: it reports and ends the process itself.
bool EndedByBusError(int status) {
#ifdef __SANITIZE_ADDRESS__
  return WIFEXITED(status) && WEXITSTATUS(status) != 0;
#else
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS;
#endif
}

TEST_F(BusErrorDeathTest, ABusErrorElsewhereEndsTheProcessAsBefore) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto die = [this] {
    const MappedFile guarded(path_);
    const FileDescriptor other(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    auto* bytes =
        static_cast<volatile char*>(::mmap(nullptr, kPage, PROT_READ, MAP_PRIVATE, other.get(), 0));
    fs::resize_file(path_, 0);
    return static_cast<int>(bytes[0]);
  };
  EXPECT_EXIT(std::exit(die()), EndedByBusError, "");
}

TEST_F(BusErrorDeathTest, ASignalThatSomebodySendsEndsTheProcessAsBefore) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto die = [this] {
    const MappedFile guarded(path_);
    ::raise(SIGBUS);
    return 0;
  };
  EXPECT_EXIT(std::exit(die()), EndedByBusError, "");
}

}  // namespace
}  // namespace sentei
