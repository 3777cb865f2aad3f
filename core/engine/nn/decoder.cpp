// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/decoder.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/engine/nn/attention.h"
#include "core/engine/nn/norm.h"

#include <torch/torch.h>

#include <array>
#include <cmath>
#include <span>

namespace sentei::engine {
namespace {

using plan::Projection;

constexpr std::uint32_t kStreamsPerLayer = 8;

/// Allocates the cache at its first use and checks that `length` more positions fit.
void PrepareCache(const Decoder& model, const at::Tensor& ids, KvCache& cache) {
  if (cache.layers.empty()) {
    const plan::ModelDescription& description = model.description;
    if (cache.capacity == 0) {
      cache.capacity = description.max_positions;
    }
    const auto options = at::TensorOptions().dtype(model.dtype).device(model.device);
    for (const plan::LayerShape& shape : description.layers) {
      const std::array<std::int64_t, 4> sizes = {
          ids.size(0), shape.num_kv_heads, cache.capacity, description.head_dim};
      cache.layers.push_back({at::empty(sizes, options), at::empty(sizes, options)});
    }
  }
  SENTEI_CHECK(cache.length + ids.size(1) <= cache.capacity,
               "{} positions cached and {} new exceed the cache's {}",
               cache.length,
               ids.size(1),
               cache.capacity);
}

struct Pass {
  const Decoder& model;
  const ForwardContext& context;
  RotaryTables tables;
  KvCache* cache = nullptr;
};

at::Tensor AttentionBlock(const Pass& pass, std::size_t index, const at::Tensor& x) {
  const DecoderLayer& layer = pass.model.layers[index];
  const at::Tensor q = Apply(layer.q, x, pass.context);
  const at::Tensor k = Apply(layer.k, x, pass.context);
  const at::Tensor v = Apply(layer.v, x, pass.context);
  const at::Tensor mixed =
      pass.cache == nullptr
          ? CausalAttention(q, k, v, pass.tables, pass.context)
          : CachedAttention(q, k, v, pass.tables, pass.cache->layers[index], pass.cache->length);
  return Apply(layer.o, mixed, pass.context);
}

at::Tensor FeedForwardBlock(const Pass& pass, const DecoderLayer& layer, const at::Tensor& x) {
  const at::Tensor gate = Apply(layer.gate, x, pass.context);
  const at::Tensor up = Apply(layer.up, x, pass.context);
  return Apply(layer.down, SwiGlu(gate, up, pass.context), pass.context);
}

at::Tensor LayerForward(const Pass& pass, std::size_t index, const at::Tensor& hidden) {
  const DecoderLayer& layer = pass.model.layers[index];
  const double eps = pass.model.description.norm_eps;
  const at::Tensor attended =
      hidden + AttentionBlock(pass, index, RmsNorm(hidden, layer.input_norm, eps, pass.context));
  return attended +
         FeedForwardBlock(
             pass, layer, RmsNorm(attended, layer.post_attention_norm, eps, pass.context));
}

/// The embedding is frozen, so without this nothing in front of the first LoRA pair would be
/// differentiated, and a gradient sink would miss the first layer.
at::Tensor Embed(const Decoder& model, const at::Tensor& ids, const ForwardContext& context) {
  at::Tensor hidden = at::embedding(model.embedding, ids);
  if (context.gradient_sink != nullptr && at::GradMode::is_enabled()) {
    hidden = hidden.detach().requires_grad_(true);
  }
  return hidden;
}

std::int64_t CountOf(const at::Tensor& tensor) { return tensor.defined() ? tensor.numel() : 0; }

}  // namespace

LoraLinear& DecoderLayer::operator[](Projection projection) {
  const std::array<LoraLinear*, 7> members = {&q, &k, &v, &o, &gate, &up, &down};
  return *members.at(static_cast<std::size_t>(projection));
}

const LoraLinear& DecoderLayer::operator[](Projection projection) const {
  const std::array<const LoraLinear*, 7> members = {&q, &k, &v, &o, &gate, &up, &down};
  return *members.at(static_cast<std::size_t>(projection));
}

std::int64_t Decoder::ParameterCount() const {
  std::int64_t count = CountOf(embedding) + CountOf(final_norm);
  if (!lm_head.is_same(embedding)) {
    count += CountOf(lm_head);
  }
  for (const DecoderLayer& layer : layers) {
    count += CountOf(layer.input_norm) + CountOf(layer.post_attention_norm);
    for (const Projection projection : plan::kProjections) {
      count += CountOf(layer[projection].weight) + CountOf(layer[projection].bias);
    }
  }
  return count;
}

at::Tensor ForwardHidden(const Decoder& model,
                         const at::Tensor& ids,
                         const ForwardContext& context,
                         KvCache* cache) {
  SENTEI_CHECK(ids.dim() == 2, "ids have {} axes, not [batch, length]", ids.dim());
  const plan::ModelDescription& description = model.description;
  if (cache != nullptr) {
    PrepareCache(model, ids, *cache);
  }
  const std::int64_t past = cache == nullptr ? 0 : cache->length;
  const Pass pass{.model = model,
                  .context = context,
                  .tables = MakeRotaryTables(description.rope_theta,
                                             description.head_dim,
                                             past,
                                             ids.size(1),
                                             model.dtype,
                                             model.device),
                  .cache = cache};
  at::Tensor hidden = Embed(model, ids, context);
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    hidden = LayerForward(pass, i, hidden);
  }
  if (cache != nullptr) {
    cache->length += ids.size(1);
  }
  return RmsNorm(hidden, model.final_norm, description.norm_eps, context);
}

at::Tensor Logits(const Decoder& model, const at::Tensor& hidden) {
  return at::linear(hidden, model.lm_head).to(at::kFloat);
}

void AttachLora(Decoder& model, std::int64_t rank, double alpha, std::uint64_t seed) {
  SENTEI_CHECK(rank > 0, "rank {}", rank);
  const auto options = at::TensorOptions().dtype(at::kFloat);
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = model.layers[i][projection];
      const auto bound = static_cast<float>(1.0 / std::sqrt(linear.weight.size(1)));
      at::Tensor a = at::empty({rank, linear.weight.size(1)}, options);
      RandomStream stream({.seed = seed,
                           .step = 0,
                           .layer = static_cast<std::uint32_t>(i) * kStreamsPerLayer +
                                    static_cast<std::uint32_t>(projection),
                           .purpose = RandomPurpose::kLoraInit});
      stream.FillUniform(
          {a.mutable_data_ptr<float>(), static_cast<std::size_t>(a.numel())}, -bound, bound);
      linear.lora_a = a.to(model.device).requires_grad_(true);
      linear.lora_b = at::zeros({linear.weight.size(0), rank}, options.device(model.device))
                          .requires_grad_(true);
      linear.scaling = alpha / static_cast<double>(rank);
    }
  }
}

}  // namespace sentei::engine
