// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine {

/// Receives what a backward pass computes on its way and autograd keeps only the sum of, or
/// nothing. What a criterion does not need it leaves alone.
class GradientSink {
 public:
  virtual ~GradientSink() = default;
  /// A projection's input and output gradient, so that dL/dW' = grad_outputᵀ · input can be reduced
  /// to unit sums without W ever owning a gradient.
  /// `input` [tokens, in] (already masked), `grad_output` [tokens, out]; valid during the call
  /// only.
  virtual void OnProjection(std::int64_t layer,
                            plan::Projection projection,
                            const at::Tensor& input,
                            const at::Tensor& grad_output) {
    static_cast<void>(layer);
    static_cast<void>(projection);
    static_cast<void>(input);
    static_cast<void>(grad_output);
  }
  /// Of a projection whose mask requires grad: each sequence's share of dL/dm, [sequences, in].
  virtual void OnGates(std::int64_t layer,
                       plan::Projection projection,
                       const at::Tensor& derivatives) {
    static_cast<void>(layer);
    static_cast<void>(projection);
    static_cast<void>(derivatives);
  }
};

/// One frozen projection with its optional LoRA pair and optional mask over its input columns:
///   y = (x ⊙ m) Wᵀ + b + s · (drop(x ⊙ m) Aᵀ) Bᵀ,  s = alpha / r.
/// Weights are in the compute dtype; A [r, in] and B [out, r] are fp32 master copies that autograd
/// differentiates. An undefined tensor means "absent".
struct LoraLinear {
  std::int64_t layer = 0;
  plan::Projection projection = plan::Projection::kQ;
  at::Tensor weight;      ///< [out, in], never requires grad
  at::Tensor bias;        ///< [out] or undefined
  at::Tensor lora_a;      ///< [r, in] fp32
  at::Tensor lora_b;      ///< [out, r] fp32
  double scaling = 0.0;   ///< s
  at::Tensor input_mask;  ///< [in] fp32 of 0/1 (closing projections); requires_grad for `gate`

  [[nodiscard]] bool has_lora() const { return lora_a.defined(); }
};

/// What one forward pass carries besides tensors.
struct ForwardContext {
  bool training = false;  ///< dropout active
  double lora_dropout = 0.0;
  std::uint64_t seed = 0;  ///< dropout is a function of (seed, step, micro_batch, module)
  std::int64_t step = 0;
  std::int64_t micro_batch = 0;
  bool plain_reference = false;           ///< the unfused oracle: separate autograd operations
  GradientSink* gradient_sink = nullptr;  ///< not owned; nullptr: no weight gradients
  /// Padding tokens before each sequence's first, int64 [batch] on the CPU; undefined: none.
  /// Padding after the last token needs no word, because no earlier token sees it.
  at::Tensor left_padding = {};
};

/// Applies the projection as one autograd node that saves its input once (or, with
/// plain_reference, as separate operations). x [..., in] in the compute dtype -> [..., out].
[[nodiscard]] at::Tensor Apply(const LoraLinear& linear,
                               const at::Tensor& x,
                               const ForwardContext& context);

/// W + s·B·A in fp32 [out, in].
[[nodiscard]] at::Tensor EffectiveWeight(const LoraLinear& linear);

}  // namespace sentei::engine
