// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/lora_linear.h"

#include "core/engine/nn/dropout.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <gtest/gtest.h>

namespace sentei::engine {
namespace {

using test::MaxDifference;
using test::RandomTensor;
using test::RelativeDifference;

constexpr std::int64_t kIn = 24;
constexpr std::int64_t kOut = 18;
constexpr std::int64_t kTokens = 10;

struct Case {
  bool lora = true;
  bool mask = true;
  bool bias = true;
  double dropout = 0.0;
};

std::vector<Case> Cases() {
  return {{},
          {.lora = false},
          {.mask = false},
          {.bias = false},
          {.dropout = 0.3},
          {.lora = false, .mask = false, .bias = false}};
}

LoraLinear MakeLinear(const Case& c, at::ScalarType dtype) {
  const at::ScalarType master = dtype == at::kDouble ? at::kDouble : at::kFloat;
  LoraLinear linear;
  linear.layer = 3;
  linear.projection = plan::Projection::kDown;
  linear.weight = RandomTensor({kOut, kIn}, dtype, 1);
  if (c.bias) linear.bias = RandomTensor({kOut}, dtype, 2);
  if (c.lora) {
    linear.lora_a = RandomTensor({4, kIn}, master, 3).requires_grad_(true);
    linear.lora_b = RandomTensor({kOut, 4}, master, 4).requires_grad_(true);
    linear.scaling = 1.5;
  }
  if (c.mask) {
    at::Tensor mask = at::ones({kIn}, at::TensorOptions().dtype(master));
    mask.narrow(0, 5, 3).zero_();
    linear.input_mask = mask.requires_grad_(true);
  }
  return linear;
}

struct Outcome {
  at::Tensor y;
  std::vector<at::Tensor> grads;  ///< of x, A, B and mask where present
};

Outcome RunOnce(const LoraLinear& linear, const at::Tensor& x, const ForwardContext& context) {
  const at::Tensor input = x.detach().requires_grad_(true);
  const at::Tensor y = Apply(linear, input, context);
  std::vector<at::Tensor> inputs = {input};
  for (const at::Tensor& t : {linear.lora_a, linear.lora_b, linear.input_mask}) {
    if (t.defined()) inputs.push_back(t);
  }
  const at::Tensor upstream = RandomTensor(y.sizes().vec(), y.scalar_type(), 9);
  return {y, torch::autograd::grad({y}, inputs, {upstream})};
}

ForwardContext ContextOf(const Case& c, bool plain) {
  return {.training = true,
          .lora_dropout = c.dropout,
          .seed = 5,
          .step = 7,
          .micro_batch = 2,
          .plain_reference = plain};
}

void ExpectFusedMatchesPlain(at::ScalarType dtype, double tolerance) {
  for (const Case& c : Cases()) {
    const LoraLinear linear = MakeLinear(c, dtype);
    const at::Tensor x = RandomTensor({2, kTokens / 2, kIn}, dtype, 8);
    const Outcome fused = RunOnce(linear, x, ContextOf(c, false));
    const Outcome plain = RunOnce(linear, x, ContextOf(c, true));
    EXPECT_LT(RelativeDifference(fused.y, plain.y), tolerance);
    ASSERT_EQ(fused.grads.size(), plain.grads.size());
    for (std::size_t i = 0; i < fused.grads.size(); ++i) {
      EXPECT_EQ(fused.grads[i].scalar_type(), plain.grads[i].scalar_type());
      EXPECT_LT(RelativeDifference(fused.grads[i], plain.grads[i]), tolerance) << "gradient " << i;
    }
  }
}

TEST(LoraLinearTest, FusedNodeEqualsSeparateOperationsInFp64) {
  ExpectFusedMatchesPlain(at::kDouble, 1e-12);
}

TEST(LoraLinearTest, FusedNodeEqualsSeparateOperationsInFp32) {
  ExpectFusedMatchesPlain(at::kFloat, 2e-6);
}

TEST(LoraLinearTest, FusedNodeStaysNearSeparateOperationsInBf16) {
  ExpectFusedMatchesPlain(at::kBFloat16, 2e-2);
}

TEST(LoraLinearTest, Bf16StaysNearFp64) {
  for (const Case& c : Cases()) {
    if (c.dropout > 0.0) continue;
    const LoraLinear narrow = MakeLinear(c, at::kBFloat16);
    LoraLinear wide = MakeLinear(c, at::kDouble);
    wide.weight = narrow.weight.to(at::kDouble);
    if (c.bias) wide.bias = narrow.bias.to(at::kDouble);
    const at::Tensor x = RandomTensor({kTokens, kIn}, at::kBFloat16, 8);
    const Outcome low = RunOnce(narrow, x, ContextOf(c, false));
    const Outcome high = RunOnce(wide, x.to(at::kDouble), ContextOf(c, true));
    EXPECT_LT(RelativeDifference(low.y, high.y), 1e-2);
    for (std::size_t i = 0; i < low.grads.size(); ++i) {
      EXPECT_LT(RelativeDifference(low.grads[i], high.grads[i]), 2e-2) << "gradient " << i;
    }
  }
}

class CapturingSink final : public GradientSink {
 public:
  void OnProjection(std::int64_t layer,
                    plan::Projection projection,
                    const at::Tensor& input,
                    const at::Tensor& grad_output) override {
    layer_ = layer;
    projection_ = projection;
    gradient_ = at::mm(grad_output.t(), input).clone();
    ++calls_;
  }
  std::int64_t layer_ = -1;
  plan::Projection projection_ = plan::Projection::kQ;
  at::Tensor gradient_;
  int calls_ = 0;
};

TEST(LoraLinearTest, SinkReceivesWhatMakesTheWeightGradient) {
  LoraLinear linear = MakeLinear({}, at::kDouble);
  CapturingSink sink;
  ForwardContext context;
  context.gradient_sink = &sink;
  const at::Tensor x = RandomTensor({kTokens, kIn}, at::kDouble, 8);
  static_cast<void>(RunOnce(linear, x, context));
  EXPECT_EQ(sink.calls_, 1);
  EXPECT_EQ(sink.layer_, 3);
  EXPECT_EQ(sink.projection_, plan::Projection::kDown);

  linear.weight.requires_grad_(true);  // the oracle: autograd's own dL/dW
  const at::Tensor y = Apply(linear, x, {.plain_reference = true});
  const at::Tensor upstream = RandomTensor(y.sizes().vec(), at::kDouble, 9);
  const at::Tensor expected = torch::autograd::grad({y}, {linear.weight}, {upstream})[0];
  EXPECT_LT(MaxDifference(sink.gradient_, expected), 1e-12);
}

// Specification of LoRAPrune, invariant 1: gB = s G Aᵀ and gA = s Bᵀ G.
TEST(LoraLinearTest, FactorGradientsAreProductsOfTheWeightGradient) {
  const LoraLinear linear = MakeLinear({}, at::kDouble);
  CapturingSink sink;
  ForwardContext context;
  context.gradient_sink = &sink;
  const Outcome outcome = RunOnce(linear, RandomTensor({kTokens, kIn}, at::kDouble, 8), context);
  const at::Tensor g = sink.gradient_;
  EXPECT_LT(MaxDifference(outcome.grads[1], at::mm(linear.lora_b.t(), g) * linear.scaling), 1e-12);
  EXPECT_LT(MaxDifference(outcome.grads[2], at::mm(g, linear.lora_a.t()) * linear.scaling), 1e-12);
}

// Invariant 5: dL/dm_u is the central difference, and the sum of G ⊙ W' over the unit's columns.
TEST(LoraLinearTest, MaskGradientIsTheDerivativeByTheMask) {
  LoraLinear linear = MakeLinear({}, at::kDouble);
  linear.input_mask = at::ones({kIn}, at::kDouble).requires_grad_(true);
  const at::Tensor x = RandomTensor({kTokens, kIn}, at::kDouble, 8);
  CapturingSink sink;
  ForwardContext context;
  context.gradient_sink = &sink;
  const at::Tensor analytic = RunOnce(linear, x, context).grads[3];
  const at::Tensor upstream = RandomTensor({kTokens, kOut}, at::kDouble, 9);
  const at::NoGradGuard no_grad;
  const auto loss_at = [&](std::int64_t column, double step) {
    LoraLinear moved = linear;
    moved.input_mask = linear.input_mask.detach().clone();
    moved.input_mask[column] += step;
    return (Apply(moved, x, {}) * upstream).sum().item<double>();
  };
  constexpr double kStep = 1e-5;
  for (std::int64_t j = 0; j < kIn; ++j) {
    const double numeric = (loss_at(j, kStep) - loss_at(j, -kStep)) / (2 * kStep);
    EXPECT_NEAR(analytic[j].item<double>(), numeric, 1e-4 * std::abs(numeric) + 1e-8);
  }
  const at::Tensor effective =
      linear.weight + at::mm(linear.lora_b, linear.lora_a) * linear.scaling;
  EXPECT_LT(MaxDifference(analytic, (sink.gradient_ * effective).sum(0)), 1e-10);
}

TEST(LoraLinearTest, FrozenWeightsNeverOwnAGradient) {
  const LoraLinear linear = MakeLinear({}, at::kFloat);
  Apply(linear, RandomTensor({kTokens, kIn}, at::kFloat, 8), {}).sum().backward();
  EXPECT_FALSE(linear.weight.requires_grad());
  EXPECT_FALSE(linear.weight.grad().defined());
  EXPECT_TRUE(linear.lora_a.grad().defined());
}

TEST(LoraLinearTest, AccumulatesFactorGradientsInFp32) {
  const LoraLinear linear = MakeLinear({}, at::kBFloat16);
  Apply(linear, RandomTensor({kTokens, kIn}, at::kBFloat16, 8), {}).sum().backward();
  EXPECT_EQ(linear.lora_a.grad().scalar_type(), at::kFloat);
  EXPECT_EQ(linear.lora_b.grad().scalar_type(), at::kFloat);
}

TEST(LoraLinearTest, EffectiveWeightIsWeightPlusScaledFactors) {
  const LoraLinear linear = MakeLinear({}, at::kFloat);
  const at::Tensor expected =
      linear.weight + at::mm(linear.lora_b.detach(), linear.lora_a.detach()) * 1.5;
  EXPECT_LT(MaxDifference(EffectiveWeight(linear), expected), 1e-5);
  EXPECT_NE(EffectiveWeight(MakeLinear({.lora = false}, at::kFloat)).data_ptr(),
            linear.weight.data_ptr());
}

TEST(DropoutTest, IsAFunctionOfItsKeyAlone) {
  const at::Tensor x = at::ones({100, 100});
  EXPECT_EQ(MaxDifference(ApplyDropout(x, 0.2, 42), ApplyDropout(x, 0.2, 42)), 0.0);
  EXPECT_GT(MaxDifference(ApplyDropout(x, 0.2, 42), ApplyDropout(x, 0.2, 43)), 0.5);
}

TEST(DropoutTest, KeepsTheStatedShareAndTheMean) {
  const at::Tensor dropped = ApplyDropout(at::ones({1000, 1000}), 0.05, 42);
  EXPECT_NEAR(dropped.eq(0.0).to(at::kDouble).mean().item<double>(), 0.05, 1e-3);
  EXPECT_NEAR(dropped.mean().item<double>(), 1.0, 1e-3);
  const at::Tensor columns = dropped.eq(0.0).to(at::kDouble).mean(0);
  EXPECT_LT((columns - 0.05).abs().max().item<double>(), 0.04);  // 5.8 standard deviations
}

TEST(DropoutTest, KeysDifferInEverythingThatNamesAPass) {
  LoraLinear linear;
  const ForwardContext base{.seed = 1, .step = 1, .micro_batch = 1};
  std::vector<std::uint64_t> keys = {DropoutKey(base, linear)};
  ForwardContext other = base;
  other.seed = 2;
  keys.push_back(DropoutKey(other, linear));
  other = base;
  other.step = 2;
  keys.push_back(DropoutKey(other, linear));
  other = base;
  other.micro_batch = 2;
  keys.push_back(DropoutKey(other, linear));
  linear.layer = 1;
  keys.push_back(DropoutKey(base, linear));
  linear.projection = plan::Projection::kUp;
  keys.push_back(DropoutKey(base, linear));
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace
}  // namespace sentei::engine
