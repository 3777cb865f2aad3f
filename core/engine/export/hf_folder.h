// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/hf_config.h"
#include "core/engine/export/profile_form.h"

#include <filesystem>

namespace sentei::engine {

/// Writes a Hugging Face model folder: safetensors in shards, config.json, generation_config.json,
/// tokenizer files and, for kPrunedLlama, the bundled modelling code. LoRA factors are not written.
void WriteHfFolder(const Decoder& rounded,
                   ModelClass shape,
                   const ExportRequest& request,
                   const std::filesystem::path& folder,
                   TensorTally& tally);

}  // namespace sentei::engine
