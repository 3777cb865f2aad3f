// SPDX-License-Identifier: Apache-2.0
#include "core/plan/model_description.h"

#include "core/plan/census.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

using nlohmann::json;
using testing::Caught;
using testing::ConfigOf;
using ::testing::HasSubstr;
using testing::MakeModel;
using testing::RandomModel;
using testing::SmolLm2;
using testing::TensorsOf;

Error Refusal(const json& config, const std::vector<formats::TensorInfo>& tensors) {
  return Caught([&] { (void)DescribeModel(config, tensors); });
}
Error Refusal(const json& config) { return Refusal(config, TensorsOf(SmolLm2())); }

void ExpectSame(const ModelDescription& a, const ModelDescription& b) {
  EXPECT_EQ(a.model_type, b.model_type);
  EXPECT_EQ(a.hidden_size, b.hidden_size);
  EXPECT_EQ(a.head_dim, b.head_dim);
  EXPECT_EQ(a.vocab_size, b.vocab_size);
  EXPECT_EQ(a.max_positions, b.max_positions);
  EXPECT_EQ(a.norm_eps, b.norm_eps);
  EXPECT_EQ(a.rotary, b.rotary);
  EXPECT_EQ(a.tied_embeddings, b.tied_embeddings);
  EXPECT_EQ(a.qkv_bias, b.qkv_bias);
  EXPECT_EQ(a.output_bias, b.output_bias);
  EXPECT_EQ(a.mlp_bias, b.mlp_bias);
  EXPECT_EQ(a.layers, b.layers);
}

TEST(DescribeModel, ReadsSmolLm2) {
  const ModelDescription model = DescribeModel(ConfigOf(SmolLm2()), TensorsOf(SmolLm2()));
  ExpectSame(model, SmolLm2());
  EXPECT_TRUE(model.IsUniform());
  EXPECT_EQ(ParameterCount(model), 134'515'008);
}

TEST(DescribeModel, ReadsWhatItsOwnSizesAskFor) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    const ModelDescription model = RandomModel(random);
    ExpectSame(DescribeModel(ConfigOf(model), TensorsOf(model)), model);
  }
}

TEST(DescribeModel, TakesHuggingFaceDefaultsForWhatIsSilent) {
  const ModelDescription dense = MakeModel(2, 64, {4, 4, 96}, 16, 100);
  json config = ConfigOf(dense);
  for (const char* key : {"num_key_value_heads",
                          "head_dim",
                          "hidden_act",
                          "tie_word_embeddings",
                          "attention_bias",
                          "mlp_bias",
                          "rms_norm_eps",
                          "max_position_embeddings"}) {
    config.erase(key);
  }
  const ModelDescription model = DescribeModel(config, TensorsOf(dense));
  EXPECT_EQ(model.layers, dense.layers);
  EXPECT_EQ(model.head_dim, 16);
  EXPECT_EQ(model.norm_eps, 1e-6);
  EXPECT_EQ(model.max_positions, 2048);
  EXPECT_FALSE(model.tied_embeddings);
}

TEST(DescribeModel, ReadsWidthsByLayer) {
  ModelDescription pruned = MakeModel(3, 64, {6, 3, 40}, 16, 100);
  pruned.model_type = "pruned_llama";
  pruned.layers = {{6, 3, 40}, {2, 1, 17}, {4, 2, 1}};
  json config = ConfigOf(pruned);
  const ModelDescription model = DescribeModel(config, TensorsOf(pruned));
  ExpectSame(model, pruned);
  EXPECT_FALSE(model.IsUniform());
  config["layer_ffn"].push_back(4);
  EXPECT_THAT(Refusal(config, TensorsOf(pruned)).what(), HasSubstr("layer_ffn"));
  config.erase("layer_heads");
  EXPECT_THAT(Refusal(config, TensorsOf(pruned)).what(), HasSubstr("layer_heads"));
}

TEST(DescribeModel, NamesWhatItCannotRead) {
  const auto with = [](const char* key, json value) {
    json config = ConfigOf(SmolLm2());
    config[key] = std::move(value);
    return std::string(Refusal(config).what());
  };
  EXPECT_THAT(with("model_type", "gpt2"), HasSubstr("\"gpt2\""));
  EXPECT_THAT(with("model_type", nullptr), HasSubstr("model_type"));
  EXPECT_THAT(with("hidden_act", "gelu"), HasSubstr("gelu"));
  EXPECT_THAT(with("hidden_size", nullptr), HasSubstr("hidden_size"));
  EXPECT_THAT(with("hidden_size", -576), HasSubstr("-576"));
  EXPECT_THAT(with("hidden_size", 576.5), HasSubstr("576.5"));
  EXPECT_THAT(with("hidden_size", "576"), HasSubstr("hidden_size"));
  EXPECT_THAT(with("num_hidden_layers", 18446744073709551615ULL), HasSubstr("num_hidden_layers"));
  EXPECT_THAT(with("num_hidden_layers", 4000), HasSubstr("4000 layers"));
  EXPECT_THAT(with("num_attention_heads", 4194304), HasSubstr("head"));
  EXPECT_THAT(with("num_key_value_heads", 2), HasSubstr("evenly"));
  EXPECT_THAT(with("head_dim", 63), HasSubstr("63"));
  EXPECT_THAT(with("tie_word_embeddings", 1), HasSubstr("tie_word_embeddings"));
  EXPECT_THAT(with("rms_norm_eps", 0.0), HasSubstr("rms_norm_eps"));
  EXPECT_THAT(with("rope_parameters", "yes"), HasSubstr("rotary"));
  EXPECT_THAT(with("quantization_config", {{"quant_method", "gptq"}}), HasSubstr("gptq"));
}

