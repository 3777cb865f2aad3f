// SPDX-License-Identifier: Apache-2.0
// Ten thousand damaged files of every format are opened or refused with a sentence, each within
// five seconds and a gigabyte. They run in child processes, so that a crash names its file.
#include "tests/fuzz/all_targets.h"
#include "tests/fuzz/mutator.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SENTEI_SANITIZED 1
#else
#define SENTEI_SANITIZED 0
#endif

namespace sentei::fuzz {
namespace {

constexpr std::uint64_t kBatch = 500;
constexpr unsigned kSeconds = 5;
constexpr rlim_t kBytes = rlim_t{1} << 30U;

/// $SENTEI_MUTATIONS, else as many as the bar asks for; fewer where sanitizers slow everything.
std::uint64_t FileCount() {
  const char* set = std::getenv("SENTEI_MUTATIONS");
  if (set != nullptr && *set != '\0') return std::strtoull(set, nullptr, 10);
  return SENTEI_SANITIZED != 0 ? 1000 : 10'000;
}

/// What a child tells its parent, in memory that both see.
struct Report {
  std::uint64_t current = 0;
  double slowest_seconds = 0.0;
  std::array<char, 500> problem{};
};

Report* SharedReport() {
  void* memory =
      ::mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return new (memory) Report();
}

/// A sanitizer's shadow is larger than any limit.
void LimitMemory() {
  if (SENTEI_SANITIZED != 0) return;
  const rlimit limit{kBytes, kBytes};
  ::setrlimit(RLIMIT_AS, &limit);
}

void RunOne(const NamedTarget& target, const std::string& file, Report& report) {
  const std::vector<std::uint8_t> exact(file.begin(), file.end());
  const auto begin = std::chrono::steady_clock::now();
  ::alarm(kSeconds);
  try {
    target.run(exact.data(), exact.size());
  } catch (const std::exception& error) {
    std::strncpy(report.problem.data(), error.what(), report.problem.size() - 1);
    ::_exit(1);
  }
  ::alarm(0);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  report.slowest_seconds = std::max(report.slowest_seconds, taken.count());
}

class MutatedFilesTest : public testing::TestWithParam<NamedTarget> {
 protected:
  /// Files first to last - 1 in a child process; its peak memory in bytes.
  std::uint64_t RunBatch(std::uint64_t first, std::uint64_t last) {
    const pid_t child = ::fork();
    if (child == 0) {
      LimitMemory();
      for (report_->current = first; report_->current < last; ++report_->current) {
        RunOne(GetParam(), mutator_.Make(report_->current), *report_);
      }
      ::_exit(0);
    }
    int status = 0;
    rusage usage{};
    EXPECT_EQ(::wait4(child, &status, 0, &usage), child);
    if (status != 0) ReportFailure(status);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  }

  /// Keeps the file beside the temporary ones and names it.
  void ReportFailure(int status) const {
    const auto path =
        std::filesystem::temp_directory_path() /
        ("sentei-mutated-" + std::string(GetParam().name) + "-" + std::to_string(report_->current));
    test::WriteText(path, mutator_.Make(report_->current));
    ADD_FAILURE() << "file " << report_->current << ", kept as " << path << ": "
                  << (WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "")
                  << report_->problem.data();
  }

  Mutator mutator_{ShapeOf(GetParam().name), SeedsOf(GetParam().name)};
  Report* report_ = SharedReport();
};

TEST_P(MutatedFilesTest, AreOpenedOrRefusedWithinTheLimits) {
  const std::uint64_t count = FileCount();
  std::uint64_t peak = 0;
  for (std::uint64_t first = 0; first < count && !HasFailure(); first += kBatch) {
    peak = std::max(peak, RunBatch(first, std::min(first + kBatch, count)));
  }
  if (SENTEI_SANITIZED == 0) {
    EXPECT_LT(peak, kBytes);
  }
  std::cout << GetParam().name << ": " << count << " files, slowest "
            << report_->slowest_seconds * 1000 << " ms, peak " << peak / 1'000'000 << " MB\n";
}

INSTANTIATE_TEST_SUITE_P(Targets,
                         MutatedFilesTest,
                         testing::ValuesIn(AllTargets().begin(), AllTargets().end()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace sentei::fuzz
