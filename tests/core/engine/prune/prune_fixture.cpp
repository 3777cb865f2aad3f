// SPDX-License-Identifier: Apache-2.0
#include "tests/core/engine/prune/prune_fixture.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine::testing {

std::unique_ptr<Decoder> LoraModel(const test::TinyModel& tiny, at::ScalarType dtype) {
  auto model = test::MakeDecoder(tiny, dtype == at::kDouble ? at::kDouble : at::kFloat);
  test::AttachTrainedLora(*model, tiny.seed + 7);
  return test::ConvertDecoder(*model, dtype);
}

at::Tensor LossOf(const Decoder& model, const at::Tensor& ids, Path path) {
  ForwardContext context;
  context.plain_reference = path == Path::kPlain;
  return CausalLmLoss(model, ForwardHidden(model, ids, context), ids);
}

double Backward(const Decoder& model, const at::Tensor& ids, Path path, GradientSink* sink) {
  ForwardContext context;
  context.plain_reference = path == Path::kPlain;
  context.gradient_sink = sink;
  const at::Tensor loss = CausalLmLoss(model, ForwardHidden(model, ids, context), ids);
  loss.backward();
  return loss.item<double>();
}

at::Tensor LogitsOf(const Decoder& model, const at::Tensor& ids) {
  const at::NoGradGuard no_grad;
  return Logits(model, ForwardHidden(model, ids, {}));
}

WeightGradients AutogradWeightGradients(const Decoder& model, const at::Tensor& ids) {
  Decoder copy = model;
  for (DecoderLayer& layer : copy.layers) {
    for (const plan::Projection projection : plan::kProjections) {
      LoraLinear& linear = layer[projection];
      linear.weight = linear.weight.detach().clone().requires_grad_(true);
    }
  }
  Backward(copy, ids, Path::kPlain);
  WeightGradients gradients;
  for (std::size_t i = 0; i < copy.layers.size(); ++i) {
    for (const plan::Projection projection : plan::kProjections) {
      gradients[{static_cast<std::int64_t>(i), projection}] =
          copy.layers[i][projection].weight.grad();
    }
  }
  return gradients;
}

at::Tensor Merged(const LoraLinear& linear) {
  const at::NoGradGuard no_grad;
  if (!linear.has_lora()) return linear.weight.detach().clone();
  return linear.weight +
         linear.scaling * at::mm(linear.lora_b, linear.lora_a).to(linear.weight.scalar_type());
}

plan::KeepMask SomeDropped(const std::vector<plan::UnitFamily>& families) {
  plan::KeepMask keep = plan::AllKept(families);
  for (std::size_t f = 0; f < families.size(); ++f) {
    const plan::UnitFamily& family = families[f];
    if (family.kind == plan::UnitKind::kQueryStripe) {
      // The first head of even groups and the last of odd ones.
      const auto per_group = static_cast<std::size_t>(family.units_per_group);
      if (per_group < 2) continue;
      for (std::size_t group = 0; group < keep[f].size() / per_group; ++group) {
        keep[f][group * per_group + (group % 2 == 0 ? 0 : per_group - 1)] = false;
      }
      continue;
    }
    const std::size_t first = static_cast<std::size_t>(family.layer) % 2;
    for (std::size_t unit = first; unit < keep[f].size() && keep[f].size() > 1; unit += 3) {
      keep[f][unit] = false;
    }
    if (keep[f].size() == 1) keep[f][0] = true;
  }
  return keep;
}

double MaxDiff(const at::Tensor& a, const at::Tensor& b) {
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

}  // namespace sentei::engine::testing
