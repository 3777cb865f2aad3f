// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tiny_models.h"

#include "core/base/random.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

namespace sentei::test {
namespace {

using engine::Decoder;
using engine::DecoderLayer;
using engine::LoraLinear;
using plan::Projection;

void MakeGemma(plan::ModelDescription& description) {
  description.query_key_norms = true;
  description.output_norms = true;
  description.norm_scale = plan::NormScale::kOnePlusWeight;
  description.activation = plan::Activation::kGeluTanh;
  description.embedding_scale = std::sqrt(static_cast<double>(description.hidden_size));
  description.query_scalar = 24.0;
  description.attention_softcap = 4.0;
  description.logit_softcap = 3.0;
  description.sliding_rotary = description.rotary;
  description.sliding_rotary->theta = 300.0;
}

plan::ModelDescription Describe(const TinyModel& tiny) {
  plan::ModelDescription description;
  description.model_type = "llama";
  description.hidden_size = tiny.hidden;
  description.head_dim = tiny.head_dim;
  description.vocab_size = tiny.vocab;
  description.max_positions = 256;
  description.norm_eps = 1e-5;
  description.tied_embeddings = tiny.tied;
  description.qkv_bias = tiny.biases || tiny.qkv_biases;
  description.output_bias = description.mlp_bias = tiny.biases;
  description.layers.assign(static_cast<std::size_t>(tiny.layers),
                            {tiny.query_heads, tiny.kv_heads, tiny.ffn});
  description.sliding_window = tiny.window;
  description.spans.assign(description.layers.size(), plan::AttentionSpan::kSliding);
  description.spans.back() = plan::AttentionSpan::kFull;
  if (tiny.gemma) MakeGemma(description);
  return description;
}

std::int64_t RowsOf(const TinyModel& tiny, Projection projection) {
  switch (projection) {
    case Projection::kQ:
      return tiny.query_heads * tiny.head_dim;
    case Projection::kK:
    case Projection::kV:
      return tiny.kv_heads * tiny.head_dim;
    case Projection::kGate:
    case Projection::kUp:
      return tiny.ffn;
    case Projection::kO:
    case Projection::kDown:
      break;
  }
  return tiny.hidden;
}

std::int64_t ColumnsOf(const TinyModel& tiny, Projection projection) {
  if (projection == Projection::kO) {
    return tiny.query_heads * tiny.head_dim;
  }
  return projection == Projection::kDown ? tiny.ffn : tiny.hidden;
}

at::Tensor Convert(const at::Tensor& tensor, at::ScalarType dtype) {
  return tensor.defined() ? tensor.detach().to(dtype) : tensor;
}

at::Tensor ConvertLora(const at::Tensor& tensor, at::ScalarType dtype) {
  if (!tensor.defined()) {
    return tensor;
  }
  return tensor.detach()
      .to(dtype == at::kDouble ? at::kDouble : at::kFloat, /*non_blocking=*/false, /*copy=*/true)
      .requires_grad_(tensor.requires_grad());
}

}  // namespace

std::vector<TinyModel> TinyModels() {
  return {
      {.name = "multi_head", .kv_heads = 4, .seed = 11},
      {.name = "grouped_query", .kv_heads = 2, .seed = 12},
      {.name = "explicit_head_dim", .query_heads = 3, .kv_heads = 1, .head_dim = 16, .seed = 13},
      {.name = "tied", .tied = true, .seed = 14},
      {.name = "biases", .biases = true, .seed = 15},
      {.name = "qwen2", .qkv_biases = true, .seed = 18},
      {.name = "window", .window = 5, .seed = 16},
      {.name = "gemma", .window = 5, .gemma = true, .seed = 17}};
}

at::Tensor RandomTensor(const std::vector<std::int64_t>& shape,
                        at::ScalarType dtype,
                        std::uint64_t seed) {
  at::Tensor result = at::empty(shape, at::TensorOptions().dtype(at::kDouble));
  auto* values = result.mutable_data_ptr<double>();
  RandomStream stream({.seed = seed, .purpose = RandomPurpose::kTest});
  for (std::int64_t i = 0; i < result.numel(); ++i) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - stream.NextUniform()));
    values[i] = radius * std::cos(2.0 * std::numbers::pi * stream.NextUniform());
  }
  return result.to(dtype);
}

