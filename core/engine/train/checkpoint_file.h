// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace sentei::engine {

using TensorMap = std::map<std::string, at::Tensor>;

/// Writes contiguous CPU tensors (F64, F32, BF16, U8) as one safetensors file and syncs it; returns
/// its size. Throws kIo.
std::uint64_t WriteTensors(const std::filesystem::path& path, const TensorMap& tensors);

/// Reads them back into memory of their own. Throws kInput or kIo.
[[nodiscard]] TensorMap ReadTensors(const std::filesystem::path& path);

}  // namespace sentei::engine
