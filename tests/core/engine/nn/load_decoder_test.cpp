// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/nn/decoder.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/test_environment.h"
#include "tests/support/tiny_checkpoint.h"

#include <ATen/ATen.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sentei::engine {
namespace {

using ::testing::HasSubstr;

class LoadDecoderTest : public ::testing::Test {
 protected:
  LoadDecoderTest() {
    sentei::testing::WriteTinyCheckpoint(folder_.path());
    source_ = formats::OpenModel(folder_.path());
    description_ = plan::DescribeModel(*source_);
  }
  test::TemporaryDirectory folder_;
  std::shared_ptr<const formats::ModelSource> source_;
  plan::ModelDescription description_;
};

TEST_F(LoadDecoderTest, MapsWeightsThatAreStoredInTheComputeDType) {
  const auto model = LoadDecoder(source_, description_, at::kFloat, at::kCPU);
  const auto bytes = source_->MappedBytes(plan::WeightName(1, plan::Projection::kDown));
  EXPECT_EQ(model->layers[1].down.weight.const_data_ptr(), bytes.data());
  EXPECT_TRUE(model->lm_head.is_same(model->embedding));
}

TEST_F(LoadDecoderTest, ConvertsOtherDTypesOnce) {
  const auto exact = LoadDecoder(source_, description_, at::kFloat, at::kCPU);
  const auto narrow = LoadDecoder(source_, description_, at::kBFloat16, at::kCPU);
  for (const plan::Projection projection : plan::kProjections) {
    const at::Tensor& weight = narrow->layers[2][projection].weight;
    EXPECT_EQ(weight.scalar_type(), at::kBFloat16);
    EXPECT_EQ(test::MaxDifference(weight, exact->layers[2][projection].weight.to(at::kBFloat16)),
              0.0);
  }
}

TEST_F(LoadDecoderTest, KeepsTheFileMappedWhileTheModelLives) {
  auto model = LoadDecoder(source_, description_, at::kFloat, at::kCPU);
  const at::Tensor weight = model->layers[0].q.weight;
  const double before = weight.sum().item<double>();
  source_.reset();
  model.reset();
  EXPECT_EQ(weight.sum().item<double>(), before);
}

TEST_F(LoadDecoderTest, NamesTheTensorWhoseShapeIsWrong) {
  description_.layers[1].ffn_size += 8;
  try {
    static_cast<void>(LoadDecoder(source_, description_, at::kFloat, at::kCPU));
    FAIL() << "loaded";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_THAT(error.what(), HasSubstr("model.layers.1.mlp.gate_proj.weight"));
  }
}

TEST_F(LoadDecoderTest, NamesTheTensorThatIsMissing) {
  description_.layers.push_back(description_.layers.back());
  try {
    static_cast<void>(LoadDecoder(source_, description_, at::kFloat, at::kCPU));
    FAIL() << "loaded";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("model.layers.4.input_layernorm.weight"));
  }
}

}  // namespace
}  // namespace sentei::engine
