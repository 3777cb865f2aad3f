// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/attention.h"

#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/rotary.h"
#include "core/engine/kernels/softmax.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sentei::engine {
namespace {

using kernels::Rotation;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Queries per block: later keys of a block's queries are never multiplied.
constexpr std::int64_t kQueryBlock = 128;
/// Scores that may exist at once, unless a single sequence needs more.
constexpr std::int64_t kMaxScores = std::int64_t{1} << 23;

double ScaleOf(std::int64_t head_dim) { return 1.0 / std::sqrt(static_cast<double>(head_dim)); }

/// x [batch, heads, length, head_dim], rotated with plain operations.
at::Tensor RotatePlain(const at::Tensor& x, const RotaryTables& tables) {
  const std::int64_t half = x.size(-1) / 2;
  const at::Tensor first = x.narrow(-1, 0, half).to(tables.cos.scalar_type());
  const at::Tensor second = x.narrow(-1, half, half).to(tables.cos.scalar_type());
  return at::cat(
             {first * tables.cos - second * tables.sin, second * tables.cos + first * tables.sin},
             -1)
      .to(x.scalar_type());
}

/// True where query row i (at position keys - queries + i) may see key column j.
at::Tensor CausalMask(std::int64_t queries, std::int64_t keys, at::Device device) {
  return at::ones({queries, keys}, at::TensorOptions().dtype(at::kBool).device(device))
      .tril(keys - queries);
}

/// softmax(q kᵀ / sqrt(d) + causal) v as separate operations; q [batch, query_heads, length, d].
at::Tensor AttendPlain(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
  const std::int64_t repeat = q.size(1) / k.size(1);
  const at::Tensor keys = k.repeat_interleave(repeat, 1);
  const at::Tensor values = v.repeat_interleave(repeat, 1);
  const at::Tensor allowed = CausalMask(q.size(2), k.size(2), q.device());
  const at::Tensor scores =
      (at::matmul(q, keys.transpose(2, 3)) * ScaleOf(q.size(-1)))
          .masked_fill(allowed.logical_not(), -std::numeric_limits<double>::infinity());
  const at::ScalarType wide = q.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  return at::matmul(at::softmax(scores, -1, wide).to(q.scalar_type()), values);
}

at::Tensor HeadsView(const at::Tensor& x, std::int64_t head_dim) {
  return x.view({x.size(0), x.size(1), -1, head_dim}).transpose(1, 2);
}

at::Tensor RowsOfHeads(const at::Tensor& heads) {
  return heads.transpose(1, 2).reshape({heads.size(0), heads.size(2), -1});
}

/// [batch, length, heads * head_dim] -> contiguous [batch, heads, length, head_dim].
at::Tensor Split(const at::Tensor& x, std::int64_t head_dim, const Rotation& rotation) {
  at::Tensor heads = at::empty({x.size(0), x.size(2) / head_dim, x.size(1), head_dim}, x.options());
  kernels::SplitHeads(x, rotation, heads);
  return heads;
}

Rotation Rows(const RotaryTables& tables, std::int64_t begin, std::int64_t count) {
  return {.cos = tables.cos.narrow(0, begin, count), .sin = tables.sin.narrow(0, begin, count)};
}

/// A block of queries and what they see, folded so that one batched product serves all query heads
/// of a KV head: rows are (query head in group, position).
struct Block {
  at::Tensor queries;      ///< [batch * kv_heads, group * count, head_dim]
  at::Tensor keys;         ///< [batch * kv_heads, visible, head_dim]
  at::Tensor values;       ///< as keys
  std::int64_t count = 0;  ///< positions in the block
  std::int64_t first = 0;  ///< position of its first query among the keys
};

/// x [batch, heads, count, head_dim] -> [batch * kv_heads, group * count, head_dim].
at::Tensor Fold(const at::Tensor& x, std::int64_t kv_heads) {
  return x.view({x.size(0) * kv_heads, -1, x.size(3)});
}

at::Tensor Probabilities(const Block& block) {
  at::Tensor scores = at::bmm(block.queries, block.keys.transpose(1, 2));
  kernels::CausalSoftmax(scores, block.count, block.first, ScaleOf(block.queries.size(2)));
  return scores;
}

/// All tensors of one pass over a range of sequences. `keys` and `values` [batch, kv_heads, total,
/// head_dim]; position i of q is position past + i among them.
struct Attention {
  at::Tensor q;  ///< [batch, length, query_heads * head_dim], not rotated
  at::Tensor keys;
  at::Tensor values;
  RotaryTables tables;
  std::int64_t past = 0;

