// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_store.h"

#include "core/base/error.h"
#include "core/base/file_layer.h"
#include "core/base/output_file.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSpecFile = "spec.json";

void MakeDirectories(const fs::path& directory) {
  std::error_code failure;
  fs::create_directories(directory, failure);
  if (failure) ThrowFileError("create", directory, failure.value());
}

}  // namespace

void SaveRunSpec(const fs::path& run_directory, const run::RunSpec& spec) {
  MakeDirectories(run_directory);
  WriteFileAtomically(run_directory / kSpecFile, run::ToJson(spec).dump(1) + "\n");
}

run::RunSpec LoadRunSpec(const fs::path& run_directory) {
  const fs::path path = run_directory / kSpecFile;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorCode::kUsage,
                fmt::format("there is no run {} in {}",
                            run_directory.filename().string(),
                            run_directory.parent_path().string()),
                "`sentei runs list` shows the runs that can be continued.");
  }
  std::stringstream content;
  content << file.rdbuf();
  const nlohmann::json json = nlohmann::json::parse(content.str(), nullptr, false);
  if (json.is_discarded()) ThrowInput("{} is no JSON", path.string());
  return run::RunSpecFromJson(json);
}

RunLock::RunLock(const fs::path& run_directory) {
  MakeDirectories(run_directory);
  const fs::path path = run_directory / "lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) ThrowFileError("open", path, errno);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    throw Error(ErrorCode::kUsage,
                fmt::format("another process works on run {}", run_directory.filename().string()),
                "Wait for it to end, or stop it.");
  }
}

RunLock::~RunLock() { ::close(descriptor_); }

}  // namespace sentei::engine
