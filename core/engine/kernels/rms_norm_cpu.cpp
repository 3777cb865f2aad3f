// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/rms_norm.h"

#include <ATen/ATen.h>

#include <cmath>

namespace sentei::engine::kernels {
namespace {

template <typename T, typename W>
SENTEI_INLINE float ForwardRow(const T* x, const W* weight, T* out, std::int64_t n, float eps) {
  float squares = 0.0F;
#pragma omp simd reduction(+ : squares)
  for (std::int64_t i = 0; i < n; ++i) {
    squares += ToFloat(x[i]) * ToFloat(x[i]);
  }
  const float rstd = 1.0F / std::sqrt(squares / static_cast<float>(n) + eps);
  for (std::int64_t i = 0; i < n; ++i) {
    Assign(out[i], ToFloat(weight[i]) * Rounded<W>(ToFloat(x[i]) * rstd));
  }
  return rstd;
}

template <typename T, typename W>
SENTEI_INLINE void BackwardRow(
    const T* grad, const T* x, const W* weight, T* out, std::int64_t n, float rstd) {
  float dot = 0.0F;
#pragma omp simd reduction(+ : dot)
  for (std::int64_t i = 0; i < n; ++i) {
    dot += ToFloat(grad[i]) * ToFloat(weight[i]) * ToFloat(x[i]);
  }
  const float along = dot * rstd * rstd / static_cast<float>(n);
  for (std::int64_t i = 0; i < n; ++i) {
    Assign(out[i], rstd * (ToFloat(grad[i]) * ToFloat(weight[i]) - ToFloat(x[i]) * along));
  }
}

// Cloned functions cannot be templates: one for each pair of value and weight.
#define SENTEI_NORM_PASSES(T, W)                                                        \
  SENTEI_SIMD_CLONES float Forward(                                                     \
      const T* x, const W* weight, T* out, std::int64_t n, float eps) {                 \
    return ForwardRow(x, weight, out, n, eps);                                          \
  }                                                                                     \
  SENTEI_SIMD_CLONES void Backward(                                                     \
      const T* grad, const T* x, const W* weight, T* out, std::int64_t n, float rstd) { \
    BackwardRow(grad, x, weight, out, n, rstd);                                         \
  }
SENTEI_NORM_PASSES(float, float)
SENTEI_NORM_PASSES(Bf16Bits, Bf16Bits)
SENTEI_NORM_PASSES(Bf16Bits, float)
#undef SENTEI_NORM_PASSES

/// Calls body(pointer to the weight in its own element type).
template <typename T, typename Body>
void WithWeight(const at::Tensor& weight, const Body& body) {
  if (weight.scalar_type() == at::kFloat) {
    body(Data<float>(weight));
  } else {
    body(Data<T>(weight));
  }
}

}  // namespace

RmsNormResult RmsNormForward(const at::Tensor& x, const at::Tensor& weight, double eps) {
  const std::int64_t n = x.size(-1);
  const std::int64_t rows = x.numel() / n;
  RmsNormResult result{.output = at::empty(x.sizes(), x.options()),
                       .rstd = at::empty({rows}, x.options().dtype(at::kFloat))};
  auto* rstd = MutableData<float>(result.rstd);
  DispatchElement(x, [&]<typename T>(T) {
    const T* in = Data<T>(x);
    T* out = MutableData<T>(result.output);
    WithWeight<T>(weight, [&](const auto* scale) {
      ForEachRow(rows, n, [&](std::int64_t row) {
        rstd[row] = Forward(in + row * n, scale, out + row * n, n, static_cast<float>(eps));
      });
    });
  });
  return result;
}

at::Tensor RmsNormBackward(const at::Tensor& grad,
                           const at::Tensor& x,
                           const at::Tensor& weight,
                           const at::Tensor& rstd) {
  const std::int64_t n = x.size(-1);
  at::Tensor result = at::empty(x.sizes(), x.options());
  const auto* scales = Data<float>(rstd);
  DispatchElement(x, [&]<typename T>(T) {
    const T* upstream = Data<T>(grad);
    const T* in = Data<T>(x);
    T* out = MutableData<T>(result);
    WithWeight<T>(weight, [&](const auto* w) {
      ForEachRow(x.numel() / n, n, [&](std::int64_t row) {
        Backward(upstream + row * n, in + row * n, w, out + row * n, n, scales[row]);
      });
    });
  });
  return result;
}

}  // namespace sentei::engine::kernels
