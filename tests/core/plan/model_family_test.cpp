// SPDX-License-Identifier: Apache-2.0
// Families as their published configurations describe them. What they compute is compared with
// transformers in tests/core/engine/nn/parity_test.cpp.
#include "core/plan/model_family.h"

#include "core/formats/gguf_family.h"
#include "core/plan/checkpoint_tensors.h"
#include "core/plan/model_config.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

using nlohmann::json;
using testing::Caught;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

json Config(const char* model_type) {
  return {{"model_type", model_type},
          {"hidden_size", 64},
          {"intermediate_size", 96},
          {"num_hidden_layers", 6},
          {"num_attention_heads", 8},
          {"num_key_value_heads", 4},
          {"head_dim", 8},
          {"vocab_size", 100},
          {"rope_theta", 10000.0}};
}

std::string Refusal(const json& config) {
  const Error error = Caught([&] { (void)ParseModelConfig(config); });
  EXPECT_EQ(error.code(), ErrorCode::kInput);
  return error.what();
}

std::vector<std::string> NamesOf(const ModelDescription& model) {
  std::vector<std::string> names;
  for (const ExpectedTensor& tensor : ExpectedTensors(model)) names.push_back(tensor.name);
  return names;
}

std::vector<std::int64_t> WindowsOf(const ModelDescription& model) {
  std::vector<std::int64_t> windows;
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    windows.push_back(model.WindowOf(layer));
  }
  return windows;
}

TEST(ModelFamily, EveryOneIsFoundByNameAndHasAnArchitectureInGguf) {
  for (const ModelFamily& family : ModelFamilies()) {
    EXPECT_EQ(FindFamily(family.model_type), &family);
    const auto* gguf = formats::FindGgufFamily(family.gguf_architecture);
    ASSERT_NE(gguf, nullptr) << family.model_type;
    EXPECT_NE(FindFamily(gguf->model_type), nullptr);
    EXPECT_TRUE(family.architecture.ends_with("ForCausalLM"));
  }
  EXPECT_EQ(FindFamily("gpt2"), nullptr);
  EXPECT_EQ(FindFamily(""), nullptr);
}

TEST(ModelFamily, MistralSeesAWindowUnlessItIsNull) {
  json config = Config("mistral");
  EXPECT_EQ(ParseModelConfig(config).WindowOf(0), 4096) << "what its class assumes";
  config["sliding_window"] = 512;
  EXPECT_EQ(ParseModelConfig(config).WindowOf(5), 512);
  config["sliding_window"] = nullptr;
  EXPECT_EQ(ParseModelConfig(config).WindowOf(0), 0);
  config["attention_bias"] = true;
  EXPECT_FALSE(ParseModelConfig(config).HasBiases()) << "its class has none";
}

TEST(ModelFamily, Qwen2HasBiasesOnQueryKeyAndValueOnly) {
  const ModelDescription model = ParseModelConfig(Config("qwen2"));
  EXPECT_TRUE(model.qkv_bias);
  EXPECT_FALSE(model.output_bias);
  EXPECT_THAT(NamesOf(model), Contains("model.layers.3.self_attn.k_proj.bias"));
  EXPECT_THAT(NamesOf(model), Not(Contains("model.layers.3.self_attn.o_proj.bias")));
}

TEST(ModelFamily, QwenSlidesOnlyWhereTheSwitchSaysSoAndFromALayerOn) {
  json config = Config("qwen2");
  config["sliding_window"] = 32;
  config["max_window_layers"] = 4;
  EXPECT_THAT(WindowsOf(ParseModelConfig(config)), ElementsAre(0, 0, 0, 0, 0, 0));
  config["use_sliding_window"] = true;
  EXPECT_THAT(WindowsOf(ParseModelConfig(config)), ElementsAre(0, 0, 0, 0, 32, 32));
  config["max_window_layers"] = 0;
  EXPECT_THAT(WindowsOf(ParseModelConfig(config)), ElementsAre(32, 32, 32, 32, 32, 32));
  config["layer_types"] = json::array({"full_attention"});
  EXPECT_THAT(Refusal(config), HasSubstr("6 layers"));
}

TEST(ModelFamily, Qwen3NormalisesQueriesAndKeys) {
  const ModelDescription model = ParseModelConfig(Config("qwen3"));
  EXPECT_THAT(NamesOf(model), Contains("model.layers.0.self_attn.q_norm.weight"));
  EXPECT_EQ(NormSize(model, LayerNorm::kKey), 8);
  EXPECT_FALSE(model.HasBiases());
  json config = Config("qwen3");
  config.erase("head_dim");
  EXPECT_EQ(ParseModelConfig(config).head_dim, 128) << "what its class assumes";
}

