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

void RequirePositions(const plan::ModelDescription& description, std::int64_t length) {
  if (length <= description.max_positions) return;
  throw Error(ErrorCode::kInput,
              fmt::format("{} tokens are more than the {} positions of this model",
                          length,
                          description.max_positions),
              "Use a shorter text or length.");
}

struct Pass {
  const Decoder& model;
  const ForwardContext& context;
  RotaryTables tables;
  RotaryTables sliding_tables;  ///< of sliding layers, where they turn otherwise
  KvCache* cache = nullptr;

  [[nodiscard]] const RotaryTables& TablesOf(std::int64_t layer) const {
    return sliding_tables.cos.defined() && model.description.WindowOf(layer) > 0 ? sliding_tables
                                                                                 : tables;
  }
};

Pass MakePass(const Decoder& model,
              const ForwardContext& context,
              std::int64_t past,
              std::int64_t length,
              KvCache* cache) {
  const plan::ModelDescription& description = model.description;
  const auto tables = [&](const plan::RotarySettings& rotary) {
    return MakeRotaryTables(rotary, description.head_dim, past, length, model.dtype, model.device);
  };
  return {.model = model,
          .context = context,
          .tables = tables(description.rotary),
          .sliding_tables =
              description.sliding_rotary ? tables(*description.sliding_rotary) : RotaryTables(),
          .cache = cache};
}

at::Tensor Normed(const Pass& pass,
                  const at::Tensor& x,
                  const DecoderLayer& layer,
                  plan::LayerNorm norm) {
  const plan::ModelDescription& description = pass.model.description;
  if (!layer[norm].defined()) return x;
  return RmsNorm(
      x,
      {.weight = layer[norm], .eps = description.norm_eps, .scale = description.norm_scale},
      pass.context);
}

/// q or k [batch, length, heads * head_dim] with each head normalised on its own.
at::Tensor NormedHeads(const Pass& pass,
                       const at::Tensor& x,
                       const DecoderLayer& layer,
                       plan::LayerNorm norm) {
  if (!layer[norm].defined()) return x;
  const std::int64_t head_dim = pass.model.description.head_dim;
  return Normed(pass, x.view({x.size(0), x.size(1), -1, head_dim}), layer, norm).view(x.sizes());
}

at::Tensor AttentionBlock(const Pass& pass, std::size_t index, const at::Tensor& x) {
  const DecoderLayer& layer = pass.model.layers[index];
  const plan::ModelDescription& description = pass.model.description;
  const auto number = static_cast<std::int64_t>(index);
  const at::Tensor q =
      NormedHeads(pass, Apply(layer.q, x, pass.context), layer, plan::LayerNorm::kQuery);
  const at::Tensor k =
      NormedHeads(pass, Apply(layer.k, x, pass.context), layer, plan::LayerNorm::kKey);
  const at::Tensor v = Apply(layer.v, x, pass.context);
  const RotaryTables& tables = pass.TablesOf(number);
  const AttentionForm form{.scale = description.AttentionScale(),
                           .softcap = description.attention_softcap,
                           .window = description.WindowOf(number)};
  const at::Tensor mixed =
      pass.cache == nullptr
          ? CausalAttention(q, k, v, tables, form, pass.context)
          : CachedAttention(
                q, k, v, tables, form, pass.cache->layers[index], pass.cache->length, pass.context);
  return Apply(layer.o, mixed, pass.context);
}

at::Tensor FeedForwardBlock(const Pass& pass, const DecoderLayer& layer, const at::Tensor& x) {
  const at::Tensor gate = Apply(layer.gate, x, pass.context);
  const at::Tensor up = Apply(layer.up, x, pass.context);
  const at::Tensor gated = SwiGlu(gate, up, pass.model.description.activation, pass.context);
  return Apply(layer.down, gated, pass.context);
}

at::Tensor LayerForward(const Pass& pass, std::size_t index, const at::Tensor& hidden) {
  using enum plan::LayerNorm;
  const DecoderLayer& layer = pass.model.layers[index];
  const at::Tensor attention =
      AttentionBlock(pass, index, Normed(pass, hidden, layer, kAttentionInput));
  const at::Tensor attended = hidden + Normed(pass, attention, layer, kAttentionOutput);
  const at::Tensor forward =
      FeedForwardBlock(pass, layer, Normed(pass, attended, layer, kFfnInput));
  return attended + Normed(pass, forward, layer, kFfnOutput);
}

