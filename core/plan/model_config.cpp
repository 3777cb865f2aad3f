// SPDX-License-Identifier: Apache-2.0
#include "core/plan/model_config.h"

#include "core/base/error.h"

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sentei::plan {
namespace {

using nlohmann::json;

constexpr std::int64_t kMaxPositions = std::int64_t{1} << 31;

/// What the two Hugging Face classes assume where config.json is silent.
struct Defaults {
  std::int64_t max_positions = 2048;
  double norm_eps = 1e-6;
  double rope_theta = 10000.0;
};

/// The value as a message can quote it: short, and UTF-8 whatever the file held.
std::string Shown(const json& value) {
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= 60 ? text : text.substr(0, 60) + "...";
}

/// The setting, or nullptr where it is absent or null.
const json* Get(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::int64_t ToSize(const json& value, std::string_view key, std::int64_t limit) {
  if (!value.is_number_integer()) {
    ThrowInput("the configuration's {} is {}, which is no whole number", key, Shown(value));
  }
  const bool too_large =
      value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(limit);
  if (too_large || value.get<std::int64_t>() < 1) {
    ThrowInput("the configuration's {} is {}, outside 1 to {}", key, Shown(value), limit);
  }
  return value.get<std::int64_t>();
}

std::int64_t Size(const json& config, const char* key, std::int64_t limit) {
  const json* value = Get(config, key);
  if (value == nullptr) ThrowInput("the configuration does not say {}", key);
  return ToSize(*value, key, limit);
}

std::int64_t SizeOr(const json& config,
                    const char* key,
                    std::int64_t limit,
                    std::int64_t fallback) {
  const json* value = Get(config, key);
  return value == nullptr ? fallback : ToSize(*value, key, limit);
}

double PositiveOr(const json& config, const char* key, double fallback) {
  const json* value = Get(config, key);
  if (value == nullptr) return fallback;
  if (!value->is_number()) {
    ThrowInput("the configuration's {} is {}, which is no number", key, Shown(*value));
  }
  const double number = value->get<double>();
  if (!std::isfinite(number) || number <= 0.0) {
    ThrowInput("the configuration's {} is {}, but it must be above zero", key, Shown(*value));
  }
  return number;
}

bool FlagOr(const json& config, const char* key, bool fallback) {
  const json* value = Get(config, key);
  if (value == nullptr) return fallback;
  if (!value->is_boolean()) {
    ThrowInput("the configuration's {} is {}, but it must be true or false", key, Shown(*value));
  }
  return value->get<bool>();
}

std::string TextOr(const json& config, const char* key, std::string fallback) {
  const json* value = Get(config, key);
  if (value == nullptr) return fallback;
  if (!value->is_string()) {
    ThrowInput("the configuration's {} is {}, which is no text", key, Shown(*value));
  }
  return value->get<std::string>();
}

/// Refuses any rotary scaling by its name; returns theta. `rope_scaling` is the older spelling and
/// stands before `rope_parameters`; a theta inside stands before one beside them.
double ReadRopeTheta(const json& config, const Defaults& defaults) {
  const double outer = PositiveOr(config, "rope_theta", defaults.rope_theta);
  const json* rope = Get(config, "rope_scaling");
  if (rope == nullptr || rope->empty()) rope = Get(config, "rope_parameters");
  if (rope == nullptr) return outer;
  if (!rope->is_object()) {
    ThrowInput("the configuration's rotary settings are {}, which is no object", Shown(*rope));
  }
  const std::string type = TextOr(*rope, "rope_type", TextOr(*rope, "type", "default"));
  if (type != "default") {
    throw Error(
        ErrorCode::kInput,
        fmt::format("rotary scaling {} is not supported, only the default is", Shown(type)));
  }
  if (PositiveOr(*rope, "partial_rotary_factor", 1.0) != 1.0) {
    ThrowInput("partial_rotary_factor {} is not supported, only 1 is",
               Shown((*rope)["partial_rotary_factor"]));
  }
  return PositiveOr(*rope, "rope_theta", outer);
}

/// Settings that would change what the model computes in a way that is not implemented.
void RefuseUnsupported(const json& config, const std::string& model_type) {
  const std::string activation = TextOr(config, "hidden_act", "silu");
  if (activation != "silu" && activation != "swish") {
    ThrowInput("activation {} is not supported, only silu is", Shown(activation));
  }
  if (const json* quantisation = Get(config, "quantization_config")) {
    const std::string method =
        quantisation->is_object() ? TextOr(*quantisation, "quant_method", "unnamed") : "unnamed";
    ThrowInput(
        "the weights are quantised by {}, which is not supported; use the unquantised "
        "model",
        method);
  }
  if (PositiveOr(config, "partial_rotary_factor", 1.0) != 1.0) {
    ThrowInput("partial_rotary_factor {} is not supported, only 1 is",
               Shown(config["partial_rotary_factor"]));
  }
  if (model_type == "mistral" &&
      !(config.contains("sliding_window") && config["sliding_window"].is_null())) {
    ThrowInput("a mistral model is supported only where sliding_window is null, here it is {}",
               config.contains("sliding_window") ? Shown(config["sliding_window"])
                                                 : "absent, which means 4096");
  }
}

std::vector<LayerShape> ReadUniformLayers(const json& config, const std::string& model_type) {
  LayerShape shape;
  shape.num_query_heads = Size(config, "num_attention_heads", kMaxWidth);
  // Where mistral is silent Hugging Face assumes 8, where it says null the number of query heads.
  const bool silent = model_type == "mistral" && !config.contains("num_key_value_heads");
  shape.num_kv_heads =
      silent ? 8 : SizeOr(config, "num_key_value_heads", kMaxWidth, shape.num_query_heads);
  shape.ffn_size = Size(config, "intermediate_size", kMaxWidth);
  const auto count = static_cast<std::size_t>(Size(config, "num_hidden_layers", kMaxLayers));
  return std::vector<LayerShape>(count, shape);
}

std::vector<std::int64_t> ReadWidths(const json& config, const char* key, std::size_t count) {
  const json* list = Get(config, key);
  if (list == nullptr || !list->is_array()) {
    ThrowInput("the configuration of a pruned_llama model lacks the list {}", key);
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

std::int64_t ReadHeadDim(const json& config, const ModelDescription& model) {
  if (Get(config, "head_dim") != nullptr) return Size(config, "head_dim", kMaxWidth);
  const std::int64_t heads = model.layers.front().num_query_heads;
  if (model.model_type == "pruned_llama" || model.hidden_size % heads != 0) {
    ThrowInput(
        "the configuration does not say head_dim, and hidden_size {} over {} heads does not "
        "give it",
        model.hidden_size,
        heads);
  }
  return model.hidden_size / heads;
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
  if (model.model_type != "llama" && model.model_type != "mistral" &&
      model.model_type != "pruned_llama") {
    throw Error(ErrorCode::kInput,
                fmt::format("model_type {} is not supported: Sentei runs and prunes LLaMA-type "
                            "models and can only inspect this one",
                            Shown(model.model_type)));
  }
  RefuseUnsupported(config, model.model_type);
  const bool mistral = model.model_type == "mistral";
  Defaults defaults;
  if (mistral) defaults.max_positions = 131072;
  model.hidden_size = Size(config, "hidden_size", kMaxWidth);
  model.vocab_size = Size(config, "vocab_size", kMaxVocabulary);
  model.max_positions =
      SizeOr(config, "max_position_embeddings", kMaxPositions, defaults.max_positions);
  model.norm_eps = PositiveOr(config, "rms_norm_eps", defaults.norm_eps);
  model.rope_theta = ReadRopeTheta(config, defaults);
  model.tied_embeddings = FlagOr(config, "tie_word_embeddings", false);
  model.attention_bias = !mistral && FlagOr(config, "attention_bias", false);
  model.mlp_bias = !mistral && FlagOr(config, "mlp_bias", false);
  model.layers = model.model_type == "pruned_llama" ? ReadListedLayers(config)
                                                    : ReadUniformLayers(config, model.model_type);
  model.head_dim = ReadHeadDim(config, model);
  CheckHeads(model);
  return model;
}

}  // namespace sentei::plan