  [[nodiscard]] std::int64_t head_dim() const { return keys.size(3); }
  [[nodiscard]] std::int64_t kv_heads() const { return keys.size(1); }

  [[nodiscard]] Block At(std::int64_t begin, std::int64_t count) const {
    const std::int64_t visible = past + begin + count;
    const at::Tensor heads =
        Split(q.narrow(1, begin, count), head_dim(), Rows(tables, begin, count));
    return {.queries = Fold(heads, kv_heads()),
            .keys = keys.flatten(0, 1).narrow(1, 0, visible),
            .values = values.flatten(0, 1).narrow(1, 0, visible),
            .count = count,
            .first = past + begin};
  }
};

template <typename Body>
void ForEachBlock(std::int64_t length, const Body& body) {
  for (std::int64_t begin = 0; begin < length; begin += kQueryBlock) {
    body(begin, std::min(kQueryBlock, length - begin));
  }
}

void AttendForward(const Attention& pass, const at::Tensor& out) {
  const std::int64_t batch = pass.q.size(0);
  ForEachBlock(pass.q.size(1), [&](std::int64_t begin, std::int64_t count) {
    const Block block = pass.At(begin, count);
    const at::Tensor mixed = at::bmm(Probabilities(block), block.values);
    kernels::MergeHeads(
        mixed.view({batch, -1, count, pass.head_dim()}), {}, out.narrow(1, begin, count));
  });
}

struct Gradients {
  at::Tensor q;
  at::Tensor k;
  at::Tensor v;
};

/// Adds `part` to the first rows of `sum`, which a single block simply becomes.
void Accumulate(at::Tensor& sum, const at::Tensor& part, std::int64_t total) {
  if (part.size(1) == total && !sum.defined()) {
    sum = part;
    return;
  }
  if (!sum.defined()) {
    sum = at::zeros({part.size(0), total, part.size(2)}, part.options().dtype(at::kFloat));
  }
  sum.narrow(1, 0, part.size(1)).add_(part);
}

/// Gradients of one range of sequences, written into `out` [batch, length, ...].
void AttendBackward(const Attention& pass, const at::Tensor& grad, const Gradients& out) {
  const std::int64_t batch = pass.q.size(0);
  const std::int64_t length = pass.q.size(1);
  const std::int64_t head_dim = pass.head_dim();
  at::Tensor grad_keys;
  at::Tensor grad_values;
  ForEachBlock(length, [&](std::int64_t begin, std::int64_t count) {
    const Block block = pass.At(begin, count);
    const at::Tensor upstream =
        Fold(Split(grad.narrow(1, begin, count), head_dim, {}), pass.kv_heads());
    const at::Tensor p = Probabilities(block);
    Accumulate(grad_values, at::bmm(p.transpose(1, 2), upstream), length);
    const at::Tensor grad_scores = at::bmm(upstream, block.values.transpose(1, 2));
    kernels::SoftmaxBackward(grad_scores, p, ScaleOf(head_dim));
    Accumulate(grad_keys, at::bmm(grad_scores.transpose(1, 2), block.queries), length);
    kernels::MergeHeads(at::bmm(grad_scores, block.keys).view({batch, -1, count, head_dim}),
                        Rows(pass.tables, begin, count),
                        out.q.narrow(1, begin, count));
  });
  const std::array<std::int64_t, 4> shape = {batch, pass.kv_heads(), length, head_dim};
  const at::ScalarType dtype = pass.q.scalar_type();
  kernels::MergeHeads(grad_keys.to(dtype).view(shape), Rows(pass.tables, 0, length), out.k);
  kernels::MergeHeads(grad_values.to(dtype).view(shape), {}, out.v);
}

/// Calls body(first sequence, count) so that a block's scores stay below kMaxScores.
template <typename Body>
void ForEachBatchRange(const at::Tensor& q, std::int64_t query_heads, const Body& body) {
  const std::int64_t per_sequence =
      query_heads * std::min(kQueryBlock, q.size(1)) * std::max<std::int64_t>(q.size(1), 1);
  const std::int64_t step = std::max<std::int64_t>(1, kMaxScores / per_sequence);
  for (std::int64_t begin = 0; begin < q.size(0); begin += step) {
    body(begin, std::min(step, q.size(0) - begin));
  }
}

Attention MakePass(const variable_list& qkv,
                   std::int64_t begin,
                   std::int64_t count,
                   const RotaryTables& tables) {
  const std::int64_t head_dim = tables.cos.size(1) * 2;
  return {
      .q = qkv[0].narrow(0, begin, count),
      .keys = Split(qkv[1].narrow(0, begin, count), head_dim, Rows(tables, 0, tables.cos.size(0))),
      .values = Split(qkv[2].narrow(0, begin, count), head_dim, {}),
      .tables = tables,
      .past = 0};
}

/// Saves the three projections alone: rotated copies and probabilities are made again in backward.
class AttentionFunction : public torch::autograd::Function<AttentionFunction> {
 public:
  static at::Tensor forward(AutogradContext* ctx,
                            const at::Tensor& q,
                            const at::Tensor& k,
                            const at::Tensor& v,
                            const at::Tensor& cos,
                            const at::Tensor& sin) {
    const RotaryTables tables{.cos = cos, .sin = sin};
    ctx->save_for_backward({q, k, v, cos, sin});
    at::Tensor out = at::empty(q.sizes(), q.options());
    ForEachBatchRange(
        q, q.size(2) / (2 * cos.size(1)), [&](std::int64_t begin, std::int64_t count) {
          AttendForward(MakePass({q, k, v}, begin, count, tables), out.narrow(0, begin, count));
        });
    return out;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const variable_list saved = ctx->get_saved_variables();
    const RotaryTables tables{.cos = saved[3], .sin = saved[4]};
    const at::Tensor grad = grad_outputs[0].contiguous();
    const at::Tensor& q = saved[0];
    const Gradients out{
        .q = at::empty_like(q), .k = at::empty_like(saved[1]), .v = at::empty_like(saved[2])};
    ForEachBatchRange(
        q, q.size(2) / (2 * tables.cos.size(1)), [&](std::int64_t begin, std::int64_t count) {
          AttendBackward(MakePass(saved, begin, count, tables),
                         grad.narrow(0, begin, count),
                         {.q = out.q.narrow(0, begin, count),
                          .k = out.k.narrow(0, begin, count),
                          .v = out.v.narrow(0, begin, count)});
        });
    return {out.q, out.k, out.v, at::Tensor(), at::Tensor()};
  }
};

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
                           const ForwardContext& context) {
  if (!context.plain_reference && kernels::HasFastPath(q)) {
    return AttentionFunction::apply(q, k, v, tables.cos, tables.sin);
  }
  const std::int64_t head_dim = tables.cos.size(1) * 2;
  return RowsOfHeads(AttendPlain(RotatePlain(HeadsView(q, head_dim), tables),
                                 RotatePlain(HeadsView(k, head_dim), tables),
                                 HeadsView(v, head_dim)));
}

