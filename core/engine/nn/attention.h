// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/kv_cache.h"
#include "core/engine/nn/lora_linear.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine {

/// cos and sin of positions offset .. offset + length - 1: fp32 [length, head_dim / 2] each, with
/// Hugging Face's order of fp32 operations, times the scaling's attention factor.
struct RotaryTables {
  at::Tensor cos;
  at::Tensor sin;
};
[[nodiscard]] RotaryTables MakeRotaryTables(const plan::RotarySettings& rotary,
                                            std::int64_t head_dim,
                                            std::int64_t offset,
                                            std::int64_t length,
                                            at::ScalarType dtype,
                                            at::Device device);

/// What a layer does between scores and probabilities.
struct AttentionForm {
  double scale = 1.0;       ///< of q kᵀ
  double softcap = 0.0;     ///< c: scores become c tanh(score / c); 0: none
  std::int64_t window = 0;  ///< tokens that a query sees, itself included; 0: all before it
};

/// Causal grouped-query attention on projections q [batch, length, query_heads * head_dim] and k, v
/// [batch, length, kv_heads * head_dim], contiguous; rotates q and k (element i with i + head_dim /
/// 2) first. -> [batch, length, query_heads * head_dim].
[[nodiscard]] at::Tensor CausalAttention(const at::Tensor& q,
                                         const at::Tensor& k,
                                         const at::Tensor& v,
                                         const RotaryTables& tables,
                                         const AttentionForm& form,
                                         const ForwardContext& context);

/// The same after the first `past` positions of a cache, where the new keys and values are stored.
/// No gradient.
[[nodiscard]] at::Tensor CachedAttention(const at::Tensor& q,
                                         const at::Tensor& k,
                                         const at::Tensor& v,
                                         const RotaryTables& tables,
                                         const AttentionForm& form,
                                         KvCache::Layer& layer,
                                         std::int64_t past,
                                         const ForwardContext& context);

}  // namespace sentei::engine
