// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/dataset.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>

namespace sentei::engine {

/// Training sequences as tensors. Which ones a step sees is a function of (seed, step) alone
/// (text::SequenceSampler), so nothing about the data has to be saved but the step.
class BatchSource {
 public:
  /// Throws kInput when the tokens do not fill one sequence.
  BatchSource(text::TokenStream stream,
              std::int64_t length,
              std::int64_t batch,
              std::uint64_t seed);

  /// The batch of the optimizer step that follows `step` finished ones: int64 [batch, length].
  [[nodiscard]] at::Tensor At(std::int64_t step);

 private:
  std::unique_ptr<const text::TokenStream> stream_;  ///< the sampler points to it
  text::SequenceSampler sampler_;
  std::int64_t length_;
};

}  // namespace sentei::engine
