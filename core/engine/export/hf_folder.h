// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/profile_form.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sentei::engine {

/// The modelling code that exports of "pruned_<family>" carry: Sentei's own, never the source's.
inline constexpr const char* kBundledCode = "modeling_pruned.py";
struct BundledCode {
  std::string name;
  std::string sha256;  ///< hex, of the whole file
};
/// The files in `resources_dir`/hf. Throws kIo when one is missing.
[[nodiscard]] std::vector<BundledCode> DescribeBundledCode(
    const std::filesystem::path& resources_dir);

/// Writes a Hugging Face model folder of the description's model_type: safetensors in shards,
/// config.json, generation_config.json, tokenizer files and, where widths differ, the bundled
/// modelling code. LoRA factors are not written.
void WriteHfFolder(const Decoder& rounded,
                   const ExportRequest& request,
                   const std::filesystem::path& folder,
                   TensorTally& tally);

}  // namespace sentei::engine