at::Tensor CachedAttention(const at::Tensor& q,
                           const at::Tensor& k,
                           const at::Tensor& v,
                           const RotaryTables& tables,
                           KvCache::Layer& layer,
                           std::int64_t past) {
  const std::int64_t length = q.size(1);
  const std::int64_t head_dim = tables.cos.size(1) * 2;
  const at::Tensor new_keys = layer.keys.narrow(2, past, length);
  const at::Tensor new_values = layer.values.narrow(2, past, length);
  const at::Tensor keys = layer.keys.narrow(2, 0, past + length);
  const at::Tensor values = layer.values.narrow(2, 0, past + length);
  if (!kernels::HasFastPath(q)) {
    new_keys.copy_(RotatePlain(HeadsView(k, head_dim), tables));
    new_values.copy_(HeadsView(v, head_dim));
    return RowsOfHeads(AttendPlain(RotatePlain(HeadsView(q, head_dim), tables), keys, values));
  }
  kernels::SplitHeads(k, {.cos = tables.cos, .sin = tables.sin}, new_keys);
  kernels::SplitHeads(v, {}, new_values);
  at::Tensor out = at::empty(q.sizes(), q.options());
  AttendForward({.q = q, .keys = keys, .values = values, .tables = tables, .past = past}, out);
  return out;
}

}  // namespace sentei::engine
