// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/lora_linear.h"

#include <ATen/core/Tensor.h>

namespace sentei::engine {

/// weight ⊙ dtype(x / sqrt(mean(x²) + eps)) over the last axis with fp32 statistics; rounding as in
/// Hugging Face's LlamaRMSNorm. x [..., hidden]; the weight gets no gradient.
[[nodiscard]] at::Tensor RmsNorm(const at::Tensor& x,
                                 const at::Tensor& weight,
                                 double eps,
                                 const ForwardContext& context);

/// silu(gate) ⊙ up, element by element.
[[nodiscard]] at::Tensor SwiGlu(const at::Tensor& gate,
                                const at::Tensor& up,
                                const ForwardContext& context);

}  // namespace sentei::engine
