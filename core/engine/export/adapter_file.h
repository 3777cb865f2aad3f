// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/formats/model_folder.h"

namespace sentei::engine {

/// The folder beneath an adapter that holds its sliced base model.
inline constexpr const char* kAdapterBase = "base";
inline constexpr const char* kAdapterConfigFile = "adapter_config.json";
inline constexpr const char* kAdapterWeightsFile = "adapter_model.safetensors";

/// Puts a PEFT LoRA adapter from a folder onto a model that has none. Throws kInput for another
/// kind of adapter, a missing factor, or factors that do not fit the model.
void AttachAdapter(Decoder& model, const formats::ModelFolder& folder);

}  // namespace sentei::engine
