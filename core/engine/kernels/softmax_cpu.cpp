// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/softmax.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

namespace sentei::engine::kernels {
namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

template <typename T>
SENTEI_INLINE float MaxOf(const T* row, std::int64_t n) {
  float largest = kMinusInfinity;
#pragma omp simd reduction(max : largest)
  for (std::int64_t i = 0; i < n; ++i) {
    const float value = ToFloat(row[i]);
    largest = value > largest ? value : largest;
  }
  return largest;
}

/// sum exp(scale * (row - shift)).
template <typename T>
SENTEI_INLINE float SumOfExponentials(const T* row, std::int64_t n, float shift) {
  float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
  for (std::int64_t i = 0; i < n; ++i) {
    sum += FastExp(ToFloat(row[i]) - shift);
  }
  return sum;
}

/// The same sum, of the values before they are rounded to T and stored.
template <typename T>
SENTEI_INLINE float StoreExponentials(T* row, std::int64_t n, float shift, float scale) {
  float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
  for (std::int64_t i = 0; i < n; ++i) {
    const float value = FastExp((ToFloat(row[i]) - shift) * scale);
    sum += value;
    Assign(row[i], value);
  }
  return sum;
}

template <typename T>
SENTEI_INLINE void CausalRow(T* row, std::int64_t visible, std::int64_t keys, float scale) {
  const float sum = StoreExponentials(row, visible, MaxOf(row, visible), scale);
  const float inverse = 1.0F / sum;
  for (std::int64_t i = 0; i < visible; ++i) {
    Assign(row[i], ToFloat(row[i]) * inverse);
  }
  for (std::int64_t i = visible; i < keys; ++i) {
    Assign(row[i], 0.0F);
  }
}

template <typename T>
SENTEI_INLINE void BackwardRow(T* grad, const T* p, std::int64_t n, float scale) {
  float dot = 0.0F;
#pragma omp simd reduction(+ : dot)
  for (std::int64_t i = 0; i < n; ++i) {
    dot += ToFloat(grad[i]) * ToFloat(p[i]);
  }
  for (std::int64_t i = 0; i < n; ++i) {
    Assign(grad[i], scale * ToFloat(p[i]) * (ToFloat(grad[i]) - dot));
  }
}

template <typename T>
SENTEI_INLINE void FinishRow(
    T* row, const T* target, std::int64_t n, float inverse_sum, float scale) {
  for (std::int64_t i = 0; i < n; ++i) {
    Assign(row[i], (ToFloat(row[i]) * inverse_sum - ToFloat(target[i])) * scale);
  }
}

SENTEI_SIMD_CLONES float Max(const float* row, std::int64_t n) { return MaxOf(row, n); }
SENTEI_SIMD_CLONES float Max(const Bf16Bits* row, std::int64_t n) { return MaxOf(row, n); }
SENTEI_SIMD_CLONES float SumExp(const float* row, std::int64_t n, float shift) {
  return SumOfExponentials(row, n, shift);
}
SENTEI_SIMD_CLONES float SumExp(const Bf16Bits* row, std::int64_t n, float shift) {
  return SumOfExponentials(row, n, shift);
}
SENTEI_SIMD_CLONES float StoreExp(float* row, std::int64_t n, float shift) {
  return StoreExponentials(row, n, shift, 1.0F);
}
SENTEI_SIMD_CLONES float StoreExp(Bf16Bits* row, std::int64_t n, float shift) {
  return StoreExponentials(row, n, shift, 1.0F);
}
SENTEI_SIMD_CLONES void Causal(float* row, std::int64_t visible, std::int64_t keys, float scale) {
  CausalRow(row, visible, keys, scale);
}
SENTEI_SIMD_CLONES void Causal(Bf16Bits* row,
                               std::int64_t visible,
                               std::int64_t keys,
                               float scale) {
  CausalRow(row, visible, keys, scale);
}
SENTEI_SIMD_CLONES void Backward(float* grad, const float* p, std::int64_t n, float scale) {
  BackwardRow(grad, p, n, scale);
}
SENTEI_SIMD_CLONES void Backward(Bf16Bits* grad, const Bf16Bits* p, std::int64_t n, float scale) {
  BackwardRow(grad, p, n, scale);
}
SENTEI_SIMD_CLONES void Finish(
    float* row, const float* target, std::int64_t n, float inverse_sum, float scale) {
  FinishRow(row, target, n, inverse_sum, scale);
}
SENTEI_SIMD_CLONES void Finish(
    Bf16Bits* row, const Bf16Bits* target, std::int64_t n, float inverse_sum, float scale) {
  FinishRow(row, target, n, inverse_sum, scale);
}

enum class Exponentials { kForget, kStore };

VocabularyRows Reduce(const at::Tensor& logits, const at::Tensor& targets, Exponentials wanted) {
  const std::int64_t rows = logits.size(0);
  const std::int64_t vocab = logits.size(1);
  const auto options = logits.options().dtype(at::kFloat);
  VocabularyRows result{.losses = at::empty({rows}, options), .sums = at::empty({rows}, options)};
  const auto* target = Data<std::int64_t>(targets);
  auto* losses = MutableData<float>(result.losses);
  auto* sums = MutableData<float>(result.sums);
  DispatchElement(logits, [&]<typename T>(T) {
    T* data = MutableData<T>(logits);
    ForEachRow(rows, vocab, [&](std::int64_t i) {
      T* row = data + i * vocab;
      const float shift = Max(row, vocab);
      const float chosen = ToFloat(row[target[i]]);
      sums[i] =
          wanted == Exponentials::kStore ? StoreExp(row, vocab, shift) : SumExp(row, vocab, shift);
      losses[i] = std::log(sums[i]) + shift - chosen;
    });
  });
  return result;
}

}  // namespace

