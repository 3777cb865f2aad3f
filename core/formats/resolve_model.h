// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace sentei::formats {

/// The file of the demo model inside the cache folder.
inline constexpr const char* kDemoModelFile = "models/SmolLM2-135M-Instruct.Q4_1.gguf";

/// What a MODEL argument means: "demo" is the demo model in `cache_dir` (unless a file or folder of
/// that name is meant: write ./demo); else a folder, a .gguf or a .safetensors file; else ORG/NAME,
/// the model of that name in the Hugging Face cache (see FindHubSnapshot). Only looks whether it
/// exists; OpenModel reads it, and nothing is ever downloaded. Throws kInput with the remedy.
[[nodiscard]] std::filesystem::path ResolveModel(const std::string& argument,
                                                 const std::filesystem::path& cache_dir);

/// ${XDG_CACHE_HOME:-~/.cache}/sentei. Throws kInput when neither variable is set.
[[nodiscard]] std::filesystem::path DefaultCacheDir();

}  // namespace sentei::formats
