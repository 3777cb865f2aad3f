// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine::kernels {

/// x ⊙ scale: x [rows, columns] in any floating dtype, scale [columns] of another; x's dtype.
[[nodiscard]] at::Tensor ScaleColumns(const at::Tensor& x, const at::Tensor& scale);

/// Column sums of a ⊙ b over each of `blocks` equal runs of rows, in fp32 (fp64 for fp64):
/// a, b [rows, columns] -> [blocks, columns]. `blocks` divides the rows.
[[nodiscard]] at::Tensor ColumnDots(const at::Tensor& a, const at::Tensor& b, std::int64_t blocks);

/// Keeps element i with probability 1 - p, scaled by 1 / (1 - p); whether it stays is a hash of
/// (key, i). x contiguous, below 2^32 elements.
[[nodiscard]] at::Tensor HashDropout(const at::Tensor& x, double p, std::uint64_t key);

}  // namespace sentei::engine::kernels
