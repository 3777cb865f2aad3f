// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/perplexity.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace sentei::engine {
namespace {

double SumOfLosses(const Decoder& model, std::span<const text::TokenId> window) {
  const at::Tensor ids = IdsOf(window).to(model.device);
  return TokenLosses(model, ForwardHidden(model, ids, {}), ids)
      .to(at::kDouble)
      .sum()
      .item<double>();
}

}  // namespace

at::Tensor IdsOf(std::span<const text::TokenId> window) {
  const std::vector<std::int64_t> ids(window.begin(), window.end());
  return at::tensor(ids, at::kLong).unsqueeze(0);
}

void CheckWindows(std::span<const std::span<const text::TokenId>> windows) {
  if (windows.empty()) ThrowInput("the text does not fill one window");
  for (const auto window : windows) {
    if (window.size() < 2) ThrowInput("a window of {} tokens predicts none", window.size());
  }
}

Perplexity MeasureWindows(const Decoder& model,
                          std::span<const std::span<const text::TokenId>> windows,
                          const WindowProgress& progress,
                          std::stop_token stop) {
  CheckWindows(windows);
  const at::NoGradGuard no_grad;
  Perplexity result;
  double sum = 0.0;
  for (const auto window : windows) {
    if (stop.stop_requested()) {
      throw Error(ErrorCode::kStopped, "stopped while measuring perplexity");
    }
    const auto predicted = static_cast<std::int64_t>(window.size()) - 1;
    const double loss = SumOfLosses(model, window);
    model.CheckIntact();
    result.window_losses.push_back(loss / static_cast<double>(predicted));
    result.tokens += predicted;
    sum += loss;
    if (progress) {
      progress(static_cast<std::int64_t>(result.window_losses.size()),
               static_cast<std::int64_t>(windows.size()));
    }
  }
  result.mean_loss = sum / static_cast<double>(result.tokens);
  result.perplexity = std::exp(result.mean_loss);
  return result;
}

}  // namespace sentei::engine