std::unique_ptr<Decoder> MakeDecoder(const TinyModel& tiny, at::ScalarType dtype) {
  auto model = std::make_unique<Decoder>();
  model->description = Describe(tiny);
  model->dtype = dtype;
  std::uint64_t seed = tiny.seed * 1000;
  const auto weight = [&](const std::vector<std::int64_t>& shape) {
    return (RandomTensor(shape, at::kDouble, seed++) * 0.15).to(dtype);
  };
  model->embedding = weight({tiny.vocab, tiny.hidden});
  model->lm_head = tiny.tied ? model->embedding : weight({tiny.vocab, tiny.hidden});
  model->final_norm = weight({tiny.hidden}) + 1.0;
  for (std::int64_t i = 0; i < tiny.layers; ++i) {
    DecoderLayer& layer = model->layers.emplace_back();
    layer[plan::LayerNorm::kAttentionInput] = weight({tiny.hidden}) + 1.0;
    layer[plan::LayerNorm::kFfnInput] = weight({tiny.hidden}) + 1.0;
    for (const plan::LayerNorm norm : plan::kLayerNorms) {
      if (layer[norm].defined() || !plan::HasNorm(model->description, norm)) continue;
      layer[norm] = weight({plan::NormSize(model->description, norm)});
    }
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = layer[projection];
      linear.layer = i;
      linear.projection = projection;
      linear.weight = weight({RowsOf(tiny, projection), ColumnsOf(tiny, projection)});
      if (plan::HasBias(model->description, projection)) {
        linear.bias = weight({RowsOf(tiny, projection)});
      }
    }
  }
  return model;
}

void AttachTrainedLora(Decoder& model, std::uint64_t seed) {
  engine::AttachLora(model, 4, 8.0, seed);
  for (DecoderLayer& layer : model.layers) {
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = layer[projection];
      linear.lora_b = (RandomTensor(linear.lora_b.sizes().vec(), at::kFloat, ++seed) * 0.05)
                          .requires_grad_(true);
    }
  }
}

std::unique_ptr<Decoder> ConvertDecoder(const Decoder& model, at::ScalarType dtype) {
  auto copy = std::make_unique<Decoder>(model);
  copy->dtype = dtype;
  copy->embedding = Convert(model.embedding, dtype);
  copy->final_norm = Convert(model.final_norm, dtype);
  copy->lm_head =
      model.lm_head.is_same(model.embedding) ? copy->embedding : Convert(model.lm_head, dtype);
  for (DecoderLayer& layer : copy->layers) {
    for (at::Tensor& norm : layer.norms) norm = Convert(norm, dtype);
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = layer[projection];
      linear.weight = Convert(linear.weight, dtype);
      linear.bias = Convert(linear.bias, dtype);
      linear.lora_a = ConvertLora(linear.lora_a, dtype);
      linear.lora_b = ConvertLora(linear.lora_b, dtype);
      linear.input_mask = ConvertLora(linear.input_mask, dtype);
    }
  }
  return copy;
}

at::Tensor RandomIds(std::int64_t batch,
                     std::int64_t length,
                     std::int64_t vocab,
                     std::uint64_t seed) {
  at::Tensor ids = at::empty({batch, length}, at::TensorOptions().dtype(at::kLong));
  auto* values = ids.mutable_data_ptr<std::int64_t>();
  RandomStream stream({.seed = seed, .purpose = RandomPurpose::kTest});
  for (std::int64_t i = 0; i < ids.numel(); ++i) {
    values[i] = static_cast<std::int64_t>(stream.NextBelow(static_cast<std::uint64_t>(vocab)));
  }
  return ids;
}

}  // namespace sentei::test
