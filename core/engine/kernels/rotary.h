// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine::kernels {

/// Angles of consecutive positions, fp32 [length, head_dim / 2] each. Undefined: no rotation.
struct Rotation {
  at::Tensor cos;
  at::Tensor sin;
};

/// Splits heads and rotates: x [batch, length, heads * head_dim] (innermost axis dense, CPU, fp32
/// or bf16) -> out [batch, heads, length, head_dim] of any strides with a dense innermost axis. (a,
/// b) = (x[i], x[i + head_dim / 2]) becomes (a cos - b sin, b cos + a sin).
void SplitHeads(const at::Tensor& x, const Rotation& rotation, const at::Tensor& out);

/// The inverse: heads [batch, heads, length, head_dim], rotated back, into out [batch, length,
/// heads * head_dim].
void MergeHeads(const at::Tensor& heads, const Rotation& rotation, const at::Tensor& out);

}  // namespace sentei::engine::kernels
