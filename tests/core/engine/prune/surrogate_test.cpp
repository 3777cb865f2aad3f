// SPDX-License-Identifier: Apache-2.0
// The algebra of the LoRA-guided surrogate gradient against autograd and its definition.
#include "core/engine/prune/lora_criterion.h"
#include "tests/core/engine/prune/prune_fixture.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gtest/gtest.h>

#include <cmath>

namespace sentei::engine::testing {
namespace {

constexpr double kExact = 1e-12;

class SurrogateTest : public ::testing::Test {
 protected:
  SurrogateTest() : model_(LoraModel({.name = "gqa"}, at::kDouble)) {
    ids_ = test::RandomIds(2, 9, model_->description.vocab_size, 3);
    weight_gradients_ = AutogradWeightGradients(*model_, ids_);
    for (DecoderLayer& layer : model_->layers) {
      for (const plan::Projection projection : plan::kProjections) {
        layer[projection].lora_a.mutable_grad().reset();
        layer[projection].lora_b.mutable_grad().reset();
      }
    }
    Backward(*model_, ids_, Path::kFused);
  }

  template <typename Check>
  void ForEach(const Check& check) {
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < model_->layers.size(); ++i) {
      for (const plan::Projection projection : plan::kProjections) {
        SCOPED_TRACE(plan::ModuleName(static_cast<std::int64_t>(i), projection));
        check(model_->layers[i][projection],
              weight_gradients_.at({static_cast<std::int64_t>(i), projection}));
      }
    }
  }

  std::unique_ptr<Decoder> model_;
  at::Tensor ids_;
  WeightGradients weight_gradients_;
};

TEST_F(SurrogateTest, FactorGradientsAreProjectionsOfTheWeightGradient) {
  ForEach([](const LoraLinear& linear, const at::Tensor& gradient) {
    const at::Tensor b = linear.scaling * at::mm(gradient, linear.lora_a.t());
    const at::Tensor a = linear.scaling * at::mm(linear.lora_b.t(), gradient);
    EXPECT_LT(MaxDiff(linear.lora_b.grad(), b), kExact);
    EXPECT_LT(MaxDiff(linear.lora_a.grad(), a), kExact);
  });
}

TEST_F(SurrogateTest, IsMinusTheChangeOfTheProductUnderOneStepAndOfRankTwoR) {
  ForEach([](const LoraLinear& linear, const at::Tensor&) {
    const at::Tensor ga = linear.lora_a.grad();
    const at::Tensor gb = linear.lora_b.grad();
    const at::Tensor change =
        at::mm(linear.lora_b, linear.lora_a) - at::mm(linear.lora_b - gb, linear.lora_a - ga);
    const at::Tensor formula =
        at::mm(gb, linear.lora_a) + at::mm(linear.lora_b, ga) - at::mm(gb, ga);
    const SurrogateFactors factors = Surrogate(linear);
    const at::Tensor product = at::mm(factors.p, factors.q);
    EXPECT_LT(MaxDiff(product, change), kExact);
    EXPECT_LT(MaxDiff(product, formula), kExact);
    EXPECT_LE(factors.q.size(0), 2 * linear.lora_a.size(0));
  });
}

// At B = 0 the surrogate is s·G·AᵀA; over A ~ U(-1/sqrt(k), 1/sqrt(k)) its mean is alpha/(3k)·G.
TEST(SurrogateExpectation, IsTheScaledGradientWhenBIsZero) {
  const test::TinyModel tiny{.layers = 1,
                             .hidden = 8,
                             .query_heads = 1,
                             .kv_heads = 1,
                             .head_dim = 8,
                             .ffn = 4,
                             .vocab = 5};
  const std::unique_ptr<Decoder> model = test::MakeDecoder(tiny, at::kFloat);
  constexpr std::int64_t kRank = 8;
  constexpr double kAlpha = 16.0;
  constexpr int kDraws = 12'000;
  const at::Tensor gradient = test::RandomTensor({8, 8}, at::kFloat, 5);
  at::Tensor sum = at::zeros({8, 8}, at::kDouble);
  for (int draw = 0; draw < kDraws; ++draw) {
    AttachLora(*model, kRank, kAlpha, static_cast<std::uint64_t>(draw));
    LoraLinear& linear = model->layers[0].q;
    const at::NoGradGuard no_grad;
    ASSERT_EQ(linear.lora_b.abs().max().item<float>(), 0.0F);
    linear.lora_a.mutable_grad() = at::zeros_like(linear.lora_a);
    linear.lora_b.mutable_grad() = linear.scaling * at::mm(gradient, linear.lora_a.t());
    const SurrogateFactors factors = Surrogate(linear);
    sum += at::mm(factors.p, factors.q);
  }
  const at::Tensor expected = gradient.to(at::kDouble) * (kAlpha / (3.0 * 8.0));
  const double error =
      ((sum / static_cast<double>(kDraws) - expected).norm() / expected.norm()).item<double>();
  EXPECT_LT(error, 0.02);
}

}  // namespace
}  // namespace sentei::engine::testing
