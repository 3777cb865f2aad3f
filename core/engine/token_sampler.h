// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine {

/// Chooses the token that follows: logits fp32 [vocab] on the CPU. Temperature 0 takes the largest
/// logit (lowest id on ties); else it draws from softmax(logits / temperature), cut to the smallest
/// set of tokens whose probability reaches top_p. The draw is a function of (seed, index).
[[nodiscard]] std::int64_t SampleToken(const at::Tensor& logits,
                                       const run::GenerateSpec& spec,
                                       std::uint64_t seed,
                                       std::int64_t index);

}  // namespace sentei::engine
