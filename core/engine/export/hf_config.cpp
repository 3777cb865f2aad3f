// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_config.h"

#include "core/base/error.h"

#include <algorithm>

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

bool LlamaTakes(const plan::ModelDescription& model, const plan::LayerShape& shape) {
  return model.hidden_size % shape.num_query_heads == 0;
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
          {"hidden_act", "silu"},
          {"attention_dropout", 0.0},
          {"use_cache", true}};
}

void AddRotary(json& config, double theta) {
  config["rope_theta"] = theta;
  config["rope_parameters"] = {{"rope_type", "default"}, {"rope_theta", theta}};
}

void AddBiases(json& config, const plan::ModelDescription& model) {
  config["attention_bias"] = model.attention_bias;
  config["mlp_bias"] = model.mlp_bias;
}

void AddLists(json& config, const plan::ModelDescription& model) {
  for (const plan::LayerShape& shape : model.layers) {
    config["layer_heads"].push_back(shape.num_query_heads);
    config["layer_kv_heads"].push_back(shape.num_kv_heads);
    config["layer_ffn"].push_back(shape.ffn_size);
  }
  config["auto_map"] = {{"AutoConfig", "configuration_pruned_llama.PrunedLlamaConfig"},
                        {"AutoModelForCausalLM", "modeling_pruned_llama.PrunedLlamaForCausalLM"}};
  // LlamaConfig checks its scalars although the lists size the layers.
  if (!LlamaTakes(model, Widest(model))) {
    config["num_attention_heads"] = 1;
    config["num_key_value_heads"] = 1;
  }
}

void AddClass(json& config, const plan::ModelDescription& model, ModelClass shape) {
  switch (shape) {
    case ModelClass::kLlama:
      config["model_type"] = "llama";
      config["architectures"] = {"LlamaForCausalLM"};
      AddBiases(config, model);
      return;
    case ModelClass::kMistral:
      config["model_type"] = "mistral";
      config["architectures"] = {"MistralForCausalLM"};
      config["sliding_window"] = nullptr;
      return;
    case ModelClass::kPrunedLlama:
      config["model_type"] = "pruned_llama";
      config["architectures"] = {"PrunedLlamaForCausalLM"};
      AddBiases(config, model);
      AddLists(config, model);
      return;
  }
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

ModelClass ChooseClass(const plan::ModelDescription& model) {
  if (!model.IsUniform()) return ModelClass::kPrunedLlama;
  if (LlamaTakes(model, model.layers.at(0))) return ModelClass::kLlama;
  if (model.attention_bias || model.mlp_bias) {
    throw Error(ErrorCode::kUsage,
                fmt::format("no stock class takes {} query heads on a hidden size of {} together "
                            "with biases",
                            model.layers.at(0).num_query_heads,
                            model.hidden_size),
                "Choose hf-per-layer.");
  }
  return ModelClass::kMistral;
}

ModelClass ChooseClass(const plan::ModelDescription& model, plan::ExportProfile profile) {
  return profile == plan::ExportProfile::kHfPerLayer ? ModelClass::kPrunedLlama
                                                     : ChooseClass(model);
}

json MakeHfConfig(const plan::ModelDescription& model,
                  ModelClass shape,
                  plan::ExportDType dtype,
                  const text::ModelTokenizer* tokenizer,
                  const json& source_config) {
  json config = SizesOf(model);
  AddRotary(config, model.rope_theta);
  AddClass(config, model, shape);
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
