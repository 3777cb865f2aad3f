// SPDX-License-Identifier: Apache-2.0
// Norm, SwiGLU and attention: the fused nodes against the plain formulas.
#include "core/engine/nn/attention.h"
#include "core/engine/nn/norm.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <gtest/gtest.h>

namespace sentei::engine {
namespace {

using test::MaxDifference;
using test::RandomTensor;
using test::RelativeDifference;

const ForwardContext kFused;
const ForwardContext kPlain{.plain_reference = true};

/// Values and gradients of both forms agree within `tolerance`.
template <typename Function>
void ExpectSame(const Function& function, std::vector<at::Tensor> inputs, double tolerance) {
  for (at::Tensor& input : inputs) input.requires_grad_(true);
  const at::Tensor fused = function(inputs, kFused);
  const at::Tensor plain = function(inputs, kPlain);
  const at::Tensor upstream = RandomTensor(plain.sizes().vec(), plain.scalar_type(), 77);
  const auto fused_grads = torch::autograd::grad({fused}, inputs, {upstream});
  const auto plain_grads = torch::autograd::grad({plain}, inputs, {upstream});
  EXPECT_LT(RelativeDifference(fused, plain), tolerance);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_LT(RelativeDifference(fused_grads[i], plain_grads[i]), tolerance) << "gradient " << i;
  }
}

double ToleranceOf(at::ScalarType dtype) { return dtype == at::kBFloat16 ? 2e-2 : 1e-5; }

class BlocksTest : public testing::TestWithParam<at::ScalarType> {};
INSTANTIATE_TEST_SUITE_P(DTypes,
                         BlocksTest,
                         testing::Values(at::kFloat, at::kBFloat16),
                         [](const auto& chosen) {
                           return std::string(c10::toString(chosen.param));
                         });

TEST_P(BlocksTest, RmsNormEqualsThePlainFormula) {
  for (const std::int64_t width : {1, 7, 64, 577}) {
    for (const auto scale : {plan::NormScale::kWeight, plan::NormScale::kOnePlusWeight}) {
      const NormParameters norm{RandomTensor({width}, GetParam(), 1) * 0.5, 1e-5, scale};
      ExpectSame([&](const std::vector<at::Tensor>& in,
                     const ForwardContext& context) { return RmsNorm(in[0], norm, context); },
                 {RandomTensor({3, 5, width}, GetParam(), 2)},
                 // Of a single value the gradient all but cancels.
                 ToleranceOf(GetParam()) * (width == 1 ? 10.0 : 1.0));
    }
  }
}

TEST_P(BlocksTest, SwiGluEqualsThePlainFormula) {
  for (const std::int64_t width : {1, 31, 640}) {
    for (const auto activation : {plan::Activation::kSilu, plan::Activation::kGeluTanh}) {
      ExpectSame(
          [&](const std::vector<at::Tensor>& in, const ForwardContext& context) {
            return SwiGlu(in[0], in[1], activation, context);
          },
          {RandomTensor({3, 70, width}, GetParam(), 3) * 3,
           RandomTensor({3, 70, width}, GetParam(), 4)},
          ToleranceOf(GetParam()));
    }
  }
}

struct Heads {
  std::int64_t query = 0;
  std::int64_t kv = 0;
  std::int64_t dim = 0;
};

void ExpectSameAttention(const Heads& heads,
                         std::int64_t length,
                         const AttentionForm& form,
                         at::ScalarType dtype) {
  SCOPED_TRACE(testing::Message() << heads.query << "/" << heads.kv << " length " << length
                                  << " window " << form.window << " cap " << form.softcap);
  const RotaryTables tables = MakeRotaryTables({}, heads.dim, 0, length, dtype, at::kCPU);
  ExpectSame(
      [&](const std::vector<at::Tensor>& in, const ForwardContext& context) {
        return CausalAttention(in[0], in[1], in[2], tables, form, context);
      },
      {RandomTensor({2, length, heads.query * heads.dim}, dtype, 5),
       RandomTensor({2, length, heads.kv * heads.dim}, dtype, 6),
       RandomTensor({2, length, heads.kv * heads.dim}, dtype, 7)},
      ToleranceOf(dtype));
}

TEST_P(BlocksTest, AttentionEqualsThePlainFormula) {
  for (const Heads& heads : {Heads{4, 4, 8}, Heads{6, 2, 16}, Heads{3, 1, 64}}) {
    const double scale = 1.0 / std::sqrt(static_cast<double>(heads.dim));
    for (const std::int64_t length : {1, 5, 128, 131, 300}) {
      ExpectSameAttention(heads, length, {.scale = scale}, GetParam());
    }
  }
}

TEST_P(BlocksTest, AttentionWithAWindowEqualsThePlainFormula) {
  for (const std::int64_t length : {1, 5, 131, 300}) {
    for (const std::int64_t window : {1, 2, 100, 128, 140, 1000}) {
      ExpectSameAttention({6, 2, 16}, length, {.scale = 0.25, .window = window}, GetParam());
    }
  }
}

TEST_P(BlocksTest, AttentionWithASoftcapEqualsThePlainFormula) {
  for (const std::int64_t length : {5, 131}) {
    const AttentionForm form{.scale = 0.4, .softcap = 1.5, .window = length / 2};
    ExpectSameAttention({6, 2, 16}, length, form, GetParam());
  }
}

TEST(AttentionWindow, AsWideAsTheTextHidesNothingAndOfOneTokenShowsItselfOnly) {
  const at::Tensor q = RandomTensor({1, 20, 16}, at::kFloat, 5);
  const at::Tensor k = RandomTensor({1, 20, 16}, at::kFloat, 6);
  const at::Tensor v = RandomTensor({1, 20, 16}, at::kFloat, 7);
  const RotaryTables tables = MakeRotaryTables({}, 8, 0, 20, at::kFloat, at::kCPU);
  for (const ForwardContext& context : {kFused, kPlain}) {
    const auto attend = [&](std::int64_t window) {
      return CausalAttention(q, k, v, tables, {.scale = 0.4, .window = window}, context);
    };
    EXPECT_TRUE(at::equal(attend(20), attend(0)));
    EXPECT_LT(MaxDifference(attend(1), v), 1e-6);
    EXPECT_GT(MaxDifference(attend(19), attend(0)), 1e-6);
  }
}

TEST(LeftPadding, LeavesEverySequenceAsItIsAlone) {
  const at::Tensor q = RandomTensor({2, 20, 16}, at::kFloat, 5);
  const at::Tensor k = RandomTensor({2, 20, 16}, at::kFloat, 6);
  const at::Tensor v = RandomTensor({2, 20, 16}, at::kFloat, 7);
  const RotaryTables tables = MakeRotaryTables({}, 8, 0, 20, at::kFloat, at::kCPU);
  const AttentionForm form{.scale = 0.4, .window = 9};
  ForwardContext context;
  context.left_padding = at::tensor(std::vector<std::int64_t>{0, 6}, at::kLong);
  const at::Tensor padded = CausalAttention(q, k, v, tables, form, context);
  EXPECT_TRUE(at::isfinite(padded).all().item<bool>());
  const at::Tensor whole = CausalAttention(q, k, v, tables, form, kPlain);
  EXPECT_LT(MaxDifference(padded[0], whole[0]), 1e-6);
  const RotaryTables shifted = MakeRotaryTables({}, 8, 0, 14, at::kFloat, at::kCPU);
  const auto tail = [](const at::Tensor& x) { return x.narrow(0, 1, 1).narrow(1, 6, 14); };
  const at::Tensor alone = CausalAttention(
      tail(q).contiguous(), tail(k).contiguous(), tail(v).contiguous(), shifted, form, kPlain);
  EXPECT_LT(MaxDifference(tail(padded), alone), 1e-5);
}

TEST_P(BlocksTest, CachedAttentionContinuesWhereTheCacheEnds) {
  constexpr std::int64_t kLength = 150;
  const at::Tensor q = RandomTensor({2, kLength, 48}, GetParam(), 5);
  const at::Tensor k = RandomTensor({2, kLength, 16}, GetParam(), 6);
  const at::Tensor v = RandomTensor({2, kLength, 16}, GetParam(), 7);
  const RotaryTables tables = MakeRotaryTables({}, 8, 0, kLength, GetParam(), at::kCPU);
  const AttentionForm form{.scale = 0.4, .softcap = 2.0, .window = 20};
  const at::Tensor whole = CausalAttention(q, k, v, tables, form, kPlain);
  const auto options = at::TensorOptions().dtype(GetParam());
  KvCache::Layer layer{at::empty({2, 2, 200, 8}, options), at::empty({2, 2, 200, 8}, options)};
  std::int64_t past = 0;
  for (const std::int64_t count : {7, 1, 1, 140, 1}) {
    const RotaryTables part = MakeRotaryTables({}, 8, past, count, GetParam(), at::kCPU);
    const at::Tensor out = CachedAttention(q.narrow(1, past, count).contiguous(),
                                           k.narrow(1, past, count).contiguous(),
                                           v.narrow(1, past, count).contiguous(),
                                           part,
                                           form,
                                           layer,
                                           past,
                                           kFused);
    EXPECT_LT(RelativeDifference(out, whole.narrow(1, past, count)), ToleranceOf(GetParam()));
    past += count;
  }
}

TEST(RotaryTest, TurnsPairsByPositionTimesFrequency) {
  const RotaryTables tables = MakeRotaryTables({.theta = 100.0}, 4, 3, 2, at::kDouble, at::kCPU);
  EXPECT_NEAR(tables.cos[0][0].item<double>(), std::cos(3.0), 1e-12);
  EXPECT_NEAR(tables.sin[1][1].item<double>(), std::sin(4.0 * 0.1), 1e-12);
}

TEST(RotaryTest, MakesScoresAFunctionOfTheDistance) {
  // The same query and key everywhere: how much more a query looks at itself than at the key five
  // places back must not depend on where it stands.
  const at::Tensor q = RandomTensor({1, 1, 8}, at::kFloat, 1).expand({1, 40, 8}).contiguous();
  const at::Tensor k = RandomTensor({1, 1, 8}, at::kFloat, 2).expand({1, 40, 8}).contiguous();
  const RotaryTables tables = MakeRotaryTables({}, 8, 0, 40, at::kFloat, at::kCPU);
  const auto ratio_at = [&](std::int64_t position) {
    at::Tensor v = at::zeros({1, 40, 8});
    v[0][position][0] = 1.0;
    v[0][position - 5][1] = 1.0;
    const at::Tensor seen = CausalAttention(q, k, v, tables, {.scale = 0.35}, kFused)[0][position];
    return (seen[0] / seen[1]).item<double>();
  };
  const double first = ratio_at(5);
  EXPECT_GT(std::abs(std::log(first)), 0.1);
  EXPECT_NEAR(ratio_at(12), first, 1e-4 * first);
  EXPECT_NEAR(ratio_at(39), first, 1e-4 * first);
}

}  // namespace
}  // namespace sentei::engine
