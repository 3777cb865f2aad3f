// SPDX-License-Identifier: Apache-2.0
#include "tests/core/plan/test_models.h"

#include "core/plan/checkpoint_tensors.h"

namespace sentei::plan::testing {
namespace {

template <typename T>
T OneOf(std::mt19937& random, const std::vector<T>& values) {
  return values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random)];
}

}  // namespace

ModelDescription MakeModel(std::int64_t num_layers,
                           std::int64_t hidden,
                           LayerShape shape,
                           std::int64_t head_dim,
                           std::int64_t vocab) {
  ModelDescription model;
  model.model_type = "llama";
  model.hidden_size = hidden;
  model.head_dim = head_dim;
  model.vocab_size = vocab;
  model.max_positions = 2048;
  model.layers.assign(static_cast<std::size_t>(num_layers), shape);
  return model;
}

ModelDescription Llama7B() { return MakeModel(32, 4096, {32, 32, 11008}, 128, 32000); }
ModelDescription Llama31Of8B() { return MakeModel(32, 4096, {32, 8, 14336}, 128, 128256); }
ModelDescription TinyLlama() { return MakeModel(22, 2048, {32, 4, 5632}, 64, 32000); }
ModelDescription SmolLm2() {
  ModelDescription model = MakeModel(30, 576, {9, 3, 1536}, 64, 49152);
  model.max_positions = 8192;
  model.rotary.theta = 100000.0;
  model.tied_embeddings = true;
  return model;
}

nlohmann::json ConfigOf(const ModelDescription& model) {
  const LayerShape& first = model.layers.front();
  nlohmann::json config{
      {"model_type", model.model_type},
      {"hidden_size", model.hidden_size},
      {"head_dim", model.head_dim},
      {"vocab_size", model.vocab_size},
      {"max_position_embeddings", model.max_positions},
      {"num_hidden_layers", model.num_layers()},
      {"num_attention_heads", first.num_query_heads},
      {"num_key_value_heads", first.num_kv_heads},
      {"intermediate_size", first.ffn_size},
      {"hidden_act", "silu"},
      {"rms_norm_eps", model.norm_eps},
      {"rope_parameters", {{"rope_theta", model.rotary.theta}, {"rope_type", "default"}}},
      {"tie_word_embeddings", model.tied_embeddings},
      {"attention_bias", model.qkv_bias},
      {"mlp_bias", model.mlp_bias}};
  if (model.model_type == "mistral") config["sliding_window"] = nullptr;
  if (model.model_type != "pruned_llama") return config;
  for (const char* key : {"layer_heads", "layer_kv_heads", "layer_ffn"}) {
    config[key] = nlohmann::json::array();
  }
  for (const LayerShape& shape : model.layers) {
    config["layer_heads"].push_back(shape.num_query_heads);
    config["layer_kv_heads"].push_back(shape.num_kv_heads);
    config["layer_ffn"].push_back(shape.ffn_size);
  }
  return config;
}

std::vector<formats::TensorInfo> TensorsOf(const ModelDescription& model) {
  std::vector<formats::TensorInfo> tensors;
  for (const ExpectedTensor& expected : ExpectedTensors(model)) {
    formats::TensorInfo info;
    info.name = expected.name;
    info.type = formats::ElementType::kBF16;
    info.shape = expected.shape;
    tensors.push_back(std::move(info));
  }
  return tensors;
}

ModelDescription RandomModel(std::mt19937& random) {
  const auto heads = OneOf<std::int64_t>(random, {1, 2, 3, 4});
  const auto shared = OneOf<std::int64_t>(random, {1, 1, 2, 3});
  const auto draw_shape = [&] {
    return LayerShape{heads * shared * OneOf<std::int64_t>(random, {1, 2, 3}),
                      0,
                      OneOf<std::int64_t>(random, {5, 16, 24, 43, 64, 172, 256, 260})};
  };
  ModelDescription model = MakeModel(OneOf<std::int64_t>(random, {1, 2, 3, 5, 12}),
                                     OneOf<std::int64_t>(random, {8, 24, 32}),
                                     {},
                                     0,
                                     50);
  model.head_dim = OneOf<std::int64_t>(random, {2, 8, 16});
  model.tied_embeddings = OneOf<bool>(random, {true, false});
  model.qkv_bias = model.output_bias = OneOf<int>(random, {0, 0, 1}) == 1;
  model.mlp_bias = OneOf<int>(random, {0, 0, 1}) == 1;
  const bool uneven = OneOf<int>(random, {0, 0, 1}) == 1;
  model.model_type = uneven ? "pruned_llama" : "llama";
  LayerShape shape = draw_shape();
  for (LayerShape& layer : model.layers) {
    if (uneven) shape = draw_shape();
    layer = shape;
    layer.num_kv_heads = layer.num_query_heads / shared;
  }
  return model;
}

}  // namespace sentei::plan::testing
