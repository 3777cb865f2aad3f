// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/run/run_service.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

namespace sentei::run {
namespace {

constexpr const char* kEngineFile = "libsentei_engine.so";

std::filesystem::path EnginePath() {
  if (const char* chosen = std::getenv("SENTEI_ENGINE"); chosen != nullptr && *chosen != '\0') {
    return chosen;
  }
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return executable.parent_path() / kEngineFile;
}

Failure Missing(const std::filesystem::path& path) {
  return {ErrorCode::kInput,
          fmt::format("The compute engine {} does not exist", path.string()),
          "Build it with ./dev build, or set SENTEI_ENGINE to the library's path."};
}

Failure Unusable(const std::filesystem::path& path, const std::string& why) {
  return {ErrorCode::kInput,
          fmt::format("The compute engine {} cannot be opened: {}", path.string(), why),
          "Run ./dev build again; ./dev doctor checks LibTorch."};
}

std::string LastLoaderError() {
  const char* text = dlerror();
  return text == nullptr ? "unknown reason" : text;
}

}  // namespace

Result<std::unique_ptr<RunService>> OpenEngine(const RunEnvironment& environment) {
  const std::filesystem::path path = EnginePath();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return Missing(path);
  // The compute runtime reads it once, when the engine brings it into the process.
  if (environment.background) setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
  // NODELETE keeps the service's code mapped until the process ends, whoever destroys it last.
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) return Unusable(path, LastLoaderError());
  void* symbol = dlsym(library, kCreateRunServiceSymbol);
  if (symbol == nullptr) return Unusable(path, LastLoaderError());
  const auto create = reinterpret_cast<CreateRunServiceFn>(symbol);
  std::unique_ptr<RunService> service(create(&environment));
  if (service == nullptr) return Unusable(path, "it made no run service");
  return service;
}

}  // namespace sentei::run
