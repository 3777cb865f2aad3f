// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/norm.h"

#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/rms_norm.h"
#include "core/engine/kernels/swiglu.h"

#include <torch/torch.h>

namespace sentei::engine {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor RmsNormPlain(const at::Tensor& x, const at::Tensor& weight, double eps) {
  const at::ScalarType statistics = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor wide = x.to(statistics);
  const at::Tensor scale = at::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + eps);
  return weight * (wide * scale).to(x.scalar_type());
}

at::Tensor SwiGluPlain(const at::Tensor& gate, const at::Tensor& up) { return at::silu(gate) * up; }

class RmsNormFunction : public torch::autograd::Function<RmsNormFunction> {
 public:
  static at::Tensor forward(AutogradContext* ctx,
                            const at::Tensor& x,
                            const at::Tensor& weight,
                            double eps) {
    const at::Tensor dense = x.contiguous();
    kernels::RmsNormResult result = kernels::RmsNormForward(dense, weight, eps);
    ctx->save_for_backward({dense, weight, result.rstd});
    return result.output;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const variable_list saved = ctx->get_saved_variables();
    return {kernels::RmsNormBackward(grad_outputs[0].contiguous(), saved[0], saved[1], saved[2]),
            at::Tensor(),
            at::Tensor()};
  }
};

/// Keeps gate and up only; the product is the next projection's saved input.
class SwiGluFunction : public torch::autograd::Function<SwiGluFunction> {
 public:
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& gate, const at::Tensor& up) {
    ctx->save_for_backward({gate, up});
    return kernels::SwiGluForward(gate, up);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const variable_list saved = ctx->get_saved_variables();
    const kernels::SwiGluGradients grads =
        kernels::SwiGluBackward(grad_outputs[0].contiguous(), saved[0], saved[1]);
    return {grads.gate, grads.up};
  }
};

}  // namespace

at::Tensor RmsNorm(const at::Tensor& x,
                   const at::Tensor& weight,
                   double eps,
                   const ForwardContext& context) {
  if (context.plain_reference || !kernels::HasFastPath(x)) {
    return RmsNormPlain(x, weight, eps);
  }
  return RmsNormFunction::apply(x, weight, eps);
}

at::Tensor SwiGlu(const at::Tensor& gate, const at::Tensor& up, const ForwardContext& context) {
  if (context.plain_reference || !kernels::HasFastPath(gate)) {
    return SwiGluPlain(gate, up);
  }
  return SwiGluFunction::apply(gate.contiguous(), up.contiguous());
}

}  // namespace sentei::engine
