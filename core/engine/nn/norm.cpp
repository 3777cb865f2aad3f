// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/norm.h"

#include <torch/torch.h>

namespace sentei::engine {
namespace {

at::Tensor RmsNormPlain(const at::Tensor& x, const at::Tensor& weight, double eps) {
  const at::ScalarType statistics = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor wide = x.to(statistics);
  const at::Tensor scale = at::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + eps);
  return weight * (wide * scale).to(x.scalar_type());
}

at::Tensor SwiGluPlain(const at::Tensor& gate, const at::Tensor& up) { return at::silu(gate) * up; }

}  // namespace

at::Tensor RmsNorm(const at::Tensor& x,
                   const at::Tensor& weight,
                   double eps,
                   const ForwardContext& context) {
  static_cast<void>(context);
  return RmsNormPlain(x, weight, eps);
}

at::Tensor SwiGlu(const at::Tensor& gate, const at::Tensor& up, const ForwardContext& context) {
  static_cast<void>(context);
  return SwiGluPlain(gate, up);
}

}  // namespace sentei::engine
