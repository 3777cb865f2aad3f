// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/attention.h"

#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/rotary.h"
#include "core/engine/kernels/softmax.h"

#include <torch/torch.h>

#include <algorithm>
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

/// True where query row i (at position keys - queries + i) may see key column j: [queries, keys].
at::Tensor CausalMask(std::int64_t queries,
                      std::int64_t keys,
                      std::int64_t window,
                      at::Device device) {
  const at::Tensor all =
      at::ones({queries, keys}, at::TensorOptions().dtype(at::kBool).device(device));
  const at::Tensor causal = all.tril(keys - queries);
  return window > 0 ? causal.logical_and(all.triu(keys - queries - window + 1)) : causal;
}

/// The mask without padding keys: [batch, 1, queries, keys]. A padding query sees itself, so that
/// its row, which nobody reads, stays finite.
at::Tensor WithoutPadding(const at::Tensor& allowed, const at::Tensor& left_padding) {
  const std::int64_t queries = allowed.size(0);
  const std::int64_t keys = allowed.size(1);
  const at::Tensor positions = at::arange(keys, left_padding.options());
  const at::Tensor is_token =
      positions.unsqueeze(0).ge(left_padding.unsqueeze(1)).to(allowed.device());
  const at::Tensor self = at::ones_like(allowed).tril(keys - queries).triu(keys - queries);
  return allowed.unsqueeze(0)
      .logical_and(is_token.unsqueeze(1))
      .logical_or(self.unsqueeze(0))
      .unsqueeze(1);
}

at::Tensor Softcapped(const at::Tensor& scores, double cap) {
  return cap > 0.0 ? (scores / cap).tanh() * cap : scores;
}

/// softmax(form(q kᵀ) + mask) v as separate operations; q [batch, query_heads, length, d].
at::Tensor AttendPlain(const at::Tensor& q,
                       const at::Tensor& k,
                       const at::Tensor& v,
                       const AttentionForm& form,
                       const at::Tensor& left_padding) {
  const std::int64_t repeat = q.size(1) / k.size(1);
  const at::Tensor keys = k.repeat_interleave(repeat, 1);
  const at::Tensor values = v.repeat_interleave(repeat, 1);
  at::Tensor allowed = CausalMask(q.size(2), k.size(2), form.window, q.device());
  if (left_padding.defined()) allowed = WithoutPadding(allowed, left_padding);
  const at::Tensor scores =
      Softcapped(at::matmul(q, keys.transpose(2, 3)) * form.scale, form.softcap)
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

/// A block of queries and the keys any of them sees, folded so that one batched product serves all
/// query heads of a KV head: rows are (query head in group, position).
struct Block {
  at::Tensor queries;      ///< [batch * kv_heads, group * count, head_dim]
  at::Tensor keys;         ///< [batch * kv_heads, visible, head_dim]
  at::Tensor values;       ///< as keys
  std::int64_t count = 0;  ///< positions in the block
  std::int64_t first = 0;  ///< position of its first query among the block's keys
  std::int64_t from = 0;   ///< position of the block's first key among all keys
};

/// x [batch, heads, count, head_dim] -> [batch * kv_heads, group * count, head_dim].
at::Tensor Fold(const at::Tensor& x, std::int64_t kv_heads) {
  return x.view({x.size(0) * kv_heads, -1, x.size(3)});
}

/// Probabilities, and what turns dL/dscores after the softcap into dL/d(q kᵀ).
struct Weights {
  at::Tensor p;      ///< [batch * kv_heads, group * count, visible]
  at::Tensor slope;  ///< of the softcap at each score, as p; undefined: no softcap
};

Weights Probabilities(const Block& block, const AttentionForm& form) {
  Weights weights{.p = at::bmm(block.queries, block.keys.transpose(1, 2)), .slope = {}};
  double scale = form.scale;
  if (form.softcap > 0.0) {
    weights.p.mul_(form.scale / form.softcap).tanh_();
    weights.slope = (1.0 - weights.p.square()).mul_(form.scale);
    scale = form.softcap;
  }
  kernels::CausalSoftmax(weights.p, block.count, block.first, form.window, scale);
  return weights;
}

/// dL/dp becomes dL/d(q kᵀ) in place.
void ScoreGradients(const at::Tensor& grad, const Weights& weights, const AttentionForm& form) {
  kernels::SoftmaxBackward(grad, weights.p, weights.slope.defined() ? 1.0 : form.scale);
  if (weights.slope.defined()) grad.mul_(weights.slope);
}

/// All tensors of one pass over a range of sequences. `keys` and `values` [batch, kv_heads, total,
/// head_dim]; position i of q is position past + i among them.
struct Attention {
  at::Tensor q;  ///< [batch, length, query_heads * head_dim], not rotated
  at::Tensor keys;
  at::Tensor values;
  RotaryTables tables;
  AttentionForm form;
  std::int64_t past = 0;

  [[nodiscard]] std::int64_t head_dim() const { return keys.size(3); }
  [[nodiscard]] std::int64_t kv_heads() const { return keys.size(1); }

  [[nodiscard]] Block At(std::int64_t begin, std::int64_t count) const {
    const std::int64_t end = past + begin + count;
    const std::int64_t from =
        form.window > 0 ? std::max<std::int64_t>(0, past + begin + 1 - form.window) : 0;
    const at::Tensor heads =
        Split(q.narrow(1, begin, count), head_dim(), Rows(tables, begin, count));
    return {.queries = Fold(heads, kv_heads()),
            .keys = keys.flatten(0, 1).narrow(1, from, end - from),
            .values = values.flatten(0, 1).narrow(1, from, end - from),
            .count = count,
            .first = past + begin - from,
            .from = from};
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
    const at::Tensor mixed = at::bmm(Probabilities(block, pass.form).p, block.values);
    kernels::MergeHeads(
        mixed.view({batch, -1, count, pass.head_dim()}), {}, out.narrow(1, begin, count));
  });
}

