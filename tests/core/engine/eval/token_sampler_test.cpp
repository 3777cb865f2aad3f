// SPDX-License-Identifier: Apache-2.0
#include "core/engine/token_sampler.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace sentei::engine {
namespace {

constexpr std::int64_t kDraws = 3'000;

run::GenerateSpec Spec(double temperature, double top_p) {
  run::GenerateSpec spec;
  spec.temperature = temperature;
  spec.top_p = top_p;
  return spec;
}

/// How often each of four tokens comes in kDraws draws.
std::array<double, 4> Frequencies(const at::Tensor& logits, const run::GenerateSpec& spec) {
  std::array<double, 4> shares{};
  for (std::int64_t i = 0; i < kDraws; ++i) {
    shares.at(static_cast<std::size_t>(SampleToken(logits, spec, 7, i))) += 1.0 / kDraws;
  }
  return shares;
}

TEST(TokenSamplerTest, TemperatureZeroTakesTheLargestLogitAndTheLowestIdOnTies) {
  const at::Tensor logits = at::tensor({0.5F, 2.0F, -1.0F, 2.0F});
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    EXPECT_EQ(SampleToken(logits, Spec(0.0, 1.0), seed, 3), 1);
  }
}

TEST(TokenSamplerTest, DrawsFromTheSoftmaxAtItsTemperature) {
  const at::Tensor logits = at::tensor({0.0F, 1.0F, 2.0F, -1.0F});
  for (const double temperature : {0.7, 1.0, 1.5}) {
    const std::array<double, 4> shares = Frequencies(logits, Spec(temperature, 1.0));
    const at::Tensor expected = at::softmax(logits / temperature, 0);
    for (std::size_t i = 0; i < 4; ++i) {
      // Four standard deviations of a share of 3,000 draws are below 0.037.
      EXPECT_NEAR(shares.at(i), expected[static_cast<std::int64_t>(i)].item<double>(), 0.037);
    }
  }
}

TEST(TokenSamplerTest, TopPKeepsTheSmallestSetThatReachesIt) {
  // Probabilities 0.5, 0.3, 0.15, 0.05.
  const at::Tensor logits = at::tensor({0.5F, 0.3F, 0.15F, 0.05F}).log();
  const std::array<double, 4> shares = Frequencies(logits, Spec(1.0, 0.75));
  EXPECT_NEAR(shares[0], 0.5 / 0.8, 0.037);
  EXPECT_NEAR(shares[1], 0.3 / 0.8, 0.037);
  EXPECT_EQ(shares[2], 0.0);
  EXPECT_EQ(shares[3], 0.0);
  EXPECT_NEAR(Frequencies(logits, Spec(1.0, 0.4))[0], 1.0, 1e-9);
}

TEST(TokenSamplerTest, IsAFunctionOfSeedAndIndex) {
  const at::Tensor logits = at::zeros({1000});
  const run::GenerateSpec spec = Spec(1.0, 1.0);
  EXPECT_EQ(SampleToken(logits, spec, 1, 5), SampleToken(logits, spec, 1, 5));
  int different = 0;
  for (std::int64_t i = 0; i < 20; ++i) {
    different += SampleToken(logits, spec, 1, i) != SampleToken(logits, spec, 2, i) ? 1 : 0;
    different += SampleToken(logits, spec, 1, i) != SampleToken(logits, spec, 1, i + 1) ? 1 : 0;
  }
  EXPECT_GT(different, 35);
}

}  // namespace
}  // namespace sentei::engine
