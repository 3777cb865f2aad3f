// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/lora_parameters.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine {
namespace {

std::int64_t Count(const std::vector<std::int64_t>& shape) { return shape[0] * shape[1]; }

}  // namespace

LoraParameters::LoraParameters(Decoder& model) {
  std::int64_t total = 0;
  at::TensorOptions options;
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    for (const plan::Projection projection : plan::kProjections) {
      const LoraLinear& linear = model.layers[i][projection];
      if (!linear.has_lora()) continue;
      slots_.push_back({static_cast<std::int64_t>(i),
                        projection,
                        total,
                        linear.lora_a.sizes().vec(),
                        linear.lora_b.sizes().vec()});
      total += linear.lora_a.numel() + linear.lora_b.numel();
      options = linear.lora_a.options();
    }
  }
  SENTEI_CHECK(total > 0, "the model has no LoRA factors");
  values_ = at::empty({total}, options.requires_grad(false));
  gradients_ = at::zeros({total}, options.requires_grad(false));
  Adopt(model);
}

void LoraParameters::Adopt(Decoder& model) {
  for (const Slot& slot : slots_) {
    LoraLinear& linear = model.layers[static_cast<std::size_t>(slot.layer)][slot.projection];
    const FactorPair values = ViewOf(values_, slot.layer, slot.projection);
    const FactorPair gradients = ViewOf(gradients_, slot.layer, slot.projection);
    const auto adopt = [](at::Tensor& factor, const at::Tensor& value, const at::Tensor& gradient) {
      const at::NoGradGuard no_grad;
      value.copy_(factor.detach());
      factor = value.detach().requires_grad_(true);
      factor.mutable_grad() = gradient;
    };
    adopt(linear.lora_a, values.a, gradients.a);
    adopt(linear.lora_b, values.b, gradients.b);
  }
}

void LoraParameters::ZeroGradients() { gradients_.zero_(); }

FactorPair LoraParameters::ViewOf(const at::Tensor& flat,
                                  std::int64_t layer,
                                  plan::Projection projection) const {
  for (const Slot& slot : slots_) {
    if (slot.layer != layer || slot.projection != projection) continue;
    const std::int64_t a_count = Count(slot.a_shape);
    return {flat.narrow(0, slot.offset, a_count).view(slot.a_shape),
            flat.narrow(0, slot.offset + a_count, Count(slot.b_shape)).view(slot.b_shape)};
  }
  return {};
}

std::optional<std::int64_t> LoraParameters::LastLayerWithNonFiniteGradient() const {
  for (auto slot = slots_.rbegin(); slot != slots_.rend(); ++slot) {
    const at::Tensor part =
        gradients_.narrow(0, slot->offset, Count(slot->a_shape) + Count(slot->b_shape));
    if (!at::isfinite(part).all().item<bool>()) return slot->layer;
  }
  return std::nullopt;
}

}  // namespace sentei::engine
