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

at::Tensor RmsNormPlain(const at::Tensor& x, const NormParameters& norm) {
  const at::ScalarType statistics = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor wide = x.to(statistics);
  const at::Tensor scale = at::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + norm.eps);
  if (norm.scale == plan::NormScale::kWeight) {
    return norm.weight * (wide * scale).to(x.scalar_type());
  }
  return (wide * scale * (norm.weight.to(statistics) + 1.0)).to(x.scalar_type());
}

at::Tensor SwiGluPlain(const at::Tensor& gate, const at::Tensor& up, plan::Activation activation) {
  return (activation == plan::Activation::kSilu ? at::silu(gate) : at::gelu(gate, "tanh")) * up;
}

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
  static at::Tensor forward(AutogradContext* ctx,
                            const at::Tensor& gate,
                            const at::Tensor& up,
                            std::int64_t activation) {
    ctx->save_for_backward({gate, up});
    ctx->saved_data["activation"] = activation;
    return kernels::SwiGluForward(gate, up, static_cast<plan::Activation>(activation));
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const variable_list saved = ctx->get_saved_variables();
    const auto activation = static_cast<plan::Activation>(ctx->saved_data["activation"].toInt());
    const kernels::SwiGluGradients grads =
        kernels::SwiGluBackward(grad_outputs[0].contiguous(), saved[0], saved[1], activation);
    return {grads.gate, grads.up, at::Tensor()};
  }
};

}  // namespace

at::Tensor RmsNorm(const at::Tensor& x, const NormParameters& norm, const ForwardContext& context) {
  if (context.plain_reference || !kernels::HasFastPath(x)) {
    return RmsNormPlain(x, norm);
  }
  const at::Tensor scale =
      norm.scale == plan::NormScale::kWeight ? norm.weight : norm.weight.to(at::kFloat).add(1.0);
  return RmsNormFunction::apply(x, scale, norm.eps);
}

at::Tensor SwiGlu(const at::Tensor& gate,
                  const at::Tensor& up,
                  plan::Activation activation,
                  const ForwardContext& context) {
  if (context.plain_reference || !kernels::HasFastPath(gate)) {
    return SwiGluPlain(gate, up, activation);
  }
  return SwiGluFunction::apply(
      gate.contiguous(), up.contiguous(), static_cast<std::int64_t>(activation));
}

}  // namespace sentei::engine
