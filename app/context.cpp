// SPDX-License-Identifier: Apache-2.0
#include "app/context.h"

#include "core/base/untrusted_text.h"
#include "core/formats/resolve_model.h"
#include "storage/data_location.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <system_error>

namespace sentei::app {
namespace {

namespace fs = std::filesystem;

// The value of a variable that is set and not empty.
std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Only the demo model lies there: who has no home can do without it.
fs::path KnownCacheDir() {
  try {
    return formats::DefaultCacheDir();
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

fs::path Context::DataDir() const { return storage::DataDirectory(data_dir_override); }

fs::path Context::DatabasePath() const { return storage::DatabaseFile(DataDir()); }

fs::path Context::CacheDir() const { return formats::DefaultCacheDir(); }

fs::path Context::ResourcesDir() const {
  const std::string override_dir = Variable("SENTEI_RESOURCES");
  if (!override_dir.empty()) return override_dir;
  const fs::path folder = executable.parent_path();
  std::error_code ignored;
  const fs::path installed = folder / "../share/sentei";
  const fs::path built = folder / "../../../resources";  // of build/PRESET/bin
  return fs::weakly_canonical(fs::is_directory(installed, ignored) ? installed : built, ignored);
}

run::RunEnvironment Context::Environment() const {
  return {.data_dir = DataDir(), .cache_dir = KnownCacheDir(), .resources_dir = ResourcesDir()};
}

std::string Context::ResolveModel(const std::string& argument) const {
  std::error_code ignored;
  const bool named = argument != "demo" && fs::exists(argument, ignored);
  return formats::ResolveModel(argument, named ? KnownCacheDir() : CacheDir()).string();
}

std::string Context::ModelOf(const std::string& argument, const run::RunSpec& job) const {
  const std::string& named = argument.empty() ? job.model : argument;
  return named.empty() ? named : ResolveModel(named);
}

Context MakeContext() {
  Context context;
  std::error_code ignored;
  context.executable = fs::read_symlink("/proc/self/exe", ignored);
  return context;
}

int ReportFailure(const Failure& failure) noexcept {
  try {
    fmt::print(stderr, "sentei: {}\n", Printable(failure.message));
    if (!failure.hint.empty()) fmt::print(stderr, "        {}\n", Printable(failure.hint));
  } catch (...) {
    std::fputs("sentei: the error message could not be printed\n", stderr);
  }
  return ExitCode(failure.code);
}

int FlushOutput(int code) noexcept {
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written) return code;
  const int failed =
      ReportFailure({ErrorCode::kIo, "The output could not be written", "The disk may be full."});
  return code == 0 ? failed : code;
}

int Guarded(const std::function<int()>& body) noexcept {
  try {
    return body();
  } catch (const Error& error) {
    return ReportFailure({error.code(), error.what(), error.hint()});
  } catch (const std::bad_alloc&) {
    return ReportFailure({ErrorCode::kOutOfMemory, "memory is exhausted", "Close other programs."});
  } catch (const std::filesystem::filesystem_error& error) {
    return ReportFailure({ErrorCode::kIo, error.what(), {}});
  } catch (const std::system_error& error) {  // what fmt::print throws when it cannot write
    return ReportFailure({ErrorCode::kIo, error.what(), {}});
  } catch (const std::exception& error) {
    return ReportFailure(
        {ErrorCode::kInternal, error.what(), "This is a defect; please report it."});
  } catch (...) {
    return ReportFailure(
        {ErrorCode::kInternal, "an unknown error", "This is a defect; please report it."});
  }
}

}  // namespace sentei::app
