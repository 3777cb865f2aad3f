// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_config.h"

#include "core/base/error.h"
#include "core/plan/model_family.h"
#include "core/plan/rotary_config.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sentei::engine {
namespace {

using nlohmann::json;

plan::LayerShape Widest(const plan::ModelDescription& model) {
  plan::LayerShape widest = model.layers.at(0);
  for (const plan::LayerShape& shape : model.layers) {
    if (shape.num_query_heads > widest.num_query_heads) {
      widest.num_query_heads = shape.num_query_heads;
      widest.num_kv_heads = shape.num_kv_heads;
    }
    widest.ffn_size = std::max(widest.ffn_size, shape.ffn_size);
  }
  return widest;
}

json SizesOf(const plan::ModelDescription& model) {
  const plan::LayerShape shape = Widest(model);
  return {{"vocab_size", model.vocab_size},
          {"hidden_size", model.hidden_size},
          {"num_hidden_layers", model.num_layers()},
          {"head_dim", model.head_dim},
          {"intermediate_size", shape.ffn_size},
          {"num_attention_heads", shape.num_query_heads},
          {"num_key_value_heads", shape.num_kv_heads},
          {"max_position_embeddings", model.max_positions},
          {"rms_norm_eps", model.norm_eps},
          {"tie_word_embeddings", model.tied_embeddings},
          {"attention_dropout", 0.0},
          {"use_cache", true}};
}

json NumberOrNull(double value) { return value > 0.0 ? json(value) : json(nullptr); }

json LayerTypes(const plan::ModelDescription& model) {
  json types = json::array();
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    types.push_back(model.WindowOf(layer) > 0 ? "sliding_attention" : "full_attention");
  }
  return types;
}

// Classes without a list of layer types count the layers before the first sliding one.
std::int64_t LayersBeforeWindow(const plan::ModelDescription& model) {
  std::int64_t layer = 0;
  while (layer < model.num_layers() && model.WindowOf(layer) == 0) ++layer;
  return layer;
}

json ValueOf(std::string_view setting, const plan::ModelDescription& model) {
  const bool sliding = model.sliding_window > 0;
  if (setting == "attention_bias") return model.qkv_bias;
  if (setting == "mlp_bias") return model.mlp_bias;
  if (setting == "sliding_window") return sliding ? json(model.sliding_window) : json(nullptr);
  if (setting == "use_sliding_window") return sliding;
  if (setting == "max_window_layers") return LayersBeforeWindow(model);
  if (setting == "layer_types") return LayerTypes(model);
  if (setting == "query_pre_attn_scalar") return std::llround(model.query_scalar);
  if (setting == "attn_logit_softcapping") return NumberOrNull(model.attention_softcap);
  if (setting == "final_logit_softcapping") return NumberOrNull(model.logit_softcap);
  throw LogicError(fmt::format("a setting without a value: {}", setting));
}

void AddLists(json& config, const plan::ModelDescription& model) {
  for (const plan::LayerShape& shape : model.layers) {
    config["layer_heads"].push_back(shape.num_query_heads);
    config["layer_kv_heads"].push_back(shape.num_kv_heads);
    config["layer_ffn"].push_back(shape.ffn_size);
  }
  // The classes check their scalars although the lists size the layers.
  if (model.hidden_size % Widest(model).num_query_heads != 0) {
    config["num_attention_heads"] = 1;
    config["num_key_value_heads"] = 1;
  }
}

// "Qwen2ForCausalLM" -> "Qwen2".
std::string_view StemOf(const plan::ModelFamily& family) {
  constexpr std::string_view kSuffix = "ForCausalLM";
  return family.architecture.substr(0, family.architecture.size() - kSuffix.size());
}

void AddClass(json& config, const plan::ModelDescription& model) {
  const plan::ModelFamily& family = plan::FamilyOf(model);
  config["model_type"] = model.model_type;
  config[family.activation_key] = family.activation;
  for (const std::string_view setting : family.settings) {
    config[std::string(setting)] = ValueOf(setting, model);
  }
  if (!plan::NeedsBundledCode(model.model_type)) {
    config["architectures"] = {family.architecture};
    return;
  }
  AddLists(config, model);
  // AutoTokenizer of transformers 5 fails on this older spelling where it does not know the
  // model_type.
  config.erase("rope_scaling");
  const std::string_view stem = StemOf(family);
  config["architectures"] = {fmt::format("Pruned{}ForCausalLM", stem)};
  config["auto_map"] = {
      {"AutoConfig", fmt::format("modeling_pruned.Pruned{}Config", stem)},
      {"AutoModelForCausalLM", fmt::format("modeling_pruned.Pruned{}ForCausalLM", stem)}};
}

// One id as a number, several as a list, none as null.
json IdsAsJson(const std::vector<text::TokenId>& ids) {
  if (ids.empty()) return nullptr;
  return ids.size() == 1 ? json(ids.front()) : json(ids);
}

bool IsIdSetting(const json& value) {
  const auto is_id = [](const json& id) { return id.is_number_integer() && id >= 0; };
  return is_id(value) ||
         (value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), is_id));
}

void AddSpecialIds(json& config, const text::ModelTokenizer* tokenizer, const json& source) {
  for (const char* key : {"bos_token_id", "eos_token_id", "pad_token_id"}) {
    config[key] = nullptr;
    if (source.is_object() && source.contains(key) && IsIdSetting(source[key])) {
      config[key] = source[key];
    }
  }
  if (tokenizer == nullptr) return;
  if (tokenizer->bos) config["bos_token_id"] = *tokenizer->bos;
  if (!tokenizer->eos.empty()) config["eos_token_id"] = IdsAsJson(tokenizer->eos);
  if (tokenizer->pad) config["pad_token_id"] = *tokenizer->pad;
}

}  // namespace

json MakeHfConfig(const plan::ModelDescription& model,
                  plan::ExportDType dtype,
                  const text::ModelTokenizer* tokenizer,
                  const json& source_config) {
  json config = SizesOf(model);
  plan::WriteRotary(model, config);
  AddClass(config, model);
  AddSpecialIds(config, tokenizer, source_config);
  config["dtype"] = TorchName(dtype);
  config["torch_dtype"] = TorchName(dtype);
  return config;
}

json MakeGenerationConfig(const json& hf_config) {
  json generation = {{"_from_model_config", true}};
  for (const char* key : {"bos_token_id", "eos_token_id", "pad_token_id"}) {
    if (!hf_config.at(key).is_null()) generation[key] = hf_config.at(key);
  }
  return generation;
}

std::string TorchName(plan::ExportDType dtype) {
  switch (dtype) {
    case plan::ExportDType::kF32:
      return "float32";
    case plan::ExportDType::kF16:
      return "float16";
    case plan::ExportDType::kBF16:
      return "bfloat16";
    case plan::ExportDType::kQ8_0:
      break;
  }
  throw Error(ErrorCode::kUsage,
              "Hugging Face folders cannot store q8_0",
              "Choose bf16, f16 or f32, or the gguf profile.");
}

}  // namespace sentei::engine
