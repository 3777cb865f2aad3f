// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/nn/decoder.h"

#include <torch/torch.h>

#include <algorithm>

namespace sentei::engine {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kChunkTokens = 128;  ///< rows of logits that exist at once

/// The rows that predict a next token, and those tokens: hidden [n, h], targets [n].
struct Predictions {
  at::Tensor hidden;
  at::Tensor targets;
};

Predictions Shifted(const at::Tensor& hidden, const at::Tensor& ids) {
  SENTEI_CHECK(hidden.dim() == 3 && ids.dim() == 2 && ids.size(1) >= 2,
               "hidden has {} axes, ids {} axes; at least two tokens are needed",
               hidden.dim(),
               ids.dim());
  const std::int64_t length = ids.size(1) - 1;
  return {.hidden = hidden.narrow(1, 0, length).reshape({-1, hidden.size(2)}),
          .targets = ids.narrow(1, 1, length).reshape({-1})};
}

struct ChunkResult {
  at::Tensor losses;       ///< [rows] fp32
  at::Tensor grad_hidden;  ///< [rows, h], of the sum of the losses; undefined if not asked for
};

enum class Want { kLosses, kGradient };

ChunkResult Chunk(const at::Tensor& head,
                  const at::Tensor& hidden,
                  const at::Tensor& targets,
                  Want want) {
  const at::ScalarType wide = hidden.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor logits = at::mm(hidden, head.t()).to(wide);
  const at::Tensor log_sum = at::logsumexp(logits, {1});
  const at::Tensor index = targets.unsqueeze(1);
  ChunkResult result{.losses = log_sum - logits.gather(1, index).squeeze(1), .grad_hidden = {}};
  if (want == Want::kGradient) {
    at::Tensor probability = (logits - log_sum.unsqueeze(1)).exp_();
    probability.scatter_add_(1, index, at::full_like(index, -1, probability.options()));
    result.grad_hidden = at::mm(probability.to(hidden.scalar_type()), head);
  }
  return result;
}

class CausalLmLossFunction : public torch::autograd::Function<CausalLmLossFunction> {
 public:
  static at::Tensor forward(AutogradContext* ctx,
                            const at::Tensor& hidden,
                            const at::Tensor& head,
                            const at::Tensor& targets) {
    const std::int64_t rows = hidden.size(0);
    const Want want = hidden.requires_grad() ? Want::kGradient : Want::kLosses;
    at::Tensor grad = want == Want::kGradient ? at::empty_like(hidden) : at::Tensor();
    std::vector<at::Tensor> sums;
    for (std::int64_t begin = 0; begin < rows; begin += kChunkTokens) {
      const std::int64_t count = std::min(kChunkTokens, rows - begin);
      const ChunkResult chunk =
          Chunk(head, hidden.narrow(0, begin, count), targets.narrow(0, begin, count), want);
      sums.push_back(chunk.losses.sum());
      if (want == Want::kGradient) {
        grad.narrow(0, begin, count).copy_(chunk.grad_hidden.div_(static_cast<double>(rows)));
      }
    }
    ctx->save_for_backward({grad});
    return at::stack(sums).sum() / static_cast<double>(rows);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const at::Tensor grad = ctx->get_saved_variables()[0];
    return {grad * grad_outputs[0].to(grad.scalar_type()), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor CausalLmLoss(const Decoder& model, const at::Tensor& hidden, const at::Tensor& ids) {
  const Predictions predictions = Shifted(hidden, ids);
  return CausalLmLossFunction::apply(predictions.hidden, model.lm_head, predictions.targets);
}

at::Tensor TokenLosses(const Decoder& model, const at::Tensor& hidden, const at::Tensor& ids) {
  const torch::NoGradGuard no_grad;
  const Predictions predictions = Shifted(hidden, ids);
  std::vector<at::Tensor> losses;
  for (std::int64_t begin = 0; begin < predictions.hidden.size(0); begin += kChunkTokens) {
    const std::int64_t count = std::min(kChunkTokens, predictions.hidden.size(0) - begin);
    losses.push_back(Chunk(model.lm_head,
                           predictions.hidden.narrow(0, begin, count),
                           predictions.targets.narrow(0, begin, count),
                           Want::kLosses)
                         .losses);
  }
  return at::cat(losses).view({ids.size(0), -1}).to(at::kFloat);
}

}  // namespace sentei::engine
