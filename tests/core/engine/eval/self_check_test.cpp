// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/self_check.h"

#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sentei::engine {
namespace {

constexpr ForwardPath kPaths[] = {
    ForwardPath::kAtOnce, ForwardPath::kCached, ForwardPath::kLeftPadded};

class SelfCheckTest : public testing::TestWithParam<test::TinyModel> {};
INSTANTIATE_TEST_SUITE_P(Shapes,
                         SelfCheckTest,
                         testing::ValuesIn(test::TinyModels()),
                         [](const auto& chosen) { return chosen.param.name; });

TEST_P(SelfCheckTest, EveryPathComputesThePlainLogits) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = SelfCheckIds(model->description);
  EXPECT_GT(ids.size(1), 128) << "more than one block of queries";
  const at::Tensor plain = PlainHidden(*model, ids);
  for (const ForwardPath path : kPaths) {
    const double difference = LargestDifference(*model, plain, ids, path);
    EXPECT_LE(difference, kSelfCheckTolerance / 2) << Name(path);
  }
}

TEST_P(SelfCheckTest, FindsAPathThatComputesSomethingElse) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = SelfCheckIds(model->description);
  const at::Tensor plain = PlainHidden(*model, ids);
  Decoder broken = *model;  // stands for a kernel that forgets one row
  at::Tensor& weight = broken.layers[1].v.weight;
  weight = weight.clone();
  weight[3].zero_();
  for (const ForwardPath path : kPaths) {
    EXPECT_GT(LargestDifference(broken, plain, ids, path), kSelfCheckTolerance) << Name(path);
  }
}

TEST(SelfCheck, SaysWhereThereIsNoNumber) {
  const auto model = test::MakeDecoder({}, at::kFloat);
  model->layers[0].up.weight[0][0] = std::numeric_limits<float>::quiet_NaN();
  const at::Tensor ids = SelfCheckIds(model->description);
  EXPECT_TRUE(
      std::isnan(LargestDifference(*model, PlainHidden(*model, ids), ids, ForwardPath::kAtOnce)));
}

TEST(SelfCheck, LeavesRoomForPaddingInAModelOfFewPositions) {
  for (const std::int64_t positions : {1, 2, 5, 40}) {
    const auto model = test::MakeDecoder({}, at::kFloat);
    model->description.max_positions = positions;
    const at::Tensor ids = SelfCheckIds(model->description);
    const at::Tensor plain = PlainHidden(*model, ids);
    for (const ForwardPath path : kPaths) {
      EXPECT_LE(LargestDifference(*model, plain, ids, path), kSelfCheckTolerance)
          << positions << " positions, " << Name(path);
    }
  }
}

}  // namespace
}  // namespace sentei::engine
