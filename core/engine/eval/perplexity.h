// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace sentei::engine {

/// Losses of a text's windows; every window is predicted from its own beginning.
struct Perplexity {
  std::vector<double> window_losses;  ///< mean negative log-likelihood of each window's tokens
  double mean_loss = 0.0;             ///< over all predicted tokens
  double perplexity = 0.0;            ///< exp(mean_loss)
  std::int64_t tokens = 0;            ///< predicted: one less than a window's length each
};

/// The ids of a window as the model takes them: int64 [1, length].
[[nodiscard]] at::Tensor IdsOf(std::span<const text::TokenId> window);
/// Throws kInput when there is no window, or one that predicts nothing.
void CheckWindows(std::span<const std::span<const text::TokenId>> windows);

/// Called after each window on the calling thread.
using WindowProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Runs the windows one by one, without gradients. Throws kInput when there is none, one of fewer
/// than two tokens, or a weight file that changed meanwhile; kStopped between windows once a stop
/// is requested.
[[nodiscard]] Perplexity MeasureWindows(const Decoder& model,
                                        std::span<const std::span<const text::TokenId>> windows,
                                        const WindowProgress& progress = {},
                                        std::stop_token stop = {});

}  // namespace sentei::engine
