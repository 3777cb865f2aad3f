// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/nn/decoder.h"
#include "core/plan/checkpoint_tensors.h"

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

/// Binds the tensors of a model to mapped bytes or to empty memory, then fills the empty in
/// parallel.
class Loader {
 public:
  Loader(std::shared_ptr<const formats::ModelSource> source, at::ScalarType dtype)
      : source_(std::move(source)), dtype_(dtype) {}

  /// A stored tensor as a whole.
  at::Tensor Add(const plan::ExpectedTensor& tensor) {
    const TensorInfo* info = source_->Find(tensor.name);
    if (info == nullptr) {
      ThrowInput("{} holds no tensor {}", source_->path().string(), tensor.name);
    }
    if (info->shape != tensor.shape) {
      ThrowInput("{} in {} has shape [{}], the configuration says [{}]",
                 tensor.name,
                 source_->path().string(),
                 fmt::join(info->shape, ", "),
                 fmt::join(tensor.shape, ", "));
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

/// Numbers the projections and points every tensor of the model at its rows of a stored one.
void Bind(Decoder& model, Loader& loader) {
  model.layers.resize(model.description.layers.size());
  for (std::int64_t i = 0; i < model.description.num_layers(); ++i) {
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = model.layers[static_cast<std::size_t>(i)][projection];
      linear.layer = i;
      linear.projection = projection;
    }
  }
  for (const plan::ExpectedTensor& tensor : plan::ExpectedTensors(model.description)) {
    const at::Tensor stored = loader.Add(tensor);
    std::int64_t row = 0;
    for (const plan::TensorPart& part : tensor.parts) {
      TensorOf(model, part) = stored.narrow(0, row, part.rows);
      row += part.rows;
    }
  }
  if (model.description.tied_embeddings) model.lm_head = model.embedding;
}

void MoveTo(Decoder& model, at::Device device) {
  const bool tied = model.lm_head.is_same(model.embedding);
  model.embedding = model.embedding.to(device);
  model.final_norm = model.final_norm.to(device);
  model.lm_head = tied ? model.embedding : model.lm_head.to(device);
  for (DecoderLayer& layer : model.layers) {
    for (at::Tensor& norm : layer.norms) norm = norm.defined() ? norm.to(device) : norm;
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
  Bind(*model, loader);
  loader.Fill();
  source->CheckIntact();
  if (!device.is_cpu()) {
    MoveTo(*model, device);
  }
  return model;
}

}  // namespace sentei::engine
