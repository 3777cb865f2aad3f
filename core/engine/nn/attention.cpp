// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/attention.h"

#include <torch/torch.h>

#include <cmath>

namespace sentei::engine {
namespace {

/// [batch, length, heads * head_dim] -> [batch, heads, length, head_dim], a view.
at::Tensor SplitHeads(const at::Tensor& x, std::int64_t head_dim) {
  return x.view({x.size(0), x.size(1), -1, head_dim}).transpose(1, 2);
}

at::Tensor MergeHeads(const at::Tensor& x) {
  return x.transpose(1, 2).reshape({x.size(0), x.size(2), -1});
}

/// x [batch, heads, length, head_dim].
at::Tensor RotatePlain(const at::Tensor& x, const RotaryTables& tables) {
  const std::int64_t half = x.size(-1) / 2;
  const at::Tensor first = x.narrow(-1, 0, half).to(tables.cos.scalar_type());
  const at::Tensor second = x.narrow(-1, half, half).to(tables.cos.scalar_type());
  return at::cat(
             {first * tables.cos - second * tables.sin, second * tables.cos + first * tables.sin},
             -1)
      .to(x.scalar_type());
}

/// True where query row i (at position past + i) may see key column j.
at::Tensor CausalMask(std::int64_t queries, std::int64_t keys, at::Device device) {
  return at::ones({queries, keys}, at::TensorOptions().dtype(at::kBool).device(device))
      .tril(keys - queries);
}

/// softmax(q kᵀ / sqrt(d) + causal) v as separate operations; q [batch, query_heads, length, d].
at::Tensor AttendPlain(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
  const std::int64_t repeat = q.size(1) / k.size(1);
  const at::Tensor keys = k.repeat_interleave(repeat, 1);
  const at::Tensor values = v.repeat_interleave(repeat, 1);
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
  const at::Tensor allowed = CausalMask(q.size(2), k.size(2), q.device());
  const at::Tensor scores =
      (at::matmul(q, keys.transpose(2, 3)) * scale)
          .masked_fill(allowed.logical_not(), -std::numeric_limits<double>::infinity());
  const at::ScalarType wide = q.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  return at::matmul(at::softmax(scores, -1, wide).to(q.scalar_type()), values);
}

}  // namespace

RotaryTables MakeRotaryTables(double theta,
                              std::int64_t head_dim,
                              std::int64_t offset,
                              std::int64_t length,
                              at::ScalarType dtype,
                              at::Device device) {
  const auto options =
      at::TensorOptions().dtype(dtype == at::kDouble ? at::kDouble : at::kFloat).device(device);
  const at::Tensor exponents = at::arange(0, head_dim, 2, options) / static_cast<double>(head_dim);
  const at::Tensor frequencies = at::pow(theta, exponents).reciprocal();
  const at::Tensor positions = at::arange(offset, offset + length, options);
  const at::Tensor angles = at::outer(positions, frequencies);
  return {.cos = angles.cos(), .sin = angles.sin()};
}

at::Tensor CausalAttention(const at::Tensor& q,
                           const at::Tensor& k,
                           const at::Tensor& v,
                           const RotaryTables& tables,
                           const AttentionShape& shape,
                           const ForwardContext& context) {
  static_cast<void>(context);
  return MergeHeads(AttendPlain(RotatePlain(SplitHeads(q, shape.head_dim), tables),
                                RotatePlain(SplitHeads(k, shape.head_dim), tables),
                                SplitHeads(v, shape.head_dim)));
}

at::Tensor CachedAttention(const at::Tensor& q,
                           const at::Tensor& k,
                           const at::Tensor& v,
                           const RotaryTables& tables,
                           const AttentionShape& shape,
                           KvCache::Layer& layer,
                           std::int64_t past) {
  const std::int64_t length = q.size(1);
  layer.keys.narrow(2, past, length).copy_(RotatePlain(SplitHeads(k, shape.head_dim), tables));
  layer.values.narrow(2, past, length).copy_(SplitHeads(v, shape.head_dim));
  return MergeHeads(AttendPlain(RotatePlain(SplitHeads(q, shape.head_dim), tables),
                                layer.keys.narrow(2, 0, past + length),
                                layer.values.narrow(2, 0, past + length)));
}

}  // namespace sentei::engine
