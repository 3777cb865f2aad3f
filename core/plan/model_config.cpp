// SPDX-License-Identifier: Apache-2.0
#include "core/plan/model_config.h"

#include "core/base/error.h"
#include "core/plan/config_values.h"
#include "core/plan/model_family.h"
#include "core/plan/rotary_config.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sentei::plan {
namespace {

using nlohmann::json;

constexpr std::int64_t kMaxPositions = std::int64_t{1} << 31;

bool IsPruned(std::string_view model_type) { return model_type.starts_with(kPrunedPrefix); }

/// Settings that would change what the model computes in a way that is not implemented.
void RefuseUnsupported(const json& config, const ModelFamily& family) {
  const std::string wanted(family.activation);
  std::string activation = TextOr(config, family.activation_key, wanted);
  if (activation == "swish") activation = "silu";
  if (activation != wanted) {
    ThrowInput("activation {} is not supported, only {} is", Shown(activation), wanted);
  }
  if (const json* quantisation = Get(config, "quantization_config")) {
    const std::string method =
        quantisation->is_object() ? TextOr(*quantisation, "quant_method", "unnamed") : "unnamed";
    ThrowInput(
        "the weights are quantised by {}, which is not supported; use the unquantised "
        "model",
        method);
  }
}

std::vector<LayerShape> ReadUniformLayers(const json& config, const ModelFamily& family) {
  LayerShape shape;
  shape.num_query_heads = Size(config, "num_attention_heads", kMaxWidth);
  // Absent and null differ where a class has a default of its own.
  const bool silent = family.kv_heads > 0 && !config.contains("num_key_value_heads");
  shape.num_kv_heads =
      silent ? family.kv_heads
             : SizeOr(config, "num_key_value_heads", kMaxWidth, shape.num_query_heads);
  shape.ffn_size = Size(config, "intermediate_size", kMaxWidth);
  const auto count = static_cast<std::size_t>(Size(config, "num_hidden_layers", kMaxLayers));
  return std::vector<LayerShape>(count, shape);
}

std::vector<std::int64_t> ReadWidths(const json& config, const char* key, std::size_t count) {
  const json* list = Get(config, key);
  if (list == nullptr || !list->is_array()) {
    ThrowInput("the configuration of a pruned model lacks the list {}", key);
  }
  if (list->size() != count) {
    ThrowInput("the configuration's {} has {} entries for {} layers", key, list->size(), count);
  }
  std::vector<std::int64_t> widths;
  for (const json& entry : *list) widths.push_back(ToSize(entry, key, kMaxWidth));
  return widths;
}

std::vector<LayerShape> ReadListedLayers(const json& config) {
  const auto count = static_cast<std::size_t>(Size(config, "num_hidden_layers", kMaxLayers));
  const auto heads = ReadWidths(config, "layer_heads", count);
  const auto kv_heads = ReadWidths(config, "layer_kv_heads", count);
  const auto ffn = ReadWidths(config, "layer_ffn", count);
  std::vector<LayerShape> layers(count);
  for (std::size_t i = 0; i < count; ++i) layers[i] = {heads[i], kv_heads[i], ffn[i]};
  return layers;
}

std::int64_t ReadHeadDim(const json& config,
                         const ModelFamily& family,
                         const ModelDescription& model) {
  if (Get(config, "head_dim") != nullptr) return Size(config, "head_dim", kMaxWidth);
  if (family.head_dim > 0) return family.head_dim;
  const std::int64_t heads = model.layers.front().num_query_heads;
  if (IsPruned(model.model_type) || model.hidden_size % heads != 0) {
    ThrowInput(
        "the configuration does not say head_dim, and hidden_size {} over {} heads does not "
        "give it",
        model.hidden_size,
        heads);
  }
  return model.hidden_size / heads;
}

const ModelFamily& RequireFamily(std::string_view family, const std::string& model_type) {
  if (const ModelFamily* found = FindFamily(family)) return *found;
  throw Error(ErrorCode::kInput,
              fmt::format("model_type {} is not supported: Sentei runs and prunes {} and can only "
                          "inspect this one",
                          Shown(model_type),
                          FamilyNames()));
}

void CheckHeads(const ModelDescription& model) {
  if (model.head_dim % 2 != 0) {
    ThrowInput("head_dim is {}, but rotary positions need an even number", model.head_dim);
  }
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    const LayerShape& shape = model.layers[i];
    if (shape.num_query_heads % shape.num_kv_heads != 0) {
      ThrowInput("layer {} has {} query heads, which {} key/value heads cannot share evenly",
                 i,
                 shape.num_query_heads,
                 shape.num_kv_heads);
    }
    if (shape.num_query_heads > kMaxWidth / model.head_dim) {
      ThrowInput("layer {} has {} heads of {} values, above the limit of {}",
                 i,
                 shape.num_query_heads,
                 model.head_dim,
                 kMaxWidth);
    }
  }
}

}  // namespace

ModelDescription ParseModelConfig(const json& config) {
  if (!config.is_object()) ThrowInput("the model has no configuration, only tensors");
  ModelDescription model;
  model.model_type = TextOr(config, "model_type", "");
  const bool pruned = IsPruned(model.model_type);
  const ModelFamily& family =
      RequireFamily(std::string_view(model.model_type).substr(pruned ? kPrunedPrefix.size() : 0),
                    model.model_type);
  model.family = family.model_type;
  RefuseUnsupported(config, family);
  model.hidden_size = Size(config, "hidden_size", kMaxWidth);
  model.vocab_size = Size(config, "vocab_size", kMaxVocabulary);
  model.max_positions =
      SizeOr(config, "max_position_embeddings", kMaxPositions, family.max_positions);
  model.norm_eps = PositiveOr(config, "rms_norm_eps", family.norm_eps);
  model.tied_embeddings = FlagOr(config, "tie_word_embeddings", family.ties_embeddings);
  model.layers = pruned ? ReadListedLayers(config) : ReadUniformLayers(config, family);
  model.head_dim = ReadHeadDim(config, family, model);
  CheckHeads(model);
  family.describe(config, model);
  ReadRotary(config, model);
  return model;
}

}  // namespace sentei::plan
