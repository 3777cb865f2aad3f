// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine {

/// AdamW (Loshchilov and Hutter, arXiv 1711.05101, Algorithm 2) over one flat tensor with moments
/// that can be read, zeroed and restored. Equal to torch.optim.AdamW up to rounding.
class AdamW {
 public:
  /// `values` is updated in place and shared with its owner.
  AdamW(at::Tensor values, const run::TrainSpec& settings);

  /// p <- p (1 - lr·decay) - lr · m^ / (sqrt(v^) + epsilon).
  void Step(const at::Tensor& gradients, double learning_rate);

  [[nodiscard]] const at::Tensor& first_moment() const { return first_moment_; }
  [[nodiscard]] const at::Tensor& second_moment() const { return second_moment_; }
  [[nodiscard]] std::int64_t updates() const { return updates_; }
  /// For a restored run; the moments are restored through their accessors.
  void SetUpdates(std::int64_t updates) { updates_ = updates; }

 private:
  at::Tensor values_;
  at::Tensor first_moment_;
  at::Tensor second_moment_;
  std::int64_t updates_ = 0;
  double beta1_;
  double beta2_;
  double epsilon_;
  double weight_decay_;
};

/// Scales `gradients` in place so that their L2 norm is at most `limit` (0: only measures), and
/// returns the norm before; a norm that is not finite leaves them alone.
double ClipByNorm(at::Tensor gradients, double limit);

}  // namespace sentei::engine
