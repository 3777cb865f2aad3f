// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/lora_linear.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine {

/// The key of one module's dropout in one pass: a function of (seed, step, micro_batch, layer,
/// projection) and of nothing that happened before.
[[nodiscard]] std::uint64_t DropoutKey(const ForwardContext& context, const LoraLinear& linear);

/// Keeps each element with probability 1 - p and scales it by 1 / (1 - p). Which elements stay is a
/// pure function of (key, position), so backward applies the same function to the gradient.
[[nodiscard]] at::Tensor ApplyDropout(const at::Tensor& x, double p, std::uint64_t key);

}  // namespace sentei::engine
