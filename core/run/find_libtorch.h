// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::run {

/// Where LibTorch is looked for, in this order. No Python is run for it: only folders are read.
struct LibTorchSearch {
  std::string chosen;               ///< $SENTEI_LIBTORCH; if set, nothing else is looked at
  std::filesystem::path cache_dir;  ///< of Sentei, whose python/ ./dev fills; may be empty
  std::vector<std::filesystem::path> prefixes;  ///< of Pythons, such as /usr
};
/// What $SENTEI_LIBTORCH, $VIRTUAL_ENV, $CONDA_PREFIX, $PATH and $HOME say.
[[nodiscard]] LibTorchSearch SearchOfEnvironment(const std::filesystem::path& cache_dir);

/// A folder that holds libtorch_cpu.so, and what its package calls its version ("2.11.0+cpu").
struct LibTorchPlace {
  std::filesystem::path lib;
  std::string version;
};
/// The version that the engine is built against, such as "2.11.0".
[[nodiscard]] std::string_view RequiredLibTorch();

/// The first LibTorch of the required version. Fails with kInput: one sentence that says what was
/// looked for where, and how to get it.
[[nodiscard]] Result<LibTorchPlace> FindLibTorch(const LibTorchSearch& search);

/// Maps the libraries into this process for good, so that an engine which names them without a path
/// finds them. Fails with kInput and the loader's words. Not thread-safe.
[[nodiscard]] Result<void> LoadLibTorch(const LibTorchPlace& place);

/// The LibTorch that this process has mapped, whoever found it.
[[nodiscard]] std::optional<LibTorchPlace> LoadedLibTorch();

}  // namespace sentei::run