struct Gradients {
  at::Tensor q;
  at::Tensor k;
  at::Tensor v;
};

/// Adds `part` to rows from, from + 1, ... of `sum`, which a part of all rows simply becomes.
void Accumulate(at::Tensor& sum, const at::Tensor& part, std::int64_t from, std::int64_t total) {
  if (part.size(1) == total && !sum.defined()) {
    sum = part;
    return;
  }
  if (!sum.defined()) {
    sum = at::zeros({part.size(0), total, part.size(2)}, part.options().dtype(at::kFloat));
  }
  sum.narrow(1, from, part.size(1)).add_(part);
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
    const Weights weights = Probabilities(block, pass.form);
    Accumulate(grad_values, at::bmm(weights.p.transpose(1, 2), upstream), block.from, length);
    const at::Tensor grad_scores = at::bmm(upstream, block.values.transpose(1, 2));
    ScoreGradients(grad_scores, weights, pass.form);
    Accumulate(grad_keys, at::bmm(grad_scores.transpose(1, 2), block.queries), block.from, length);
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
                   const RotaryTables& tables,
                   const AttentionForm& form) {
  const std::int64_t head_dim = tables.cos.size(1) * 2;
  return {
      .q = qkv[0].narrow(0, begin, count),
      .keys = Split(qkv[1].narrow(0, begin, count), head_dim, Rows(tables, 0, tables.cos.size(0))),
      .values = Split(qkv[2].narrow(0, begin, count), head_dim, {}),
      .tables = tables,
      .form = form,
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
                            const at::Tensor& sin,
                            double scale,
                            double softcap,
                            std::int64_t window) {
    const RotaryTables tables{.cos = cos, .sin = sin};
    const AttentionForm form{.scale = scale, .softcap = softcap, .window = window};
    ctx->save_for_backward({q, k, v, cos, sin});
    ctx->saved_data["scale"] = scale;
    ctx->saved_data["softcap"] = softcap;
    ctx->saved_data["window"] = window;
    at::Tensor out = at::empty(q.sizes(), q.options());
    ForEachBatchRange(
        q, q.size(2) / (2 * cos.size(1)), [&](std::int64_t begin, std::int64_t count) {
          AttendForward(MakePass({q, k, v}, begin, count, tables, form),
                        out.narrow(0, begin, count));
        });
    return out;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
    const variable_list saved = ctx->get_saved_variables();
    const RotaryTables tables{.cos = saved[3], .sin = saved[4]};
    const AttentionForm form{.scale = ctx->saved_data["scale"].toDouble(),
                             .softcap = ctx->saved_data["softcap"].toDouble(),
                             .window = ctx->saved_data["window"].toInt()};
    const at::Tensor grad = grad_outputs[0].contiguous();
    const at::Tensor& q = saved[0];
    const Gradients out{
        .q = at::empty_like(q), .k = at::empty_like(saved[1]), .v = at::empty_like(saved[2])};
    ForEachBatchRange(
        q, q.size(2) / (2 * tables.cos.size(1)), [&](std::int64_t begin, std::int64_t count) {
          AttendBackward(MakePass(saved, begin, count, tables, form),
                         grad.narrow(0, begin, count),
                         {.q = out.q.narrow(0, begin, count),
                          .k = out.k.narrow(0, begin, count),
                          .v = out.v.narrow(0, begin, count)});
        });
    return {
        out.q, out.k, out.v, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

RotaryTables MakeRotaryTables(const plan::RotarySettings& rotary,
                              std::int64_t head_dim,
                              std::int64_t offset,
                              std::int64_t length,
                              at::ScalarType dtype,
                              at::Device device) {
  const auto options =
      at::TensorOptions().dtype(dtype == at::kDouble ? at::kDouble : at::kFloat).device(device);
  const at::Tensor exponents = at::arange(0, head_dim, 2, options) / static_cast<double>(head_dim);
  at::Tensor frequencies = at::pow(rotary.theta, exponents).reciprocal();
  if (rotary.scaling != plan::RotaryScaling::kNone) {
    const auto ratios = plan::FrequencyRatios(rotary, head_dim, offset + length);
    frequencies = frequencies * at::tensor(ratios, at::kDouble).to(options);
  }
  const at::Tensor positions = at::arange(offset, offset + length, options);
  const at::Tensor angles = at::outer(positions, frequencies);
  return {.cos = angles.cos().mul_(rotary.attention_factor),
          .sin = angles.sin().mul_(rotary.attention_factor)};
}

at::Tensor CausalAttention(const at::Tensor& q,
                           const at::Tensor& k,
                           const at::Tensor& v,
                           const RotaryTables& tables,
                           const AttentionForm& form,
                           const ForwardContext& context) {
  const bool padded = context.left_padding.defined();
  if (!context.plain_reference && !padded && kernels::HasFastPath(q)) {
    return AttentionFunction::apply(
        q, k, v, tables.cos, tables.sin, form.scale, form.softcap, form.window);
  }
  const std::int64_t head_dim = tables.cos.size(1) * 2;
  return RowsOfHeads(AttendPlain(RotatePlain(HeadsView(q, head_dim), tables),
                                 RotatePlain(HeadsView(k, head_dim), tables),
                                 HeadsView(v, head_dim),
                                 form,
                                 context.left_padding));
}

at::Tensor CachedAttention(const at::Tensor& q,
                           const at::Tensor& k,
                           const at::Tensor& v,
                           const RotaryTables& tables,
                           const AttentionForm& form,
                           KvCache::Layer& layer,
                           std::int64_t past,
                           const ForwardContext& context) {
  const std::int64_t length = q.size(1);
  const std::int64_t head_dim = tables.cos.size(1) * 2;
  const at::Tensor new_keys = layer.keys.narrow(2, past, length);
  const at::Tensor new_values = layer.values.narrow(2, past, length);
  const at::Tensor keys = layer.keys.narrow(2, 0, past + length);
  const at::Tensor values = layer.values.narrow(2, 0, past + length);
  if (context.left_padding.defined() || !kernels::HasFastPath(q)) {
    new_keys.copy_(RotatePlain(HeadsView(k, head_dim), tables));
    new_values.copy_(HeadsView(v, head_dim));
    return RowsOfHeads(AttendPlain(
        RotatePlain(HeadsView(q, head_dim), tables), keys, values, form, context.left_padding));
  }
  kernels::SplitHeads(k, {.cos = tables.cos, .sin = tables.sin}, new_keys);
  kernels::SplitHeads(v, {}, new_values);
  at::Tensor out = at::empty(q.sizes(), q.options());
  AttendForward(
      {.q = q, .keys = keys, .values = values, .tables = tables, .form = form, .past = past}, out);
  return out;
}

}  // namespace sentei::engine
