// SPDX-License-Identifier: Apache-2.0
#include "core/plan/model_description.h"

#include "core/base/error.h"
#include "core/plan/checkpoint_tensors.h"
#include "core/plan/model_config.h"

#include <algorithm>
#include <cmath>
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
bool IsDerived(const formats::TensorInfo& tensor) {
  return std::string_view(tensor.name).ends_with("rotary_emb.inv_freq");
}

void CheckTensors(const ModelDescription& model, std::span<const formats::TensorInfo> tensors) {
  // Six tensors a layer at least: a configuration cannot ask for more layers than there are names.
  if (tensors.size() / 6 < model.layers.size()) {
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
    if (table.count(tensor.name) != 0 && !IsDerived(tensor)) {
      ThrowInput("tensor '{}' has no place in a {} model of this configuration",
                 tensor.name,
                 model.model_type);
    }
  }
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

std::string_view LocalName(const ModelDescription& model, LayerNorm norm) {
  switch (norm) {
    case LayerNorm::kAttentionInput:
      return "input_layernorm";
    case LayerNorm::kAttentionOutput:
      return "post_attention_layernorm";
    case LayerNorm::kFfnInput:
      return model.output_norms ? "pre_feedforward_layernorm" : "post_attention_layernorm";
    case LayerNorm::kFfnOutput:
      return "post_feedforward_layernorm";
    case LayerNorm::kQuery:
      return "self_attn.q_norm";
    case LayerNorm::kKey:
      return "self_attn.k_norm";
  }
  throw LogicError("a norm without a name");
}

/// The file has the last word on whether there is an output matrix of its own.
bool HasLmHead(std::span<const formats::TensorInfo> tensors) {
  return std::any_of(tensors.begin(), tensors.end(), [](const formats::TensorInfo& tensor) {
    return tensor.name == kLmHeadName;
  });
}

}  // namespace

bool ModelDescription::IsUniform() const {
  return std::all_of(layers.begin(), layers.end(), [this](const LayerShape& shape) {
    return shape == layers.front();
  });
}

std::int64_t ModelDescription::WindowOf(std::int64_t layer) const {
  const bool sliding =
      !spans.empty() && spans.at(static_cast<std::size_t>(layer)) == AttentionSpan::kSliding;
  return sliding ? sliding_window : 0;
}

const RotarySettings& ModelDescription::RotaryOf(std::int64_t layer) const {
  return sliding_rotary && WindowOf(layer) > 0 ? *sliding_rotary : rotary;
}

double ModelDescription::AttentionScale() const {
  return 1.0 / std::sqrt(query_scalar > 0.0 ? query_scalar : static_cast<double>(head_dim));
}

ModelDescription DescribeModel(const formats::ModelSource& source) {
  return DescribeModel(source.config(), source.tensors());
}

ModelDescription DescribeModel(const nlohmann::json& config,
                               std::span<const formats::TensorInfo> tensors) {
  ModelDescription model = ParseModelConfig(config);
  model.tied_embeddings = !HasLmHead(tensors);
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
  switch (projection) {
    case Projection::kQ:
    case Projection::kK:
    case Projection::kV:
      return model.qkv_bias;
    case Projection::kO:
      return model.output_bias;
    case Projection::kGate:
    case Projection::kUp:
    case Projection::kDown:
      return model.mlp_bias;
  }
  throw LogicError("a projection that may or may not have a bias");
}

bool HasNorm(const ModelDescription& model, LayerNorm norm) {
  switch (norm) {
    case LayerNorm::kAttentionInput:
    case LayerNorm::kFfnInput:
      return true;
    case LayerNorm::kAttentionOutput:
    case LayerNorm::kFfnOutput:
      return model.output_norms;
    case LayerNorm::kQuery:
    case LayerNorm::kKey:
      return model.query_key_norms;
  }
  throw LogicError("a norm that may or may not be there");
}

std::int64_t NormSize(const ModelDescription& model, LayerNorm norm) {
  return norm == LayerNorm::kQuery || norm == LayerNorm::kKey ? model.head_dim : model.hidden_size;
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
std::string NormName(const ModelDescription& model, std::int64_t layer, LayerNorm norm) {
  return fmt::format("{}{}.weight", LayerPrefix(layer), LocalName(model, norm));
}

}  // namespace sentei::plan
