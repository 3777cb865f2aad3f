// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/export/hf_config.h"
#include "core/engine/export/layout.h"
#include "core/engine/export/rounding.h"
#include "core/engine/export/tokenizer_files.h"
#include "core/formats/model_source.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <limits>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using formats::ElementType;
using nlohmann::json;

at::Tensor Random(at::IntArrayRef shape) {
  at::manual_seed(3);
  return at::randn(shape);
}

TEST(RoundTo, ChangesNothingASecondTime) {
  const at::Tensor values = Random({64, 96}) * 3.0;
  for (const ElementType type :
       {ElementType::kF32, ElementType::kF16, ElementType::kBF16, ElementType::kQ8_0}) {
    const at::Tensor once = RoundTo(values, type, "w");
    EXPECT_TRUE(at::equal(once, RoundTo(once, type, "w"))) << formats::Name(type);
    EXPECT_EQ(Encode(once, type), Encode(RoundTo(once, type, "w"), type));
  }
}

TEST(RoundTo, StaysWithinHalfAStepOfEachType) {
  const at::Tensor values = Random({8, 64});
  const auto error = [&](ElementType type) { return (RoundTo(values, type, "w") - values).abs(); };
  EXPECT_EQ(error(ElementType::kF32).max().item<float>(), 0.0F);
  EXPECT_TRUE(error(ElementType::kBF16).le(values.abs() / 256.0).all().item<bool>());
  EXPECT_TRUE(error(ElementType::kF16).le(values.abs() / 2048.0 + 1e-7).all().item<bool>());
  const at::Tensor step = values.view({-1, 32}).abs().amax(1, true) / 127.0;
  EXPECT_TRUE(error(ElementType::kQ8_0).view({-1, 32}).le(step * 0.6).all().item<bool>());
}

TEST(RoundTo, RefusesWhatTheTypeCannotHold) {
  at::Tensor values = Random({2, 32});
  EXPECT_THROW(RoundTo(values * 1e9, ElementType::kF16, "w"), Error);
  EXPECT_THROW(RoundTo(Random({2, 33}), ElementType::kQ8_0, "w"), Error);
  values[0][0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(RoundTo(values, ElementType::kF32, "w"), Error);
}

plan::ModelDescription Sized(std::vector<plan::LayerShape> layers) {
  plan::ModelDescription model;
  model.model_type = "llama";
  model.hidden_size = 12;
  model.head_dim = 4;
  model.vocab_size = 20;
  model.max_positions = 64;
  model.layers = std::move(layers);
  return model;
}

TEST(PaddedSlots, KeepsQueryHeadsBesideTheirKvHead) {
  // One KV head with one query head, beside two KV heads with two query heads each.
  const auto slots = PaddedSlots(Sized({{2, 2, 3}, {2, 1, 5}}));
  const auto q = static_cast<std::size_t>(plan::Projection::kQ);
  const auto k = static_cast<std::size_t>(plan::Projection::kK);
  EXPECT_EQ(slots[0].rows[q].size, 16);
  EXPECT_TRUE(at::equal(slots[0].rows[q].index,
                        at::tensor(std::vector<std::int64_t>{0, 1, 2, 3, 8, 9, 10, 11})));
  EXPECT_TRUE(at::equal(slots[1].rows[q].index, at::arange(8, at::kLong)));
  EXPECT_EQ(slots[1].rows[k].size, 8);
  EXPECT_TRUE(at::equal(slots[1].rows[k].index, at::arange(4, at::kLong)));
}

TEST(MakeHfConfig, WritesEverySizeThatLoadersWouldGuess) {
  const auto model = Sized({{3, 1, 8}, {3, 1, 8}});
  const json config = MakeHfConfig(
      model, plan::ExportDType::kBF16, nullptr, {{"bos_token_id", 1}, {"eos_token_id", {2, 3}}});
  EXPECT_EQ(config["model_type"], "llama");
  EXPECT_EQ(config["head_dim"], 4);
  EXPECT_EQ(config["num_key_value_heads"], 1);
  EXPECT_EQ(config["dtype"], "bfloat16");
  EXPECT_EQ(config["torch_dtype"], "bfloat16");
  EXPECT_EQ(config["eos_token_id"], json({2, 3}));
  EXPECT_FALSE(config.contains("auto_map"));
  EXPECT_FALSE(config.contains("per_layer_config"));
}

TEST(MakeHfConfig, GivesPrunedLlamaScalarsThatLlamaConfigAccepts) {
  auto model = Sized({{5, 5, 8}, {2, 2, 4}});
  model.model_type = plan::ExportModelType(plan::ExportProfile::kHfUniform, model);
  ASSERT_EQ(model.model_type, "pruned_llama");
  const json config = MakeHfConfig(model, plan::ExportDType::kF32, nullptr, json());
  EXPECT_EQ(config["layer_heads"], json({5, 2}));
  EXPECT_EQ(config["layer_ffn"], json({8, 4}));
  EXPECT_EQ(12 % config["num_attention_heads"].get<int>(), 0);
  EXPECT_EQ(config["num_attention_heads"].get<int>() % config["num_key_value_heads"].get<int>(), 0);
}

TEST(PortableTokenizerConfig, TakesTokensAndSettingsFromItsListOnly) {
  const json config =
      PortableTokenizerConfig({{"bos_token", {{"content", "<s>"}, {"lstrip", false}}},
                               {"eos_token", "</s>"},
                               {"pad_token", nullptr},
                               {"chat_template", "{{ messages }}"},
                               {"model_max_length", 2048},
                               {"auto_map", {{"AutoTokenizer", {"x", "y"}}}},
                               {"tokenizer_class", "Odd"},
                               {"additional_special_tokens", {"<a>", {{"content", "<b>"}}, 3}}});
  EXPECT_EQ(config,
            json({{"tokenizer_class", "PreTrainedTokenizerFast"},
                  {"bos_token", "<s>"},
                  {"eos_token", "</s>"},
                  {"chat_template", "{{ messages }}"},
                  {"model_max_length", 2048},
                  {"additional_special_tokens", {"<a>", "<b>"}}}));
  EXPECT_EQ(SpecialTokensMap(config),
            json({{"bos_token", "<s>"},
                  {"eos_token", "</s>"},
                  {"additional_special_tokens", {"<a>", "<b>"}}}));
}

}  // namespace
}  // namespace sentei::engine
