// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace sentei::engine::kernels {

/// silu(gate) ⊙ up; contiguous CPU tensors of one shape, fp32 or bf16.
[[nodiscard]] at::Tensor SwiGluForward(const at::Tensor& gate, const at::Tensor& up);

struct SwiGluGradients {
  at::Tensor gate;
  at::Tensor up;
};
[[nodiscard]] SwiGluGradients SwiGluBackward(const at::Tensor& grad,
                                             const at::Tensor& gate,
                                             const at::Tensor& up);

}  // namespace sentei::engine::kernels
