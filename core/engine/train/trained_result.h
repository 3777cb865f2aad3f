// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/train/checkpoint.h"
#include "core/plan/unit_family.h"
#include "core/run/run_spec.h"

#include <vector>

namespace sentei::engine {

/// Puts a checkpoint's LoRA on a freshly loaded model and returns its masks (everything kept where
/// nothing was pruned). Throws kInput when the checkpoint does not fit the model.
[[nodiscard]] plan::KeepMask RestoreResult(Decoder& model,
                                           const run::LoraSpec& lora,
                                           const std::vector<plan::UnitFamily>& families,
                                           const Checkpoint& checkpoint);

}  // namespace sentei::engine
