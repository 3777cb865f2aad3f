// SPDX-License-Identifier: Apache-2.0
#include "core/engine/token_sampler.h"

#include "core/base/random.h"

#include <ATen/ATen.h>

namespace sentei::engine {

std::int64_t SampleToken(const at::Tensor& logits,
                         const run::GenerateSpec& spec,
                         std::uint64_t seed,
                         std::int64_t index) {
  if (spec.temperature <= 0.0) return logits.argmax().item<std::int64_t>();
  const auto [probability, ids] = at::softmax(logits.to(at::kDouble) / spec.temperature, 0)
                                      .sort(/*stable=*/true, 0, /*descending=*/true);
  const at::Tensor reached = probability.cumsum(0);
  const auto count = static_cast<std::int64_t>((reached < spec.top_p).sum().item<std::int64_t>());
  const std::int64_t candidates = std::min<std::int64_t>(count + 1, logits.size(0));
  RandomStream stream({.seed = seed,
                       .step = static_cast<std::uint64_t>(index),
                       .layer = 0,
                       .purpose = RandomPurpose::kSampling});
  const double total = reached[candidates - 1].item<double>();
  const double draw = stream.NextUniform() * total;
  const std::int64_t chosen = (reached.narrow(0, 0, candidates) <= draw).sum().item<std::int64_t>();
  return ids[std::min(chosen, candidates - 1)].item<std::int64_t>();
}

}  // namespace sentei::engine
