// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/lora_linear.h"

#include "core/engine/kernels/columns.h"
#include "core/engine/nn/dropout.h"

#include <torch/torch.h>

#include <optional>
#include <utility>

namespace sentei::engine {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What the node keeps besides x: references to frozen tensors, the factors in the compute dtype
/// and u = drop(x ⊙ m) Aᵀ.
struct ProjectionCall : torch::CustomClassHolder {
  LoraLinear linear;
  GradientSink* sink = nullptr;
  double dropout = 0.0;
  std::uint64_t dropout_key = 0;
  at::Tensor a;  ///< [r, in]
  at::Tensor b;  ///< [out, r]
  at::Tensor u;  ///< [tokens, r]
  bool input_needs_grad = false;
};

double ActiveDropout(const ForwardContext& context) {
  return context.training ? context.lora_dropout : 0.0;
}

at::Tensor Flatten(const at::Tensor& x) { return x.reshape({-1, x.size(-1)}); }

at::Tensor Masked(const at::Tensor& x, const at::Tensor& mask) {
  return mask.defined() ? kernels::ScaleColumns(x, mask) : x;
}

at::Tensor Dropped(const at::Tensor& x, const ProjectionCall& call) {
  return call.dropout > 0.0 ? ApplyDropout(x, call.dropout, call.dropout_key) : x;
}

/// y = (x ⊙ m) Wᵀ + b + s u Bᵀ on [tokens, in]; fills a, b and u.
at::Tensor ForwardRows(ProjectionCall& call, const at::Tensor& x) {
  const LoraLinear& linear = call.linear;
  const at::Tensor masked = Masked(x, linear.input_mask);
  at::Tensor y = linear.bias.defined() ? at::addmm(linear.bias, masked, linear.weight.t())
                                       : at::mm(masked, linear.weight.t());
  if (linear.has_lora()) {
    call.a = linear.lora_a.detach().to(x.scalar_type());
    call.b = linear.lora_b.detach().to(x.scalar_type());
    call.u = at::mm(Dropped(masked, call), call.a.t());
    y.addmm_(call.u, call.b.t(), 1.0, linear.scaling);
  }
  return y;
}

struct RowGradients {
  at::Tensor x;
  at::Tensor a;
  at::Tensor b;
  at::Tensor mask;
};

/// dx_masked = gy W + drop(s gy B A); undefined when nothing before this projection needs it.
at::Tensor MaskedInputGradient(const ProjectionCall& call,
                               const at::Tensor& grad_output,
                               const at::Tensor& grad_u) {
  if (!call.input_needs_grad) {
    return {};
  }
  at::Tensor grad = at::mm(grad_output, call.linear.weight);
  if (!grad_u.defined()) {
    return grad;
  }
  if (call.dropout > 0.0) {
    return grad.add_(Dropped(at::mm(grad_u, call.a), call));
  }
  return grad.addmm_(grad_u, call.a);
}

/// `x` and `grad_output` hold the rows of `sequences` sequences of equal length.
RowGradients BackwardRows(const ProjectionCall& call,
                          const at::Tensor& x,
                          const at::Tensor& grad_output,
                          std::int64_t sequences) {
  const LoraLinear& linear = call.linear;
  RowGradients grads;
  at::Tensor grad_u;
  if (linear.has_lora() || call.sink != nullptr) {
    const at::Tensor masked = Masked(x, linear.input_mask);
    if (call.sink != nullptr) {
      call.sink->OnProjection(linear.layer, linear.projection, masked, grad_output);
    }
    if (linear.has_lora()) {
      grad_u = at::mm(grad_output, call.b).mul_(linear.scaling);
      grads.a = at::mm(grad_u.t(), Dropped(masked, call)).to(linear.lora_a.scalar_type());
      grads.b =
          at::mm(grad_output.t(), call.u).to(linear.lora_b.scalar_type()).mul_(linear.scaling);
    }
  }
  grads.x = MaskedInputGradient(call, grad_output, grad_u);
  if (linear.input_mask.defined() && grads.x.defined()) {
    if (linear.input_mask.requires_grad()) {
      const at::Tensor of_sequences = kernels::ColumnDots(x, grads.x, sequences);
      if (call.sink != nullptr) call.sink->OnGates(linear.layer, linear.projection, of_sequences);
      grads.mask = of_sequences.sum(0).to(linear.input_mask.scalar_type());
    }
    grads.x = Masked(grads.x, linear.input_mask);
  }
  return grads;
}

class ProjectionFunction : public torch::autograd::Function<ProjectionFunction> {
 public:
  static at::Tensor forward(AutogradContext* ctx,
                            const at::Tensor& x,
                            const std::optional<at::Tensor>& lora_a,
                            const std::optional<at::Tensor>& lora_b,
                            const std::optional<at::Tensor>& input_mask,
                            const c10::intrusive_ptr<ProjectionCall>& call) {
    static_cast<void>(lora_a);
    static_cast<void>(lora_b);
    const bool mask_needs_grad = input_mask.has_value() && input_mask->requires_grad();
    call->input_needs_grad = x.requires_grad() || mask_needs_grad;
    ctx->save_for_backward({x});
    ctx->saved_data["call"] = c10::IValue::make_capsule(call);
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = call->linear.weight.size(0);
    return ForwardRows(*call, Flatten(x)).view(shape);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const auto call =
        c10::static_intrusive_pointer_cast<ProjectionCall>(ctx->saved_data["call"].toCapsule());
    const at::Tensor x = ctx->get_saved_variables()[0];
    const std::int64_t sequences = x.dim() == 3 ? x.size(0) : 1;
    RowGradients grads = BackwardRows(*call, Flatten(x), Flatten(grad_outputs[0]), sequences);
    if (grads.x.defined()) {
      grads.x = grads.x.view(x.sizes());
    }
    return {grads.x, grads.a, grads.b, grads.mask, at::Tensor()};
  }
};

std::optional<at::Tensor> Optional(const at::Tensor& tensor) {
  return tensor.defined() ? std::optional<at::Tensor>(tensor) : std::nullopt;
}

/// The oracle: the same function as separate operations that autograd differentiates itself.
at::Tensor ApplyPlain(const LoraLinear& linear,
                      const at::Tensor& x,
                      const ForwardContext& context) {
  const at::Tensor masked =
      linear.input_mask.defined() ? x * linear.input_mask.to(x.scalar_type()) : x;
  const at::Tensor y = at::linear(masked, linear.weight, Optional(linear.bias));
  if (!linear.has_lora()) {
    return y;
  }
  at::Tensor dropped = masked;
  const double p = ActiveDropout(context);
  if (p > 0.0) {
    dropped = masked * ApplyDropout(at::ones_like(masked), p, DropoutKey(context, linear));
  }
  const at::Tensor u = at::linear(dropped, linear.lora_a.to(x.scalar_type()));
  return y + at::linear(u, linear.lora_b.to(x.scalar_type())) * linear.scaling;
}

}  // namespace

at::Tensor Apply(const LoraLinear& linear, const at::Tensor& x, const ForwardContext& context) {
  if (context.plain_reference) {
    return ApplyPlain(linear, x, context);
  }
  auto call = c10::make_intrusive<ProjectionCall>();
  call->linear = linear;
  call->sink = context.gradient_sink;
  call->dropout = linear.has_lora() ? ActiveDropout(context) : 0.0;
  call->dropout_key = call->dropout > 0.0 ? DropoutKey(context, linear) : 0;
  return ProjectionFunction::apply(
      x, Optional(linear.lora_a), Optional(linear.lora_b), Optional(linear.input_mask), call);
}

at::Tensor EffectiveWeight(const LoraLinear& linear) {
  at::Tensor weight = linear.weight.detach().to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);
  if (linear.has_lora()) {
    weight.addmm_(linear.lora_b.detach().to(at::kFloat),
                  linear.lora_a.detach().to(at::kFloat),
                  1.0,
                  linear.scaling);
  }
  return weight;
}

}  // namespace sentei::engine
