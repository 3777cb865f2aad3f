// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sentei::engine {

/// The file that profile gguf puts into its folder.
inline constexpr const char* kGgufFile = "model.gguf";

}  // namespace sentei::engine
