// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/prune/criterion.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <optional>

namespace sentei::engine {

enum class Interruption : std::uint8_t { kGoOn, kStop };
/// Asked between micro-batches; waits there while the run is paused.
using BetweenMicroBatches = std::function<Interruption()>;

/// Forward and backward over a batch in micro-batches: adds the gradient of the mean loss to the
/// LoRA factors and lets `criterion` (may be nullptr) observe each part. Returns the mean loss, or
/// nullopt when interrupted, and then the gradients are of no use. ids [batch, length].
[[nodiscard]] std::optional<double> AccumulateGradients(const Decoder& model,
                                                        const at::Tensor& ids,
                                                        std::int64_t micro_batch,
                                                        ForwardContext context,
                                                        Criterion* criterion,
                                                        const BetweenMicroBatches& between);

/// The first layer whose output is not finite for these ids, found by bisection; -1 when it is the
/// embedding, num_layers when only the loss is.
[[nodiscard]] std::int64_t FirstNonFiniteLayer(const Decoder& model, const at::Tensor& ids);

}  // namespace sentei::engine
