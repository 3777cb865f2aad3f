// SPDX-License-Identifier: Apache-2.0
#include "storage/data_location.h"

#include "core/base/error.h"
#include "core/run/ulid.h"

#include <cstdlib>

namespace sentei::storage {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

fs::path DataDirectory(const std::string& override_path) {
  if (!override_path.empty()) return fs::absolute(override_path).lexically_normal();
  if (const std::string home = Environment("SENTEI_HOME"); !home.empty()) {
    return fs::absolute(home).lexically_normal();
  }
  // The XDG specification has relative paths ignored.
  if (const fs::path xdg = Environment("XDG_DATA_HOME"); xdg.is_absolute()) return xdg / "sentei";
  if (const fs::path home = Environment("HOME"); home.is_absolute()) {
    return home / ".local" / "share" / "sentei";
  }
  throw Error(ErrorCode::kUsage,
              "There is no place for the data of runs: neither SENTEI_HOME nor HOME is set",
              "Set SENTEI_HOME, or pass --data-dir.");
}

fs::path DatabaseFile(const fs::path& data_directory) { return data_directory / "runs.db"; }

fs::path RunDirectory(const fs::path& data_directory, const std::string& run_id) {
  SENTEI_CHECK(run::IsUlid(run_id), "'{}' is no run id", run_id);
  return data_directory / "runs" / run_id;
}

}  // namespace sentei::storage
