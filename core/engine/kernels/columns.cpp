// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernels/columns.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace sentei::engine::kernels {
namespace {

/// The finaliser of MurmurHash3 over a counter, keyed at both ends.
[[gnu::always_inline]] inline std::uint32_t Hash(std::uint32_t counter,
                                                 std::uint32_t key0,
                                                 std::uint32_t key1) {
  std::uint32_t h = counter * 0x9E3779B9U + key0;
  h = (h ^ (h >> 16)) * 0x85EBCA6BU;
  h = (h ^ (h >> 13)) * 0xC2B2AE35U;
  h = (h ^ (h >> 16)) + key1;
  h = (h ^ (h >> 15)) * 0x2C1B3C6DU;
  return h ^ (h >> 12);
}

constexpr double kHashRange = 4294967296.0;

}  // namespace

at::Tensor ScaleColumns(const at::Tensor& x, const at::Tensor& scale) {
  return x * scale.detach().to(x.scalar_type());
}

at::Tensor ColumnDots(const at::Tensor& a, const at::Tensor& b) {
  const at::ScalarType sum_type = a.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  return at::sum(a.to(sum_type) * b, {0});
}

at::Tensor HashDropout(const at::Tensor& x, double p, std::uint64_t key) {
  SENTEI_CHECK(p >= 0.0 && p < 1.0, "dropout {}", p);
  SENTEI_CHECK(x.numel() < (std::int64_t{1} << 32), "{} elements", x.numel());
  const auto key0 = static_cast<std::uint32_t>(key);
  const auto key1 = static_cast<std::uint32_t>(key >> 32);
  const auto threshold = static_cast<std::uint32_t>(p * kHashRange);
  const float scale = static_cast<float>(1.0 / (1.0 - p));
  at::Tensor factors = at::empty(x.sizes(), at::TensorOptions().dtype(at::kFloat));
  float* out = factors.mutable_data_ptr<float>();
  at::parallel_for(0, x.numel(), 1 << 15, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      out[i] = Hash(static_cast<std::uint32_t>(i), key0, key1) >= threshold ? scale : 0.0F;
    }
  });
  return x * factors.to(x.options());
}

}  // namespace sentei::engine::kernels
