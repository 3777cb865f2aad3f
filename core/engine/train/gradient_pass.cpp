// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/gradient_pass.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace sentei::engine {
namespace {

bool FiniteAfter(const Decoder& model, const at::Tensor& ids, std::int64_t num_layers) {
  Decoder front = model;
  front.layers.resize(static_cast<std::size_t>(num_layers));
  front.description.layers.resize(static_cast<std::size_t>(num_layers));
  return at::isfinite(ForwardHidden(front, ids, {})).all().item<bool>();
}

}  // namespace

std::optional<double> AccumulateGradients(const Decoder& model,
                                          const at::Tensor& ids,
                                          std::int64_t micro_batch,
                                          ForwardContext context,
                                          Criterion* criterion,
                                          const BetweenMicroBatches& between) {
  const std::int64_t batch = ids.size(0);
  context.gradient_sink = criterion == nullptr ? nullptr : criterion->sink();
  at::Tensor total = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(model.device));
  for (std::int64_t begin = 0; begin < batch; begin += micro_batch) {
    if (between && between() == Interruption::kStop) return std::nullopt;
    context.micro_batch = begin / micro_batch;
    const at::Tensor part =
        ids.narrow(0, begin, std::min(micro_batch, batch - begin)).to(model.device);
    const double share = static_cast<double>(part.size(0)) / static_cast<double>(batch);
    const at::Tensor hidden = ForwardHidden(model, part, context);
    const at::Tensor loss = CausalLmLoss(model, hidden, part) * share;
    loss.backward();
    total += loss.detach();
    if (criterion != nullptr) criterion->Observe();
  }
  return total.item<double>();
}

std::int64_t FirstNonFiniteLayer(const Decoder& model, const at::Tensor& ids) {
  const at::NoGradGuard no_grad;
  std::int64_t finite = -1;
  auto broken = static_cast<std::int64_t>(model.layers.size()) + 1;
  while (broken - finite > 1) {
    const std::int64_t middle = (finite + broken) / 2;
    (FiniteAfter(model, ids, middle) ? finite : broken) = middle;
  }
  return broken - 1;
}

}  // namespace sentei::engine
