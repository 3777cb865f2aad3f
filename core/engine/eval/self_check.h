// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

namespace sentei::engine {

/// Largest |logit difference| that two orders of fp32 arithmetic may cause on a real model.
inline constexpr double kSelfCheckTolerance = 1e-3;

/// Ways of computing the same logits.
enum class ForwardPath : std::uint8_t {
  kAtOnce,      ///< fused operations over the whole sequence
  kCached,      ///< piece by piece through the key and value cache
  kLeftPadded,  ///< as the shorter sequence of a padded batch
};
[[nodiscard]] std::string_view Name(ForwardPath path);  ///< "at once", ...

/// Pseudo-random token ids, always the same for a vocabulary: int64 [1, length]. Long enough that
/// attention works in more than one block, where the model has so many positions.
[[nodiscard]] at::Tensor SelfCheckIds(const plan::ModelDescription& model);

/// Logits of the plain operations for `ids` [1, length], as the hidden states they come from.
[[nodiscard]] at::Tensor PlainHidden(const Decoder& model, const at::Tensor& ids);

/// The largest |logit difference| between `plain` (PlainHidden of the same ids) and what `model`
/// computes on `path`; not a number where either is none. No gradients.
[[nodiscard]] double LargestDifference(const Decoder& model,
                                       const at::Tensor& plain,
                                       const at::Tensor& ids,
                                       ForwardPath path);

}  // namespace sentei::engine
