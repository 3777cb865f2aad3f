// SPDX-License-Identifier: Apache-2.0
#include "core/plan/export_profile.h"

#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

using testing::Caught;
using ::testing::HasSubstr;
using testing::MakeModel;
using testing::SmolLm2;

TEST(ExportProfile, NamesRoundTrip) {
  for (int i = 0; i < 6; ++i) {
    const auto profile = static_cast<ExportProfile>(i);
    EXPECT_EQ(ParseExportProfile(Name(profile)), profile);
  }
  for (int i = 0; i < 4; ++i) {
    const auto dtype = static_cast<ExportDType>(i);
    EXPECT_EQ(ParseExportDType(Name(dtype)), dtype);
  }
  const Error error = Caught([] { (void)ParseExportProfile("onnx"); });
  EXPECT_EQ(error.code(), ErrorCode::kUsage);
  EXPECT_THAT(error.hint(), HasSubstr("hf-per-layer"));
}

TEST(ExportModelType, IsLlamaWhereHeadsDivideTheHiddenSize) {
  ModelDescription model = SmolLm2();
  EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), "llama");
  model.layers.assign(30, {6, 2, 1016});
  EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), "llama");
  model = MakeModel(2, 4096, {24, 24, 8256}, 128, 100);
  EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), "mistral");
  EXPECT_EQ(ExportModelType(ExportProfile::kHfPerLayer, model), "pruned_llama");
  EXPECT_EQ(ExportModelType(ExportProfile::kAdapter, model), "mistral");
  model.qkv_bias = true;
  EXPECT_EQ(Caught([&] { (void)ExportModelType(ExportProfile::kHfUniform, model); }).code(),
            ErrorCode::kUsage);
  EXPECT_EQ(ExportModelType(ExportProfile::kAdapter, model), "pruned_llama");
}

TEST(ExportModelType, IsTheFamilysOwn) {
  ModelDescription model = MakeModel(2, 96, {8, 8, 64}, 16, 100);
  for (const char* family : {"qwen2", "qwen3", "mistral", "gemma2", "gemma3_text"}) {
    model.family = family;
    EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), family);
    EXPECT_EQ(ExportModelType(ExportProfile::kHfPerLayer, model), std::string("pruned_") + family);
  }
  model.layers[0].ffn_size = 32;
  EXPECT_EQ(ExportModelType(ExportProfile::kHfMasked, model), "pruned_gemma3_text");
  model.layers.assign(2, {7, 7, 64});
  EXPECT_THAT(StockModelType(model, 7), ::testing::IsEmpty()) << "Gemma takes no odd head count";
}

TEST(ExportModelType, OfPhi3IsMistralWhereItsClassCannot) {
  ModelDescription model = MakeModel(2, 64, {8, 8, 64}, 8, 100);
  model.family = "phi3";
  model.fused_projections = true;
  EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), "phi3");
  EXPECT_EQ(ExportModelType(ExportProfile::kHfPerLayer, model), "pruned_mistral");
  EXPECT_EQ(ExportModelType(ExportProfile::kAdapter, model), "pruned_mistral");
  EXPECT_FALSE(DescribedAs(model, "pruned_mistral").fused_projections);
  EXPECT_TRUE(DescribedAs(model, "phi3").fused_projections);
  model.layers.assign(2, {6, 6, 64});
  EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), "phi3");
  model.rotary.scaling = RotaryScaling::kLongRope;
  EXPECT_EQ(ExportModelType(ExportProfile::kHfUniform, model), "mistral");
}

TEST(StockShape, HoldsEveryLayerWithItsGroups) {
  ModelDescription model = MakeModel(3, 64, {8, 4, 64}, 8, 100);
  model.layers = {{8, 4, 64}, {3, 1, 96}, {4, 4, 32}};
  EXPECT_EQ(StockShape(model), (LayerShape{12, 4, 96}));
  model.layers = {{6, 3, 64}, {4, 2, 64}};
  EXPECT_EQ(StockShape(model), (LayerShape{6, 3, 64}));
}

TEST(ExportObstacles, AreNoneForWhatFits) {
  for (int i = 0; i < 6; ++i) {
    EXPECT_THAT(ExportObstacles(static_cast<ExportProfile>(i), ExportDType::kBF16, SmolLm2()),
                ::testing::IsEmpty());
  }
  EXPECT_THAT(ExportObstacles(ExportProfile::kGguf, ExportDType::kQ8_0, SmolLm2()),
              ::testing::IsEmpty());
}

TEST(ExportObstacles, NameWhatDoesNotFit) {
  ModelDescription model = SmolLm2();
  model.layers[4].ffn_size = 1000;
  const auto first = [&](ExportProfile profile, ExportDType dtype) {
    const Error error = Caught([&] { RequireExportable(profile, dtype, model); });
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return std::string(error.what());
  };
  EXPECT_THAT(first(ExportProfile::kHfUniform, ExportDType::kBF16), HasSubstr("different widths"));
  EXPECT_THAT(first(ExportProfile::kGguf, ExportDType::kQ8_0), HasSubstr("FFN width of layer 4"));
  EXPECT_THAT(first(ExportProfile::kHfPerLayer, ExportDType::kQ8_0), HasSubstr("gguf only"));
  model.qkv_bias = true;
  for (LayerShape& shape : model.layers) shape = {5, 5, 1000};
  EXPECT_THAT(first(ExportProfile::kHfUniform, ExportDType::kF16), HasSubstr("biases"));
}

}  // namespace
}  // namespace sentei::plan
