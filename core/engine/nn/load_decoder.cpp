// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/nn/decoder.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <fmt/ranges.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sentei::engine {
namespace {

using formats::ElementType;
using formats::TensorInfo;
using plan::Projection;

/// Collects the tensors of a model as empty or mapped, then fills all empty ones in parallel.
class Loader {
 public:
  Loader(std::shared_ptr<const formats::ModelSource> source, at::ScalarType dtype)
      : source_(std::move(source)), dtype_(dtype) {}

  at::Tensor Add(const std::string& name, const std::vector<std::int64_t>& shape) {
    const TensorInfo* info = source_->Find(name);
    if (info == nullptr) {
      ThrowInput("{} holds no tensor {}", source_->path().string(), name);
    }
    if (info->shape != shape) {
      ThrowInput("{} in {} has shape [{}], the configuration says [{}]",
                 name,
                 source_->path().string(),
                 fmt::join(info->shape, ", "),
                 fmt::join(shape, ", "));
    }
    at::Tensor mapped = Mapped(*info);
    return mapped.defined() ? mapped : Pending(*info);
  }

  /// Reads every tensor that could not be mapped.
  void Fill() {
    at::parallel_for(0,
                     static_cast<std::int64_t>(pending_.size()),
                     1,
                     [this](std::int64_t begin, std::int64_t end) {
                       for (std::int64_t i = begin; i < end; ++i) {
                         Read(pending_[static_cast<std::size_t>(i)]);
                       }
                     });
    pending_.clear();
  }

 private:
  struct Job {
    std::string name;
    at::Tensor target;
  };

  /// The file's own bytes as a tensor that keeps the source alive; undefined when they have to be
  /// converted or do not lie on a multiple of the element size.
  at::Tensor Mapped(const TensorInfo& info) const {
    const bool same = (info.type == ElementType::kBF16 && dtype_ == at::kBFloat16) ||
                      (info.type == ElementType::kF32 && dtype_ == at::kFloat);
    const std::span<const std::byte> bytes =
        same ? source_->MappedBytes(info.name) : std::span<const std::byte>();
    if (bytes.empty() ||
        reinterpret_cast<std::uintptr_t>(bytes.data()) % c10::elementSize(dtype_) != 0) {
      return {};
    }
    void* data = const_cast<std::byte*>(bytes.data());  // NOLINT: from_blob takes no const pointer
    return at::from_blob(
        data, info.shape, [keep = source_](void*) {}, at::TensorOptions().dtype(dtype_));
  }

  at::Tensor Pending(const TensorInfo& info) {
    at::Tensor target = at::empty(info.shape, at::TensorOptions().dtype(dtype_));
    pending_.push_back({info.name, target});
    return target;
  }

  void Read(const Job& job) const {
    const auto count = static_cast<std::size_t>(job.target.numel());
    if (dtype_ == at::kBFloat16) {
      auto* words = reinterpret_cast<std::uint16_t*>(job.target.data_ptr<c10::BFloat16>());
      source_->ReadBFloat16(job.name, {words, count});
    } else if (dtype_ == at::kFloat) {
      source_->ReadFloat32(job.name, {job.target.data_ptr<float>(), count});
    } else {
      const at::Tensor wide = at::empty(job.target.sizes(), at::TensorOptions().dtype(at::kFloat));
      source_->ReadFloat32(job.name, {wide.data_ptr<float>(), count});
      job.target.copy_(wide);
    }
  }

  std::shared_ptr<const formats::ModelSource> source_;
  at::ScalarType dtype_;
  std::vector<Job> pending_;
};

struct Widths {
  std::int64_t out = 0;
  std::int64_t in = 0;
};

Widths WidthsOf(const plan::ModelDescription& model,
                const plan::LayerShape& layer,
                Projection projection) {
  const std::int64_t query = layer.num_query_heads * model.head_dim;
  const std::int64_t kv = layer.num_kv_heads * model.head_dim;
  switch (projection) {
    case Projection::kQ:
      return {query, model.hidden_size};
    case Projection::kK:
    case Projection::kV:
      return {kv, model.hidden_size};
    case Projection::kO:
      return {model.hidden_size, query};
    case Projection::kGate:
    case Projection::kUp:
      return {layer.ffn_size, model.hidden_size};
    case Projection::kDown:
      return {model.hidden_size, layer.ffn_size};
  }
  throw LogicError(fmt::format("projection {}", static_cast<int>(projection)));
}

bool IsFeedForward(Projection projection) {
  return projection == Projection::kGate || projection == Projection::kUp ||
         projection == Projection::kDown;
}

/// A configured bias may be absent from single projections: Qwen2 has none on o.
bool HasBias(const formats::ModelSource& source,
             const plan::ModelDescription& model,
             std::int64_t layer,
             Projection projection) {
  const bool configured = IsFeedForward(projection) ? model.mlp_bias : model.attention_bias;
  return configured && source.Find(plan::BiasName(layer, projection)) != nullptr;
}

DecoderLayer AddLayer(Loader& loader,
                      const formats::ModelSource& source,
                      const plan::ModelDescription& model,
                      std::int64_t index) {
  DecoderLayer layer;
  layer.input_norm = loader.Add(plan::InputNormName(index), {model.hidden_size});
  layer.post_attention_norm = loader.Add(plan::PostAttentionNormName(index), {model.hidden_size});
  for (const Projection projection : plan::kProjections) {
    const Widths widths =
        WidthsOf(model, model.layers[static_cast<std::size_t>(index)], projection);
    LoraLinear& linear = layer[projection];
    linear.layer = index;
    linear.projection = projection;
    linear.weight = loader.Add(plan::WeightName(index, projection), {widths.out, widths.in});
    if (HasBias(source, model, index, projection)) {
      linear.bias = loader.Add(plan::BiasName(index, projection), {widths.out});
    }
  }
  return layer;
}

void MoveTo(Decoder& model, at::Device device) {
  const bool tied = model.lm_head.is_same(model.embedding);
  model.embedding = model.embedding.to(device);
  model.final_norm = model.final_norm.to(device);
  model.lm_head = tied ? model.embedding : model.lm_head.to(device);
  for (DecoderLayer& layer : model.layers) {
    layer.input_norm = layer.input_norm.to(device);
    layer.post_attention_norm = layer.post_attention_norm.to(device);
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = layer[projection];
      linear.weight = linear.weight.to(device);
      linear.bias = linear.bias.defined() ? linear.bias.to(device) : linear.bias;
    }
  }
}

}  // namespace

std::unique_ptr<Decoder> LoadDecoder(std::shared_ptr<const formats::ModelSource> source,
                                     const plan::ModelDescription& description,
                                     at::ScalarType dtype,
                                     at::Device device) {
  auto model = std::make_unique<Decoder>();
  model->description = description;
  model->dtype = dtype;
  model->device = device;
  model->source = source;
  Loader loader(source, dtype);
  const std::vector<std::int64_t> table = {description.vocab_size, description.hidden_size};
  model->embedding = loader.Add(plan::kEmbeddingName, table);
  model->final_norm = loader.Add(plan::kFinalNormName, {description.hidden_size});
  model->lm_head =
      description.tied_embeddings ? model->embedding : loader.Add(plan::kLmHeadName, table);
  for (std::int64_t i = 0; i < description.num_layers(); ++i) {
    model->layers.push_back(AddLayer(loader, *source, description, i));
  }
  loader.Fill();
  if (!device.is_cpu()) {
    MoveTo(*model, device);
  }
  return model;
}

}  // namespace sentei::engine
