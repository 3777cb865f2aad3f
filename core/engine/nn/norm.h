// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/lora_linear.h"

#include <ATen/core/Tensor.h>

namespace sentei::engine {

/// An RMSNorm's weight and form.
struct NormParameters {
  at::Tensor weight;  ///< [n]; gets no gradient
  double eps = 1e-5;
  plan::NormScale scale = plan::NormScale::kWeight;
};

/// x / sqrt(mean(x²) + eps) over the last axis, statistics in fp32, times the weight: kWeight
/// rounds before the product as Hugging Face's LlamaRMSNorm does, kOnePlusWeight multiplies by 1 +
/// w in fp32 and rounds after, as Gemma's. x [..., n].
[[nodiscard]] at::Tensor RmsNorm(const at::Tensor& x,
                                 const NormParameters& norm,
                                 const ForwardContext& context);

/// act(gate) ⊙ up, element by element.
[[nodiscard]] at::Tensor SwiGlu(const at::Tensor& gate,
                                const at::Tensor& up,
                                plan::Activation activation,
                                const ForwardContext& context);

}  // namespace sentei::engine
