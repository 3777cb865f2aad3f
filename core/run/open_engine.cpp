// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/run/find_libtorch.h"
#include "core/run/run_service.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace sentei::run {
namespace {

constexpr const char* kEngineFile = "libsentei_engine.so";

namespace fs = std::filesystem;

// Beside the program, as built; under lib/sentei/engine next to bin, as installed.
std::vector<fs::path> EnginePaths() {
  if (const char* chosen = std::getenv("SENTEI_ENGINE"); chosen != nullptr && *chosen != '\0') {
    return {chosen};
  }
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  return {folder / kEngineFile, folder.parent_path() / "lib" / "sentei" / "engine" / kEngineFile};
}

Failure Missing(const fs::path& path) {
  return {ErrorCode::kInput,
          fmt::format("The compute engine {} does not exist", path.string()),
          "Build it with ./dev build, or set SENTEI_ENGINE to the library's path."};
}

Failure Unusable(const fs::path& path, const std::string& why) {
  return {ErrorCode::kInput,
          fmt::format("The compute engine {} cannot be opened: {}", path.string(), why),
          "sentei doctor says what is missing; ./dev build builds the engine again."};
}

std::string LastLoaderError() {
  const char* text = dlerror();
  return text == nullptr ? "unknown reason" : text;
}

// NODELETE keeps the service's code mapped until the process ends, whoever destroys it last.
Result<void*> Open(const fs::path& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) return Unusable(path, LastLoaderError());
  return library;
}

bool LacksLibTorch(const Failure& failure) {
  for (const char* library : {"libtorch", "libc10", "libgomp"}) {
    if (failure.message.find(library) != std::string::npos) return true;
  }
  return false;
}

// A built engine knows its LibTorch; an installed one is brought together with what the machine
// has. What the user chose goes before both.
Result<void*> OpenWithLibTorch(const fs::path& path, const fs::path& cache_dir) {
  const LibTorchSearch search = SearchOfEnvironment(cache_dir);
  if (search.chosen.empty()) {
    Result<void*> library = Open(path);
    if (library.has_value() || !LacksLibTorch(library.error())) return library;
  }
  const Result<LibTorchPlace> place = FindLibTorch(search);
  if (!place.has_value()) return place.error();
  const Result<void> loaded = LoadLibTorch(place.value());
  if (!loaded.has_value()) return loaded.error();
  return Open(path);
}

}  // namespace

Result<std::unique_ptr<RunService>> OpenEngine(const RunEnvironment& environment) {
  const std::vector<fs::path> paths = EnginePaths();
  const auto path = std::ranges::find_if(paths, [](const fs::path& candidate) {
    std::error_code ignored;
    return fs::exists(candidate, ignored);
  });
  if (path == paths.end()) return Missing(paths.front());
  // The compute runtime reads it once, when the engine brings it into the process.
  if (environment.background) setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
  const Result<void*> library = OpenWithLibTorch(*path, environment.cache_dir);
  if (!library.has_value()) return library.error();
  void* symbol = dlsym(library.value(), kCreateRunServiceSymbol);
  if (symbol == nullptr) return Unusable(*path, LastLoaderError());
  const auto create = reinterpret_cast<CreateRunServiceFn>(symbol);
  std::unique_ptr<RunService> service(create(&environment));
  if (service == nullptr) return Unusable(*path, "it made no run service");
  return service;
}

}  // namespace sentei::run
