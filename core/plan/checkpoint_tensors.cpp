// SPDX-License-Identifier: Apache-2.0
#include "core/plan/checkpoint_tensors.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string_view>

namespace sentei::plan {
namespace {

/// Builds the list of one model.
class Lister {
 public:
  explicit Lister(const ModelDescription& model) : model_(model) {
    tensors_.reserve(model.layers.size() * 12 + 3);
  }

  std::vector<ExpectedTensor> List() && {
    AddWhole(kEmbeddingName, TensorRole::kEmbedding, {model_.vocab_size, model_.hidden_size});
    for (std::int64_t layer = 0; layer < model_.num_layers(); ++layer) AddLayer(layer);
    AddWhole(kFinalNormName, TensorRole::kFinalNorm, {model_.hidden_size});
    if (!model_.tied_embeddings) {
      AddWhole(kLmHeadName, TensorRole::kLmHead, {model_.vocab_size, model_.hidden_size});
    }
    return std::move(tensors_);
  }

 private:
  void AddWhole(const char* name, TensorRole role, std::vector<std::int64_t> shape) {
    const std::int64_t rows = shape.front();
    tensors_.push_back({name, std::move(shape), {{.role = role, .rows = rows}}});
  }

  void AddNorm(std::int64_t layer, LayerNorm norm) {
    if (!HasNorm(model_, norm)) return;
    const std::int64_t size = NormSize(model_, norm);
    tensors_.push_back({NormName(model_, layer, norm),
                        {size},
                        {{.role = TensorRole::kNorm, .layer = layer, .norm = norm, .rows = size}}});
  }

  void AddProjection(std::int64_t layer, Projection projection) {
    const MatrixShape shape = ProjectionShape(model_, layer, projection);
    TensorPart part{
        .role = TensorRole::kWeight, .layer = layer, .projection = projection, .rows = shape.rows};
    tensors_.push_back({WeightName(layer, projection), {shape.rows, shape.columns}, {part}});
    if (!HasBias(model_, projection)) return;
    part.role = TensorRole::kBias;
    tensors_.push_back({BiasName(layer, projection), {shape.rows}, {part}});
  }

  void AddFused(std::int64_t layer,
                std::string_view local_name,
                std::initializer_list<Projection> projections) {
    ExpectedTensor fused;
    fused.name = fmt::format("model.layers.{}.{}.weight", layer, local_name);
    fused.shape = {0, model_.hidden_size};
    for (const Projection projection : projections) {
      const std::int64_t rows = ProjectionShape(model_, layer, projection).rows;
      fused.shape.front() += rows;
      fused.parts.push_back(
          {.role = TensorRole::kWeight, .layer = layer, .projection = projection, .rows = rows});
    }
    tensors_.push_back(std::move(fused));
  }

  void AddOpenersOfAttention(std::int64_t layer) {
    if (model_.fused_projections) {
      AddFused(layer, "self_attn.qkv_proj", {Projection::kQ, Projection::kK, Projection::kV});
      return;
    }
    for (const Projection p : {Projection::kQ, Projection::kK, Projection::kV}) {
      AddProjection(layer, p);
    }
  }

  void AddOpenersOfFfn(std::int64_t layer) {
    if (model_.fused_projections) {
      AddFused(layer, "mlp.gate_up_proj", {Projection::kGate, Projection::kUp});
      return;
    }
    AddProjection(layer, Projection::kGate);
    AddProjection(layer, Projection::kUp);
  }

  void AddLayer(std::int64_t layer) {
    AddNorm(layer, LayerNorm::kAttentionInput);
    AddOpenersOfAttention(layer);
    AddNorm(layer, LayerNorm::kQuery);
    AddNorm(layer, LayerNorm::kKey);
    AddProjection(layer, Projection::kO);
    AddNorm(layer, LayerNorm::kAttentionOutput);
    AddNorm(layer, LayerNorm::kFfnInput);
    AddOpenersOfFfn(layer);
    AddProjection(layer, Projection::kDown);
    AddNorm(layer, LayerNorm::kFfnOutput);
  }

  const ModelDescription& model_;
  std::vector<ExpectedTensor> tensors_;
};

}  // namespace

std::vector<ExpectedTensor> ExpectedTensors(const ModelDescription& model) {
  return Lister(model).List();
}

}  // namespace sentei::plan
