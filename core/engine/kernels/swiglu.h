// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <ATen/core/Tensor.h>

namespace sentei::engine::kernels {

/// act(gate) ⊙ up; contiguous CPU tensors of one shape, fp32 or bf16. Both activations have the
/// form g · sigmoid(v(g)): SiLU with v = g, GELU's tanh approximation with v = 2 sqrt(2 / pi) (g +
/// 0.044715 g³).
[[nodiscard]] at::Tensor SwiGluForward(const at::Tensor& gate,
                                       const at::Tensor& up,
                                       plan::Activation activation);

struct SwiGluGradients {
  at::Tensor gate;
  at::Tensor up;
};
[[nodiscard]] SwiGluGradients SwiGluBackward(const at::Tensor& grad,
                                             const at::Tensor& gate,
                                             const at::Tensor& up,
                                             plan::Activation activation);

}  // namespace sentei::engine::kernels
