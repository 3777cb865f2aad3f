// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/kernels/columns.h"
#include "core/engine/kernels/parallel.h"

#include <ATen/ATen.h>

#include <bit>
#include <vector>

namespace sentei::engine::kernels {
namespace {

constexpr double kHashRange = 4294967296.0;

/// The finaliser of MurmurHash3 over a counter, keyed at both ends.
SENTEI_INLINE std::uint32_t Hash(std::uint32_t counter, std::uint32_t key0, std::uint32_t key1) {
  std::uint32_t h = counter * 0x9E3779B9U + key0;
  h = (h ^ (h >> 16)) * 0x85EBCA6BU;
  h = (h ^ (h >> 13)) * 0xC2B2AE35U;
  h = (h ^ (h >> 16)) + key1;
  h = (h ^ (h >> 15)) * 0x2C1B3C6DU;
  return h ^ (h >> 12);
}

struct DropoutRule {
  std::uint32_t key0 = 0;
  std::uint32_t key1 = 0;
  std::uint32_t threshold = 0;  ///< a smaller hash drops the element
  float scale = 1.0F;
};

DropoutRule RuleOf(double p, std::uint64_t key) {
  return {.key0 = static_cast<std::uint32_t>(key),
          .key1 = static_cast<std::uint32_t>(key >> 32),
          .threshold = static_cast<std::uint32_t>(p * kHashRange),
          .scale = static_cast<float>(1.0 / (1.0 - p))};
}

template <typename T>
SENTEI_INLINE void ScaleRow(const T* x, const float* scale, T* out, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    Assign(out[i], ToFloat(x[i]) * scale[i]);
  }
}

template <typename T>
SENTEI_INLINE void AddProducts(const T* a, const T* b, float* sums, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    sums[i] += ToFloat(a[i]) * ToFloat(b[i]);
  }
}

/// Without a branch, and with the rule in registers: else the compiler makes no vector code of it.
template <typename T>
SENTEI_INLINE void DropRange(
    const T* x, T* out, std::int64_t begin, std::int64_t end, const DropoutRule& rule) {
  const auto [key0, key1, threshold, scale] = rule;
#pragma omp simd
  for (std::int64_t i = begin; i < end; ++i) {
    const std::uint32_t kept =
        Hash(static_cast<std::uint32_t>(i), key0, key1) < threshold ? 0 : ~0U;
    const float scaled = ToFloat(x[i]) * scale;
    Assign(out[i], std::bit_cast<float>(std::bit_cast<std::uint32_t>(scaled) & kept));
  }
}

SENTEI_SIMD_CLONES void Scale(const float* x, const float* scale, float* out, std::int64_t n) {
  ScaleRow(x, scale, out, n);
}
SENTEI_SIMD_CLONES void Scale(const Bf16Bits* x,
                              const float* scale,
                              Bf16Bits* out,
                              std::int64_t n) {
  ScaleRow(x, scale, out, n);
}
SENTEI_SIMD_CLONES void Add(const float* a, const float* b, float* sums, std::int64_t n) {
  AddProducts(a, b, sums, n);
}
SENTEI_SIMD_CLONES void Add(const Bf16Bits* a, const Bf16Bits* b, float* sums, std::int64_t n) {
  AddProducts(a, b, sums, n);
}
SENTEI_SIMD_CLONES void Drop(
    const float* x, float* out, std::int64_t begin, std::int64_t end, const DropoutRule& rule) {
  DropRange(x, out, begin, end, rule);
}
SENTEI_SIMD_CLONES void Drop(const Bf16Bits* x,
                             Bf16Bits* out,
                             std::int64_t begin,
                             std::int64_t end,
                             const DropoutRule& rule) {
  DropRange(x, out, begin, end, rule);
}

at::Tensor DropoutFactors(const at::Tensor& x, const DropoutRule& rule) {
  const at::Tensor ones = at::ones(x.sizes(), at::TensorOptions().dtype(at::kFloat));
  at::Tensor factors = at::empty_like(ones);
  Drop(Data<float>(ones), MutableData<float>(factors), 0, ones.numel(), rule);
  return factors.to(x.device());
}

}  // namespace

at::Tensor ScaleColumns(const at::Tensor& x, const at::Tensor& scale) {
  const at::Tensor factors = scale.detach();
  if (!HasFastPath(x)) {
    return x * factors.to(x.scalar_type());
  }
  const at::Tensor dense = x.contiguous();
  const at::Tensor wide = factors.to(at::kFloat).contiguous();
  const std::int64_t n = x.size(-1);
  at::Tensor result = at::empty(x.sizes(), x.options());
  DispatchElement(x, [&]<typename T>(T) {
    const T* in = Data<T>(dense);
    const auto* by = Data<float>(wide);
    T* out = MutableData<T>(result);
    ForEachRow(
        x.numel() / n, n, [&](std::int64_t row) { Scale(in + row * n, by, out + row * n, n); });
  });
  return result;
}

at::Tensor ColumnDots(const at::Tensor& a, const at::Tensor& b, std::int64_t blocks) {
  SENTEI_CHECK(blocks > 0 && a.size(0) % blocks == 0, "{} rows in {} blocks", a.size(0), blocks);
  const std::int64_t rows = a.size(0) / blocks;
  const std::int64_t n = a.size(1);
  if (!HasFastPath(a)) {
    return (a * b)
        .view({blocks, rows, n})
        .sum(1, /*keepdim=*/false, a.scalar_type() == at::kDouble ? at::kDouble : at::kFloat);
  }
  const at::Tensor left = a.contiguous();
  const at::Tensor right = b.contiguous();
  at::Tensor result = at::zeros({blocks, n}, a.options().dtype(at::kFloat));
  auto* sums = MutableData<float>(result);
  DispatchElement(a, [&]<typename T>(T) {
    const T* x = Data<T>(left);
    const T* y = Data<T>(right);
    const std::int64_t grain = 1 + kGrainElements / (a.size(0) + 1);
    at::parallel_for(0, n, grain, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t row = 0; row < blocks * rows; ++row) {
        const std::int64_t at = row * n + begin;
        Add(x + at, y + at, sums + row / rows * n + begin, end - begin);
      }
    });
  });
  return result;
}

at::Tensor HashDropout(const at::Tensor& x, double p, std::uint64_t key) {
  SENTEI_CHECK(p >= 0.0 && p < 1.0, "dropout {}", p);
  SENTEI_CHECK(x.numel() < (std::int64_t{1} << 32), "{} elements", x.numel());
  const DropoutRule rule = RuleOf(p, key);
  if (!HasFastPath(x)) {
    return x * DropoutFactors(x, rule).to(x.scalar_type());
  }
  const at::Tensor dense = x.contiguous();
  at::Tensor result = at::empty(x.sizes(), x.options());
  DispatchElement(x, [&]<typename T>(T) {
    const T* in = Data<T>(dense);
    T* out = MutableData<T>(result);
    at::parallel_for(0, x.numel(), kGrainElements, [&](std::int64_t begin, std::int64_t end) {
      Drop(in, out, begin, end, rule);
    });
  });
  return result;
}

}  // namespace sentei::engine::kernels
