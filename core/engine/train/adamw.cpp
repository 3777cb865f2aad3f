// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/adamw.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace sentei::engine {

AdamW::AdamW(at::Tensor values, const run::TrainSpec& settings)
    : values_(std::move(values)),
      first_moment_(at::zeros_like(values_)),
      second_moment_(at::zeros_like(values_)),
      beta1_(settings.adam_beta1),
      beta2_(settings.adam_beta2),
      epsilon_(settings.adam_epsilon),
      weight_decay_(settings.weight_decay) {}

void AdamW::Step(const at::Tensor& gradients, double learning_rate) {
  const at::NoGradGuard no_grad;
  ++updates_;
  const double steps = static_cast<double>(updates_);
  const double correction1 = 1.0 - std::pow(beta1_, steps);
  const double correction2 = 1.0 - std::pow(beta2_, steps);
  first_moment_.mul_(beta1_).add_(gradients, 1.0 - beta1_);
  second_moment_.mul_(beta2_).addcmul_(gradients, gradients, 1.0 - beta2_);
  if (weight_decay_ != 0.0) values_.mul_(1.0 - learning_rate * weight_decay_);
  const at::Tensor denominator = second_moment_.sqrt().div_(std::sqrt(correction2)).add_(epsilon_);
  values_.addcdiv_(first_moment_, denominator, -learning_rate / correction1);
}

double ClipByNorm(at::Tensor gradients, double limit) {
  const at::NoGradGuard no_grad;
  const double norm = gradients.norm().item<double>();
  if (limit > 0.0 && std::isfinite(norm) && norm > limit) gradients.mul_(limit / (norm + 1e-6));
  return norm;
}

}  // namespace sentei::engine
