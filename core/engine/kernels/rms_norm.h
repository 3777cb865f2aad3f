// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace sentei::engine::kernels {

struct RmsNormResult {
  at::Tensor output;  ///< weight ⊙ dtype(x · rstd), x's shape and dtype
  at::Tensor rstd;    ///< fp32 [rows]: 1 / sqrt(mean(x²) + eps)
};

/// x [..., n] contiguous, CPU, fp32 or bf16; weight [n] of the same dtype, or fp32 beside a bf16 x:
/// then the product is rounded once, after the weight.
[[nodiscard]] RmsNormResult RmsNormForward(const at::Tensor& x,
                                           const at::Tensor& weight,
                                           double eps);

/// dL/dx = rstd · (g - x̂ · mean(g ⊙ x̂)) with g = grad ⊙ weight and x̂ = x · rstd.
[[nodiscard]] at::Tensor RmsNormBackward(const at::Tensor& grad,
                                         const at::Tensor& x,
                                         const at::Tensor& weight,
                                         const at::Tensor& rstd);

}  // namespace sentei::engine::kernels
