// SPDX-License-Identifier: Apache-2.0
#include "core/formats/resolve_model.h"

#include "core/base/error.h"
#include "core/formats/checkpoint_source.h"
#include "core/formats/hub_cache.h"

#include <cstdlib>
#include <system_error>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

fs::path ResolveDemo(const fs::path& cache_dir) {
  const fs::path path = cache_dir / kDemoModelFile;
  std::error_code ignored;
  if (fs::exists(path, ignored)) return path;
  throw Error(ErrorCode::kInput,
              fmt::format("the demo model is not installed: there is no {}", path.string()),
              "run ./dev demo once: it downloads the model into the cache folder");
}

[[noreturn]] void ThrowMissing(const std::string& argument) {
  throw Error(
      ErrorCode::kInput,
      fmt::format("{} does not exist", argument),
      "name a Hugging Face folder, a .gguf or .safetensors file, the ORG/NAME of a model in "
      "the Hugging Face cache, or demo");
}

}  // namespace

fs::path ResolveModel(const std::string& argument, const fs::path& cache_dir) {
  if (argument == "demo") return ResolveDemo(cache_dir);
  std::error_code ignored;
  if (argument.empty() || !fs::exists(argument, ignored)) {
    if (IsHubName(argument)) return FindHubSnapshot(argument, HubCacheDir());
    ThrowMissing(argument.empty() ? std::string("\"\"") : argument);
  }
  const fs::path path = fs::absolute(argument).lexically_normal();
  if (fs::is_directory(path, ignored)) return path;
  if (IsPickleName(path)) RefusePickle(path);
  if (path.extension() == ".gguf" || path.extension() == ".safetensors") return path;
  throw Error(ErrorCode::kInput,
              fmt::format("{} is no model file", argument),
              "name a Hugging Face folder, a .gguf or .safetensors file, or demo");
}

fs::path DefaultCacheDir() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache != '\0') return fs::path(cache) / "sentei";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    throw Error(ErrorCode::kInput,
                "there is no cache folder: HOME is not set",
                "set XDG_CACHE_HOME to a folder that may hold downloads");
  }
  return fs::path(home) / ".cache" / "sentei";
}

}  // namespace sentei::formats
