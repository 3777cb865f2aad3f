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

double ToleranceOf(at::ScalarType dtype) { return dtype == at::kBFloat16 ? 2e-2 : 5e-6; }

class BlocksTest : public testing::TestWithParam<at::ScalarType> {};
INSTANTIATE_TEST_SUITE_P(DTypes,
                         BlocksTest,
                         testing::Values(at::kFloat, at::kBFloat16),
                         [](const auto& chosen) {
                           return std::string(c10::toString(chosen.param));
                         });

TEST_P(BlocksTest, RmsNormEqualsThePlainFormula) {
  for (const std::int64_t width : {1, 7, 64, 577}) {
    const at::Tensor weight = RandomTensor({width}, GetParam(), 1);
    ExpectSame([&](const std::vector<at::Tensor>& in,
                   const ForwardContext& context) { return RmsNorm(in[0], weight, 1e-5, context); },
               {RandomTensor({3, 5, width}, GetParam(), 2)},
               ToleranceOf(GetParam()));
  }
}

TEST_P(BlocksTest, SwiGluEqualsThePlainFormula) {
  for (const std::int64_t width : {1, 31, 640}) {
    ExpectSame([](const std::vector<at::Tensor>& in,
                  const ForwardContext& context) { return SwiGlu(in[0], in[1], context); },
               {RandomTensor({3, 70, width}, GetParam(), 3) * 3,
                RandomTensor({3, 70, width}, GetParam(), 4)},
               ToleranceOf(GetParam()));
  }
}

struct Heads {
  std::int64_t query = 0;
  std::int64_t kv = 0;
  std::int64_t dim = 0;
};

TEST_P(BlocksTest, AttentionEqualsThePlainFormula) {
  for (const Heads& heads : {Heads{4, 4, 8}, Heads{6, 2, 16}, Heads{3, 1, 64}}) {
    for (const std::int64_t length : {1, 5, 128, 131, 300}) {
      const RotaryTables tables = MakeRotaryTables(1e4, heads.dim, 0, length, GetParam(), at::kCPU);
      SCOPED_TRACE(testing::Message() << heads.query << "/" << heads.kv << " length " << length);
      ExpectSame(
          [&](const std::vector<at::Tensor>& in, const ForwardContext& context) {
            return CausalAttention(in[0], in[1], in[2], tables, context);
          },
          {RandomTensor({2, length, heads.query * heads.dim}, GetParam(), 5),
           RandomTensor({2, length, heads.kv * heads.dim}, GetParam(), 6),
           RandomTensor({2, length, heads.kv * heads.dim}, GetParam(), 7)},
          ToleranceOf(GetParam()));
    }
  }
}

TEST_P(BlocksTest, CachedAttentionContinuesWhereTheCacheEnds) {
  constexpr std::int64_t kLength = 150;
  const at::Tensor q = RandomTensor({2, kLength, 48}, GetParam(), 5);
  const at::Tensor k = RandomTensor({2, kLength, 16}, GetParam(), 6);
  const at::Tensor v = RandomTensor({2, kLength, 16}, GetParam(), 7);
  const RotaryTables tables = MakeRotaryTables(1e4, 8, 0, kLength, GetParam(), at::kCPU);
  const at::Tensor whole = CausalAttention(q, k, v, tables, kPlain);
  const auto options = at::TensorOptions().dtype(GetParam());
  KvCache::Layer layer{at::empty({2, 2, 200, 8}, options), at::empty({2, 2, 200, 8}, options)};
  std::int64_t past = 0;
  for (const std::int64_t count : {7, 1, 1, 140, 1}) {
    const RotaryTables part = MakeRotaryTables(1e4, 8, past, count, GetParam(), at::kCPU);
    const at::Tensor out = CachedAttention(q.narrow(1, past, count).contiguous(),
                                           k.narrow(1, past, count).contiguous(),
                                           v.narrow(1, past, count).contiguous(),
                                           part,
                                           layer,
                                           past);
    EXPECT_LT(RelativeDifference(out, whole.narrow(1, past, count)), ToleranceOf(GetParam()));
    past += count;
  }
}

TEST(RotaryTest, TurnsPairsByPositionTimesFrequency) {
  const RotaryTables tables = MakeRotaryTables(100.0, 4, 3, 2, at::kDouble, at::kCPU);
  EXPECT_NEAR(tables.cos[0][0].item<double>(), std::cos(3.0), 1e-12);
  EXPECT_NEAR(tables.sin[1][1].item<double>(), std::sin(4.0 * 0.1), 1e-12);
}

TEST(RotaryTest, MakesScoresAFunctionOfTheDistance) {
  // The same query and key everywhere: how much more a query looks at itself than at the key five
  // places back must not depend on where it stands.
  const at::Tensor q = RandomTensor({1, 1, 8}, at::kFloat, 1).expand({1, 40, 8}).contiguous();
  const at::Tensor k = RandomTensor({1, 1, 8}, at::kFloat, 2).expand({1, 40, 8}).contiguous();
  const RotaryTables tables = MakeRotaryTables(1e4, 8, 0, 40, at::kFloat, at::kCPU);
  const auto ratio_at = [&](std::int64_t position) {
    at::Tensor v = at::zeros({1, 40, 8});
    v[0][position][0] = 1.0;
    v[0][position - 5][1] = 1.0;
    const at::Tensor seen = CausalAttention(q, k, v, tables, kFused)[0][position];
    return (seen[0] / seen[1]).item<double>();
  };
  const double first = ratio_at(5);
  EXPECT_GT(std::abs(std::log(first)), 0.1);
  EXPECT_NEAR(ratio_at(12), first, 1e-4 * first);
  EXPECT_NEAR(ratio_at(39), first, 1e-4 * first);
}

}  // namespace
}  // namespace sentei::engine
