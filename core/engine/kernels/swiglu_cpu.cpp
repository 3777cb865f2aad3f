// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/swiglu.h"

#include <ATen/ATen.h>

namespace sentei::engine::kernels {
namespace {

template <typename T>
SENTEI_INLINE void ForwardRange(const T* gate, const T* up, T* out, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float g = ToFloat(gate[i]);
    Assign(out[i], Rounded<T>(g * FastSigmoid(g)) * ToFloat(up[i]));
  }
}

template <typename T>
SENTEI_INLINE void BackwardRange(
    const T* grad, const T* gate, const T* up, T* grad_gate, T* grad_up, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float g = ToFloat(gate[i]);
    const float upstream = ToFloat(grad[i]);
    const float sigmoid = FastSigmoid(g);
    Assign(grad_up[i], upstream * g * sigmoid);
    Assign(grad_gate[i], upstream * ToFloat(up[i]) * sigmoid * (1.0F + g * (1.0F - sigmoid)));
  }
}

SENTEI_SIMD_CLONES void Forward(const float* gate, const float* up, float* out, std::int64_t n) {
  ForwardRange(gate, up, out, n);
}
SENTEI_SIMD_CLONES void Forward(const Bf16Bits* gate,
                                const Bf16Bits* up,
                                Bf16Bits* out,
                                std::int64_t n) {
  ForwardRange(gate, up, out, n);
}
SENTEI_SIMD_CLONES void Backward(const float* grad,
                                 const float* gate,
                                 const float* up,
                                 float* grad_gate,
                                 float* grad_up,
                                 std::int64_t n) {
  BackwardRange(grad, gate, up, grad_gate, grad_up, n);
}
SENTEI_SIMD_CLONES void Backward(const Bf16Bits* grad,
                                 const Bf16Bits* gate,
                                 const Bf16Bits* up,
                                 Bf16Bits* grad_gate,
                                 Bf16Bits* grad_up,
                                 std::int64_t n) {
  BackwardRange(grad, gate, up, grad_gate, grad_up, n);
}

}  // namespace

at::Tensor SwiGluForward(const at::Tensor& gate, const at::Tensor& up) {
  at::Tensor result = at::empty(gate.sizes(), gate.options());
  DispatchElement(gate, [&]<typename T>(T) {
    const T* g = Data<T>(gate);
    const T* u = Data<T>(up);
    T* out = MutableData<T>(result);
    at::parallel_for(0, gate.numel(), kGrainElements, [&](std::int64_t begin, std::int64_t end) {
      Forward(g + begin, u + begin, out + begin, end - begin);
    });
  });
  return result;
}

SwiGluGradients SwiGluBackward(const at::Tensor& grad,
                               const at::Tensor& gate,
                               const at::Tensor& up) {
  SwiGluGradients result{.gate = at::empty(gate.sizes(), gate.options()),
                         .up = at::empty(up.sizes(), up.options())};
  DispatchElement(gate, [&]<typename T>(T) {
    const T* upstream = Data<T>(grad);
    const T* g = Data<T>(gate);
    const T* u = Data<T>(up);
    T* dg = MutableData<T>(result.gate);
    T* du = MutableData<T>(result.up);
    at::parallel_for(0, gate.numel(), kGrainElements, [&](std::int64_t begin, std::int64_t end) {
      Backward(upstream + begin, g + begin, u + begin, dg + begin, du + begin, end - begin);
    });
  });
  return result;
}

}  // namespace sentei::engine::kernels
