// SPDX-License-Identifier: Apache-2.0
#include "core/plan/model_description.h"

#include "core/base/error.h"
#include "core/plan/model_config.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace sentei::plan {
namespace {

using TensorTable = std::unordered_map<std::string_view, const formats::TensorInfo*>;

std::string LayerPrefix(std::int64_t layer) { return fmt::format("model.layers.{}.", layer); }

/// True for files' element types that hold weights.
bool IsWeightType(formats::ElementType type) {
  using enum formats::ElementType;
  switch (type) {
    case kI64:
    case kI32:
    case kI16:
    case kI8:
    case kU64:
    case kU32:
    case kU16:
    case kU8:
    case kBool:
    case kOther:
      return false;
    default:
      return true;
  }
}

TensorTable TableOf(std::span<const formats::TensorInfo> tensors) {
  TensorTable table;
  table.reserve(tensors.size());
  for (const auto& tensor : tensors) {
    if (!table.emplace(tensor.name, &tensor).second) {
      ThrowInput("the checkpoint lists tensor '{}' twice", tensor.name);
    }
  }
  return table;
}

void CheckTensor(const ExpectedTensor& expected, const TensorTable& table) {
  const auto found = table.find(expected.name);
  if (found == table.end()) {
    ThrowInput("tensor '{}' is missing from the checkpoint", expected.name);
  }
  const formats::TensorInfo& tensor = *found->second;
  if (tensor.shape != expected.shape) {
    ThrowInput("tensor '{}' has shape [{}], but the configuration asks for [{}]",
               tensor.name,
               fmt::join(tensor.shape, ", "),
               fmt::join(expected.shape, ", "));
  }
  if (!IsWeightType(tensor.type)) {
    ThrowInput("tensor '{}' is stored as {}, from which no weights can be read",
               tensor.name,
               formats::Name(tensor.type));
  }
}

/// Tensors that some checkpoints carry although they follow from the others.
bool IsDerived(const formats::TensorInfo& tensor, const ModelDescription& model) {
  return std::string_view(tensor.name).ends_with("rotary_emb.inv_freq") ||
         (model.tied_embeddings && tensor.name == kLmHeadName);
}

void CheckTensors(const ModelDescription& model, std::span<const formats::TensorInfo> tensors) {
  // Nine tensors a layer at least: a configuration cannot ask for more layers than there are names.
  if (tensors.size() / 9 < model.layers.size()) {
    ThrowInput("the configuration has {} layers, but the checkpoint only {} tensors",
               model.num_layers(),
               tensors.size());
  }
  TensorTable table = TableOf(tensors);
  for (const ExpectedTensor& expected : ExpectedTensors(model)) {
    CheckTensor(expected, table);
    table.erase(expected.name);
  }
  for (const auto& tensor : tensors) {
    if (table.count(tensor.name) != 0 && !IsDerived(tensor, model)) {
      ThrowInput("tensor '{}' has no place in a {} model of this configuration",
                 tensor.name,
                 model.model_type);
    }
  }
}

void AppendProjection(const ModelDescription& model,
                      std::int64_t layer,
                      Projection projection,
                      std::vector<ExpectedTensor>& tensors) {
  const MatrixShape shape = ProjectionShape(model, layer, projection);
  tensors.push_back({WeightName(layer, projection), {shape.rows, shape.columns}});
  if (HasBias(model, projection)) tensors.push_back({BiasName(layer, projection), {shape.rows}});
}

std::string_view LocalName(Projection projection) {
  switch (projection) {
    case Projection::kQ:
      return "self_attn.q_proj";
    case Projection::kK:
      return "self_attn.k_proj";
    case Projection::kV:
      return "self_attn.v_proj";
    case Projection::kO:
      return "self_attn.o_proj";
    case Projection::kGate:
      return "mlp.gate_proj";
    case Projection::kUp:
      return "mlp.up_proj";
    case Projection::kDown:
      return "mlp.down_proj";
  }
  throw LogicError("a projection without a name");
}

}  // namespace

bool ModelDescription::IsUniform() const {
  return std::all_of(layers.begin(), layers.end(), [this](const LayerShape& shape) {
    return shape == layers.front();
  });
}

ModelDescription DescribeModel(const formats::ModelSource& source) {
  return DescribeModel(source.config(), source.tensors());
}

ModelDescription DescribeModel(const nlohmann::json& config,
                               std::span<const formats::TensorInfo> tensors) {
  ModelDescription model = ParseModelConfig(config);
  CheckTensors(model, tensors);
  return model;
}

MatrixShape ProjectionShape(const ModelDescription& model,
                            std::int64_t layer,
                            Projection projection) {
  const LayerShape& shape = model.layers.at(static_cast<std::size_t>(layer));
  const std::int64_t query_width = shape.num_query_heads * model.head_dim;
  const std::int64_t kv_width = shape.num_kv_heads * model.head_dim;
  switch (projection) {
    case Projection::kQ:
      return {query_width, model.hidden_size};
    case Projection::kK:
    case Projection::kV:
      return {kv_width, model.hidden_size};
    case Projection::kO:
      return {model.hidden_size, query_width};
    case Projection::kGate:
    case Projection::kUp:
      return {shape.ffn_size, model.hidden_size};
    case Projection::kDown:
      return {model.hidden_size, shape.ffn_size};
  }
  throw LogicError("a projection without a shape");
}

bool HasBias(const ModelDescription& model, Projection projection) {
  return projection < Projection::kGate ? model.attention_bias : model.mlp_bias;
}

std::vector<ExpectedTensor> ExpectedTensors(const ModelDescription& model) {
  std::vector<ExpectedTensor> tensors;
  tensors.reserve(model.layers.size() * 9 + 3);
  tensors.push_back({kEmbeddingName, {model.vocab_size, model.hidden_size}});
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    tensors.push_back({InputNormName(layer), {model.hidden_size}});
    for (const Projection projection : kProjections) {
      if (projection == Projection::kGate) {
        tensors.push_back({PostAttentionNormName(layer), {model.hidden_size}});
      }
      AppendProjection(model, layer, projection, tensors);
    }
  }
  tensors.push_back({kFinalNormName, {model.hidden_size}});
  if (!model.tied_embeddings) {
    tensors.push_back({kLmHeadName, {model.vocab_size, model.hidden_size}});
  }
  return tensors;
}

std::string ModuleName(std::int64_t layer, Projection projection) {
  return fmt::format("{}{}", LayerPrefix(layer), LocalName(projection));
}
std::string WeightName(std::int64_t layer, Projection projection) {
  return ModuleName(layer, projection) + ".weight";
}
std::string BiasName(std::int64_t layer, Projection projection) {
  return ModuleName(layer, projection) + ".bias";
}
std::string InputNormName(std::int64_t layer) {
  return LayerPrefix(layer) + "input_layernorm.weight";
}
std::string PostAttentionNormName(std::int64_t layer) {
  return LayerPrefix(layer) + "post_attention_layernorm.weight";
}

}  // namespace sentei::plan
