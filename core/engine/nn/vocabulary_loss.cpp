// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/softmax.h"
#include "core/engine/nn/decoder.h"

#include <torch/torch.h>

#include <algorithm>

namespace sentei::engine {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kChunkValues = std::int64_t{1} << 24;  ///< logits that exist at once

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

/// Rows of the vocabulary are read by target id without a check further down.
void CheckTargets(const at::Tensor& targets, std::int64_t vocab) {
  const std::int64_t smallest = targets.min().item<std::int64_t>();
  const std::int64_t largest = targets.max().item<std::int64_t>();
  SENTEI_CHECK(smallest >= 0 && largest < vocab,
               "token ids {} to {} in a vocabulary of {}",
               smallest,
               largest,
               vocab);
}

/// The output matrix and what becomes of its logits.
struct Head {
  at::Tensor weight;     ///< [vocab, h]
  double softcap = 0.0;  ///< c: logits become c tanh(logit / c); 0: none
};

/// A run of token rows against the whole vocabulary; only these rows' logits exist.
struct Chunk {
  at::Tensor hidden;       ///< [rows, h]
  at::Tensor targets;      ///< [rows]
  at::Tensor logits;       ///< scratch [rows, vocab]
  at::Tensor grad_hidden;  ///< receives the gradient of scale * sum(losses); undefined: not wanted
  double scale = 1.0;
};

/// With separate operations, for capped logits and the dtypes and devices that the kernels do not
/// know.
at::Tensor ComputePlain(const Chunk& chunk, const Head& head) {
  const at::ScalarType wide = chunk.hidden.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  at::Tensor logits = chunk.logits.to(wide);
  at::Tensor slope;
  if (head.softcap > 0.0) {
    const at::Tensor capped = (logits / head.softcap).tanh();
    slope = 1.0 - capped.square();
    logits = capped * head.softcap;
  }
  const at::Tensor log_sum = at::logsumexp(logits, {1});
  const at::Tensor index = chunk.targets.unsqueeze(1);
  if (chunk.grad_hidden.defined()) {
    at::Tensor grad = (logits - log_sum.unsqueeze(1)).exp_();
    grad.scatter_add_(1, index, at::full_like(index, -1, grad.options()));
    if (slope.defined()) grad.mul_(slope);
    chunk.grad_hidden.copy_(
        at::mm(grad.to(head.weight.scalar_type()), head.weight).mul_(chunk.scale));
  }
  return log_sum - logits.gather(1, index).squeeze(1);
}

/// Losses [rows] of the chunk.
at::Tensor Compute(const Chunk& chunk, const Head& head) {
  at::Tensor logits = chunk.logits;
  at::mm_out(logits, chunk.hidden, head.weight.t());
  if (head.softcap > 0.0 || !kernels::HasFastPath(chunk.hidden)) {
    return ComputePlain(chunk, head);
  }
  if (!chunk.grad_hidden.defined()) {
    return kernels::VocabularyLosses(logits, chunk.targets).losses;
  }
  const kernels::VocabularyRows rows = kernels::VocabularyExponentials(logits, chunk.targets);
  at::Tensor grad = chunk.grad_hidden;
  at::mm_out(grad, logits, head.weight);
  kernels::FinishVocabularyGradient(grad, rows.sums, head.weight, chunk.targets, chunk.scale);
  return rows.losses;
}

/// Chunks of equal size: the products run faster on many rows than on a short rest.
std::int64_t RowsPerChunk(std::int64_t total, std::int64_t vocab) {
  const std::int64_t chunks = (total * vocab + kChunkValues - 1) / kChunkValues;
  return (total + chunks - 1) / chunks;
}

/// Losses [n] of all predictions, chunk by chunk; fills `grad` [n, h] where it is defined.
at::Tensor ComputeAll(const Predictions& predictions, const Head& head, const at::Tensor& grad) {
  const std::int64_t total = predictions.hidden.size(0);
  const std::int64_t vocab = head.weight.size(0);
  const std::int64_t rows = RowsPerChunk(total, vocab);
  const at::Tensor logits = at::empty({rows, vocab}, predictions.hidden.options());
  std::vector<at::Tensor> losses;
  for (std::int64_t begin = 0; begin < total; begin += rows) {
    const std::int64_t count = std::min(rows, total - begin);
    losses.push_back(
        Compute({.hidden = predictions.hidden.narrow(0, begin, count),
                 .targets = predictions.targets.narrow(0, begin, count),
                 .logits = logits.narrow(0, 0, count),
                 .grad_hidden = grad.defined() ? grad.narrow(0, begin, count) : at::Tensor(),
                 .scale = 1.0 / static_cast<double>(total)},
                head));
  }
  return at::cat(losses);
}

/// Computes the loss and its gradient in the same pass, while a chunk's logits exist.
class CausalLmLossFunction : public torch::autograd::Function<CausalLmLossFunction> {
 public:
  static at::Tensor forward(AutogradContext* ctx,
                            const at::Tensor& hidden,
                            const at::Tensor& head,
                            const at::Tensor& targets,
                            double softcap) {
    const bool wanted = hidden.requires_grad();
    const at::Tensor grad = wanted ? at::empty_like(hidden) : at::Tensor();
    const at::Tensor losses = ComputeAll(
        {.hidden = hidden, .targets = targets}, {.weight = head, .softcap = softcap}, grad);
    if (wanted) {
      ctx->save_for_backward({grad});
    }
    return losses.mean();
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const at::Tensor grad = ctx->get_saved_variables()[0];
    return {
        grad * grad_outputs[0].to(grad.scalar_type()), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor CausalLmLoss(const Decoder& model, const at::Tensor& hidden, const at::Tensor& ids) {
  const Predictions predictions = Shifted(hidden, ids);
  CheckTargets(predictions.targets, model.lm_head.size(0));
  return CausalLmLossFunction::apply(
      predictions.hidden, model.lm_head, predictions.targets, model.description.logit_softcap);
}

at::Tensor TokenLosses(const Decoder& model, const at::Tensor& hidden, const at::Tensor& ids) {
  const torch::NoGradGuard no_grad;
  const Predictions predictions = Shifted(hidden, ids);
  CheckTargets(predictions.targets, model.lm_head.size(0));
  const Head head{.weight = model.lm_head, .softcap = model.description.logit_softcap};
  return ComputeAll(predictions, head, {}).view({ids.size(0), -1}).to(at::kFloat);
}

}  // namespace sentei::engine
