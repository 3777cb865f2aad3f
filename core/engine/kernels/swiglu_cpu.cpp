// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/swiglu.h"

#include <ATen/ATen.h>

namespace sentei::engine::kernels {
namespace {

/// What goes through the sigmoid, and its derivative.
struct Silu {
  SENTEI_INLINE static float Inner(float g) { return g; }
  SENTEI_INLINE static float Slope(float) { return 1.0F; }
};
struct GeluTanh {
  static constexpr float kScale = 1.5957691216057308F;  // 2 sqrt(2 / pi)
  static constexpr float kCubic = 0.044715F;
  SENTEI_INLINE static float Inner(float g) { return kScale * (g + kCubic * g * g * g); }
  SENTEI_INLINE static float Slope(float g) { return kScale * (1.0F + 3.0F * kCubic * g * g); }
};

template <typename A, typename T>
SENTEI_INLINE void ForwardRange(const T* gate, const T* up, T* out, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float g = ToFloat(gate[i]);
    Assign(out[i], Rounded<T>(g * FastSigmoid(A::Inner(g))) * ToFloat(up[i]));
  }
}

template <typename A, typename T>
SENTEI_INLINE void BackwardRange(
    const T* grad, const T* gate, const T* up, T* grad_gate, T* grad_up, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float g = ToFloat(gate[i]);
    const float upstream = ToFloat(grad[i]);
    const float sigmoid = FastSigmoid(A::Inner(g));
    const float slope = 1.0F + g * (1.0F - sigmoid) * A::Slope(g);
    Assign(grad_up[i], upstream * g * sigmoid);
    Assign(grad_gate[i], upstream * ToFloat(up[i]) * sigmoid * slope);
  }
}

// Cloned functions cannot be templates: one for each activation and element.
#define SENTEI_GATED_PASSES(A, T)                                                               \
  SENTEI_SIMD_CLONES void Forward(A, const T* gate, const T* up, T* out, std::int64_t n) {      \
    ForwardRange<A>(gate, up, out, n);                                                          \
  }                                                                                             \
  SENTEI_SIMD_CLONES void Backward(                                                             \
      A, const T* grad, const T* gate, const T* up, T* grad_gate, T* grad_up, std::int64_t n) { \
    BackwardRange<A>(grad, gate, up, grad_gate, grad_up, n);                                    \
  }
SENTEI_GATED_PASSES(Silu, float)
SENTEI_GATED_PASSES(Silu, Bf16Bits)
SENTEI_GATED_PASSES(GeluTanh, float)
SENTEI_GATED_PASSES(GeluTanh, Bf16Bits)
#undef SENTEI_GATED_PASSES

template <typename Body>
void DispatchActivation(plan::Activation activation, const Body& body) {
  if (activation == plan::Activation::kSilu) {
    body(Silu());
  } else {
    body(GeluTanh());
  }
}

template <typename A, typename T>
void ForwardAll(A activation, const at::Tensor& gate, const at::Tensor& up, at::Tensor& result) {
  const T* g = Data<T>(gate);
  const T* u = Data<T>(up);
  T* out = MutableData<T>(result);
  at::parallel_for(0, gate.numel(), kGrainElements, [&](std::int64_t begin, std::int64_t end) {
    Forward(activation, g + begin, u + begin, out + begin, end - begin);
  });
}

template <typename A, typename T>
void BackwardAll(A activation,
                 const at::Tensor& grad,
                 const at::Tensor& gate,
                 const at::Tensor& up,
                 SwiGluGradients& result) {
  const T* upstream = Data<T>(grad);
  const T* g = Data<T>(gate);
  const T* u = Data<T>(up);
  T* dg = MutableData<T>(result.gate);
  T* du = MutableData<T>(result.up);
  at::parallel_for(0, gate.numel(), kGrainElements, [&](std::int64_t begin, std::int64_t end) {
    Backward(
        activation, upstream + begin, g + begin, u + begin, dg + begin, du + begin, end - begin);
  });
}

}  // namespace

at::Tensor SwiGluForward(const at::Tensor& gate,
                         const at::Tensor& up,
                         plan::Activation activation) {
  at::Tensor result = at::empty(gate.sizes(), gate.options());
  DispatchElement(gate, [&]<typename T>(T) {
    DispatchActivation(activation, [&](auto chosen) {
      ForwardAll<decltype(chosen), T>(chosen, gate, up, result);
    });
  });
  return result;
}

SwiGluGradients SwiGluBackward(const at::Tensor& grad,
                               const at::Tensor& gate,
                               const at::Tensor& up,
                               plan::Activation activation) {
  SwiGluGradients result{.gate = at::empty(gate.sizes(), gate.options()),
                         .up = at::empty(up.sizes(), up.options())};
  DispatchElement(gate, [&]<typename T>(T) {
    DispatchActivation(activation, [&](auto chosen) {
      BackwardAll<decltype(chosen), T>(chosen, grad, gate, up, result);
    });
  });
  return result;
}

}  // namespace sentei::engine::kernels