TEST(DescribeModel, RefusesALoneListOfTensors) {
  EXPECT_EQ(Refusal(json()).code(), ErrorCode::kInput);
  EXPECT_EQ(Refusal(json::array()).code(), ErrorCode::kInput);
}

TEST(DescribeModel, ChecksEveryTensor) {
  const json config = ConfigOf(SmolLm2());
  const auto dense = TensorsOf(SmolLm2());
  for (std::size_t i = 0; i < dense.size(); i += 7) {
    auto missing = dense;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(Refusal(config, missing).what(), HasSubstr(dense[i].name));
    auto wrong = dense;
    wrong[i].shape.back() += 1;
    EXPECT_THAT(Refusal(config, wrong).what(), HasSubstr(dense[i].name));
    auto integers = dense;
    integers[i].type = formats::ElementType::kI8;
    EXPECT_THAT(Refusal(config, integers).what(), HasSubstr("I8"));
    auto twice = dense;
    twice.push_back(dense[i]);
    EXPECT_THAT(Refusal(config, twice).what(), HasSubstr("twice"));
  }
}

TEST(DescribeModel, RefusesWeightsItWouldHaveToIgnore) {
  auto tensors = TensorsOf(SmolLm2());
  tensors.push_back(tensors[3]);
  tensors.back().name = "model.layers.0.self_attn.q_norm.weight";
  EXPECT_THAT(Refusal(ConfigOf(SmolLm2()), tensors).what(), HasSubstr("q_norm"));
}

TEST(DescribeModel, AcceptsTensorsThatFollowFromOthers) {
  auto tensors = TensorsOf(SmolLm2());
  formats::TensorInfo extra;
  extra.name = "model.layers.0.self_attn.rotary_emb.inv_freq";
  extra.shape = {32};
  tensors.push_back(extra);
  extra.name = kLmHeadName;
  extra.shape = {49152, 576};
  tensors.push_back(extra);
  EXPECT_FALSE(DescribeModel(ConfigOf(SmolLm2()), tensors).tied_embeddings)
      << "the file has the last word";
}

TEST(DescribeModel, NeverFailsOtherwiseThanByAnErrorOfOurs) {
  std::mt19937 random(11);
  const auto tensors = TensorsOf(SmolLm2());
  const json values = json::parse(
      R"([null, true, -1, 0, 1, 2.5, 1e308, 9223372036854775807, 18446744073709551615, "", "llama",
          [], [1], {}, {"rope_type": 3}, {"rope_theta": -1}])");
  for (int i = 0; i < 4000; ++i) {
    json config = ConfigOf(SmolLm2());
    for (int change = 0; change < 2; ++change) {
      auto entry = config.begin();
      std::advance(entry, std::uniform_int_distribution<std::size_t>(0, config.size() - 1)(random));
      *entry = values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random)];
    }
    try {
      (void)DescribeModel(config, tensors);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput) << error.what();
      EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("\n")));
    }
  }
}

TEST(TensorNames, FollowHuggingFace) {
  EXPECT_EQ(WeightName(3, Projection::kQ), "model.layers.3.self_attn.q_proj.weight");
  EXPECT_EQ(BiasName(0, Projection::kUp), "model.layers.0.mlp.up_proj.bias");
  EXPECT_EQ(ModuleName(12, Projection::kDown), "model.layers.12.mlp.down_proj");
  ModelDescription model;
  EXPECT_EQ(NormName(model, 1, LayerNorm::kAttentionInput),
            "model.layers.1.input_layernorm.weight");
  EXPECT_EQ(NormName(model, 1, LayerNorm::kFfnInput),
            "model.layers.1.post_attention_layernorm.weight");
  model.output_norms = true;
  EXPECT_EQ(NormName(model, 1, LayerNorm::kFfnInput),
            "model.layers.1.pre_feedforward_layernorm.weight");
  EXPECT_EQ(NormName(model, 1, LayerNorm::kAttentionOutput),
            "model.layers.1.post_attention_layernorm.weight");
}

}  // namespace
}  // namespace sentei::plan