at::Tensor Through(const Pass& pass, at::Tensor residual, LayerRange layers) {
  for (std::size_t i = layers.begin; i < layers.end; ++i) {
    residual = LayerForward(pass, i, residual);
  }
  return residual;
}

/// The embedding is frozen, so without this nothing in front of the first LoRA pair would be
/// differentiated, and a gradient sink would miss the first layer.
at::Tensor Embed(const Decoder& model, const at::Tensor& ids, const ForwardContext& context) {
  at::Tensor hidden = at::embedding(model.embedding, ids);
  const double scale = model.description.embedding_scale;
  // Hugging Face rounds the scale to the compute dtype before it multiplies.
  if (scale != 1.0) hidden = hidden * at::full({}, scale, hidden.options());
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

at::Tensor& DecoderLayer::operator[](plan::LayerNorm norm) {
  return norms.at(static_cast<std::size_t>(norm));
}

const at::Tensor& DecoderLayer::operator[](plan::LayerNorm norm) const {
  return norms.at(static_cast<std::size_t>(norm));
}

at::Tensor& TensorOf(Decoder& model, const plan::TensorPart& part) {
  const auto layer = [&]() -> DecoderLayer& {
    return model.layers.at(static_cast<std::size_t>(part.layer));
  };
  switch (part.role) {
    case plan::TensorRole::kEmbedding:
      return model.embedding;
    case plan::TensorRole::kFinalNorm:
      return model.final_norm;
    case plan::TensorRole::kLmHead:
      return model.lm_head;
    case plan::TensorRole::kNorm:
      return layer()[part.norm];
    case plan::TensorRole::kWeight:
      return layer()[part.projection].weight;
    case plan::TensorRole::kBias:
      return layer()[part.projection].bias;
  }
  throw LogicError("a tensor without a place");
}

void Decoder::CheckIntact() const {
  if (source != nullptr) source->CheckIntact();
}

std::int64_t Decoder::ParameterCount() const {
  std::int64_t count = CountOf(embedding) + CountOf(final_norm);
  if (!lm_head.is_same(embedding)) {
    count += CountOf(lm_head);
  }
  for (const DecoderLayer& layer : layers) {
    for (const at::Tensor& norm : layer.norms) count += CountOf(norm);
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
  RequirePositions(description, past + ids.size(1));
  const Pass pass = MakePass(model, context, past, ids.size(1), cache);
  const at::Tensor residual =
      Through(pass, Embed(model, ids, context), {.begin = 0, .end = model.layers.size()});
  if (cache != nullptr) {
    cache->length += ids.size(1);
  }
  return FinalNorm(model, residual, context);
}

at::Tensor EmbedTokens(const Decoder& model, const at::Tensor& ids) {
  SENTEI_CHECK(ids.dim() == 2, "ids have {} axes, not [batch, length]", ids.dim());
  RequirePositions(model.description, ids.size(1));
  return Embed(model, ids, {});
}

at::Tensor ForwardLayers(const Decoder& model,
                         const at::Tensor& residual,
                         LayerRange layers,
                         const ForwardContext& context) {
  SENTEI_CHECK(layers.begin <= layers.end && layers.end <= model.layers.size(),
               "layers {} to {} of {}",
               layers.begin,
               layers.end,
               model.layers.size());
  return Through(MakePass(model, context, 0, residual.size(1), nullptr), residual, layers);
}

at::Tensor FinalNorm(const Decoder& model,
                     const at::Tensor& residual,
                     const ForwardContext& context) {
  const plan::ModelDescription& description = model.description;
  return RmsNorm(
      residual,
      {.weight = model.final_norm, .eps = description.norm_eps, .scale = description.norm_scale},
      context);
}

at::Tensor Logits(const Decoder& model, const at::Tensor& hidden) {
  const at::Tensor logits = at::linear(hidden, model.lm_head);
  const double cap = model.description.logit_softcap;
  return (cap > 0.0 ? (logits / cap).tanh() * cap : logits).to(at::kFloat);
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