VocabularyRows VocabularyLosses(const at::Tensor& logits, const at::Tensor& targets) {
  return Reduce(logits, targets, Exponentials::kForget);
}

VocabularyRows VocabularyExponentials(const at::Tensor& logits, const at::Tensor& targets) {
  return Reduce(logits, targets, Exponentials::kStore);
}

void FinishVocabularyGradient(const at::Tensor& product,
                              const at::Tensor& sums,
                              const at::Tensor& head,
                              const at::Tensor& targets,
                              double scale) {
  const std::int64_t n = product.size(1);
  const auto* target = Data<std::int64_t>(targets);
  const auto* sum = Data<float>(sums);
  DispatchElement(product, [&]<typename T>(T) {
    T* rows = MutableData<T>(product);
    const T* matrix = Data<T>(head);
    ForEachRow(product.size(0), n, [&](std::int64_t i) {
      Finish(rows + i * n, matrix + target[i] * n, n, 1.0F / sum[i], static_cast<float>(scale));
    });
  });
}

void CausalSoftmax(const at::Tensor& scores,
                   std::int64_t queries,
                   std::int64_t first,
                   std::int64_t window,
                   double scale) {
  const std::int64_t keys = scores.size(-1);
  const std::int64_t rows = scores.numel() / keys;
  DispatchElement(scores, [&]<typename T>(T) {
    T* data = MutableData<T>(scores);
    ForEachRow(rows, keys, [&](std::int64_t row) {
      const std::int64_t visible = first + row % queries + 1;
      const std::int64_t hidden = window > 0 ? std::max<std::int64_t>(0, visible - window) : 0;
      T* begin = data + row * keys;
      std::fill(begin, begin + hidden, T{});
      Causal(begin + hidden, visible - hidden, keys - hidden, static_cast<float>(scale));
    });
  });
}

void SoftmaxBackward(const at::Tensor& grad_probabilities,
                     const at::Tensor& probabilities,
                     double scale) {
  const std::int64_t keys = probabilities.size(-1);
  DispatchElement(probabilities, [&]<typename T>(T) {
    T* grad = MutableData<T>(grad_probabilities);
    const T* p = Data<T>(probabilities);
    ForEachRow(probabilities.numel() / keys, keys, [&](std::int64_t row) {
      Backward(grad + row * keys, p + row * keys, keys, static_cast<float>(scale));
    });
  });
}

}  // namespace sentei::engine::kernels
