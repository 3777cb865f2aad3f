// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/kernels/simd.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine::kernels {

/// Work below this many elements is not worth a second thread.
inline constexpr std::int64_t kGrainElements = 1 << 15;

/// Calls body(row) for every row, spread over the threads.
template <typename Body>
void ForEachRow(std::int64_t rows, std::int64_t elements_per_row, const Body& body) {
  const std::int64_t grain = 1 + kGrainElements / (elements_per_row + 1);
  at::parallel_for(0, rows, grain, [&body](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      body(row);
    }
  });
}

/// The elements of a contiguous CPU tensor as the kernels read them.
template <typename T>
const T* Data(const at::Tensor& tensor) {
  return static_cast<const T*>(tensor.const_data_ptr());
}
template <typename T>
T* MutableData(const at::Tensor& tensor) {
  return static_cast<T*>(tensor.mutable_data_ptr());
}

/// True when the vector code here can run: CPU, fp32 or bf16. Else plain operations are used.
inline bool HasFastPath(const at::Tensor& x) {
  return x.is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

/// Calls body with a value of the element type that `x` (HasFastPath) holds.
template <typename Body>
auto DispatchElement(const at::Tensor& x, const Body& body) {
  return x.scalar_type() == at::kFloat ? body(float{}) : body(Bf16Bits{});
}

}  // namespace sentei::engine::kernels
