// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/dropout.h"

#include "core/base/random.h"
#include "core/engine/kernels/columns.h"

namespace sentei::engine {
namespace {

constexpr std::uint32_t kProjections = 8;  ///< numbers reserved per layer
constexpr std::uint32_t kMicroBatchShift = 16;

}  // namespace

std::uint64_t DropoutKey(const ForwardContext& context, const LoraLinear& linear) {
  const std::uint32_t module = static_cast<std::uint32_t>(linear.layer) * kProjections +
                               static_cast<std::uint32_t>(linear.projection);
  const std::uint32_t index =
      (static_cast<std::uint32_t>(context.micro_batch) << kMicroBatchShift) ^ module;
  RandomStream stream({.seed = context.seed,
                       .step = static_cast<std::uint64_t>(context.step),
                       .layer = index,
                       .purpose = RandomPurpose::kLoraDropout});
  return stream.NextU64();
}

at::Tensor ApplyDropout(const at::Tensor& x, double p, std::uint64_t key) {
  return kernels::HashDropout(x, p, key);
}

}  // namespace sentei::engine