TEST(ModelFamily, Gemma2SlidesInEveryOtherLayerAndCapsLogits) {
  json config = Config("gemma2");
  config["query_pre_attn_scalar"] = 144;
  const ModelDescription model = ParseModelConfig(config);
  EXPECT_THAT(WindowsOf(model), ElementsAre(4096, 0, 4096, 0, 4096, 0));
  EXPECT_EQ(model.attention_softcap, 50.0);
  EXPECT_EQ(model.logit_softcap, 30.0);
  EXPECT_DOUBLE_EQ(model.AttentionScale(), 1.0 / 12.0);
  EXPECT_DOUBLE_EQ(model.embedding_scale, 8.0);
  EXPECT_TRUE(model.tied_embeddings);
  EXPECT_THAT(NamesOf(model), Contains("model.layers.0.post_feedforward_layernorm.weight"));
  config["attn_logit_softcapping"] = nullptr;
  EXPECT_EQ(ParseModelConfig(config).attention_softcap, 0.0);
  config["use_bidirectional_attention"] = true;
  EXPECT_THAT(Refusal(config), HasSubstr("use_bidirectional_attention"));
}

TEST(ModelFamily, Gemma3TurnsSlidingLayersByABaseOfTheirOwn) {
  json config = Config("gemma3_text");
  config["rope_theta"] = 1e6;
  config["rope_local_base_freq"] = 1e4;
  config["rope_scaling"] = {{"rope_type", "linear"}, {"factor", 8.0}};
  config["sliding_window"] = 512;
  const ModelDescription older = ParseModelConfig(config);
  EXPECT_THAT(WindowsOf(older), ElementsAre(512, 512, 512, 512, 512, 0));
  EXPECT_EQ(older.RotaryOf(5).theta, 1e6);
  EXPECT_EQ(older.RotaryOf(5).factor, 8.0);
  EXPECT_EQ(older.RotaryOf(0).theta, 1e4);
  EXPECT_EQ(older.RotaryOf(0).scaling, RotaryScaling::kNone);
  for (const char* key : {"rope_theta", "rope_local_base_freq", "rope_scaling"}) config.erase(key);
  config["rope_parameters"] = {
      {"full_attention", {{"rope_type", "linear"}, {"factor", 8.0}, {"rope_theta", 1e6}}},
      {"sliding_attention", {{"rope_type", "default"}, {"rope_theta", 1e4}}}};
  const ModelDescription newer = ParseModelConfig(config);
  EXPECT_EQ(newer.rotary, older.rotary);
  EXPECT_EQ(newer.sliding_rotary, older.sliding_rotary);
}

TEST(ModelFamily, Phi3StoresProjectionsFused) {
  const ModelDescription model = ParseModelConfig(Config("phi3"));
  for (const ExpectedTensor& tensor : ExpectedTensors(model)) {
    std::int64_t rows = 0;
    for (const TensorPart& part : tensor.parts) rows += part.rows;
    EXPECT_EQ(rows, tensor.shape.front()) << tensor.name;
  }
  const auto tensors = ExpectedTensors(model);
  EXPECT_EQ(tensors[2].name, "model.layers.0.self_attn.qkv_proj.weight");
  EXPECT_THAT(tensors[2].shape, ElementsAre((8 + 4 + 4) * 8, 64));
  EXPECT_EQ(tensors[2].parts.size(), 3U);
  EXPECT_THAT(NamesOf(model), Not(Contains("model.layers.0.mlp.gate_proj.weight")));
}

TEST(ModelFamily, ALayerOfItsOwnWidthsKeepsItsFamily) {
  json config = Config("pruned_qwen3");
  config["layer_heads"] = {8, 6, 4, 2, 2, 8};
  config["layer_kv_heads"] = {4, 3, 2, 1, 2, 4};
  config["layer_ffn"] = {96, 95, 94, 8, 9, 10};
  const ModelDescription model = ParseModelConfig(config);
  EXPECT_EQ(model.family, "qwen3");
  EXPECT_TRUE(model.query_key_norms);
  EXPECT_FALSE(model.IsUniform());
}

TEST(ModelFamily, RefusesAnotherActivationOrAnUnknownFamily) {
  json config = Config("gemma2");
  config["hidden_activation"] = "gelu";
  EXPECT_THAT(Refusal(config), HasSubstr("gelu_pytorch_tanh"));
  EXPECT_THAT(Refusal(Config("gpt2")), HasSubstr("qwen2"));
  EXPECT_THAT(Refusal(Config("pruned_")), HasSubstr("pruned_"));
  EXPECT_THAT(Refusal(Config("gemma3")), HasSubstr("gemma3_text"));
}

}  // namespace
}  // namespace sentei::plan
