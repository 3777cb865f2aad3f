// SPDX-License-Identifier: Apache-2.0
#include "core/engine/nn/decoder.h"

#include "core/base/error.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <gtest/gtest.h>

namespace sentei::engine {
namespace {

using plan::Projection;
using test::MaxDifference;
using test::RandomIds;
using test::RandomTensor;
using test::RelativeDifference;
using test::TinyModel;

class DecoderTest : public testing::TestWithParam<TinyModel> {};
INSTANTIATE_TEST_SUITE_P(Shapes,
                         DecoderTest,
                         testing::ValuesIn(test::TinyModels()),
                         [](const auto& chosen) { return chosen.param.name; });

at::Tensor LogitsOf(const Decoder& model,
                    const at::Tensor& ids,
                    const ForwardContext& context = {}) {
  const at::NoGradGuard no_grad;
  return Logits(model, ForwardHidden(model, ids, context));
}

std::vector<at::Tensor> Factors(const Decoder& model) {
  std::vector<at::Tensor> factors;
  for (const DecoderLayer& layer : model.layers) {
    for (const Projection projection : plan::kProjections) {
      factors.push_back(layer[projection].lora_a);
      factors.push_back(layer[projection].lora_b);
    }
  }
  return factors;
}

struct Step {
  double loss = 0.0;
  at::Tensor grads;  ///< of all factors, one after the other
};

Step TrainStep(const Decoder& model, const at::Tensor& ids, const ForwardContext& context) {
  const at::Tensor loss = CausalLmLoss(model, ForwardHidden(model, ids, context), ids);
  std::vector<at::Tensor> flat;
  for (const at::Tensor& grad : torch::autograd::grad({loss}, Factors(model))) {
    flat.push_back(grad.reshape({-1}).to(at::kDouble));
  }
  return {loss.item<double>(), at::cat(flat)};
}

TEST_P(DecoderTest, FusedStepEqualsThePlainStep) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  test::AttachTrainedLora(*model, 5);
  const auto exact = test::ConvertDecoder(*model, at::kDouble);
  const at::Tensor ids = RandomIds(3, 21, GetParam().vocab, 6);
  const ForwardContext fused{.training = true, .lora_dropout = 0.1, .seed = 3};
  ForwardContext plain = fused;
  plain.plain_reference = true;
  const Step truth = TrainStep(*exact, ids, plain);
  const Step step = TrainStep(*model, ids, fused);
  EXPECT_NEAR(step.loss, truth.loss, 1e-5);
  EXPECT_LT(RelativeDifference(step.grads, truth.grads), 1e-5);
}

TEST_P(DecoderTest, Bf16StepPointsWhereTheExactOneDoes) {
  const auto narrow =
      test::ConvertDecoder(*test::MakeDecoder(GetParam(), at::kFloat), at::kBFloat16);
  test::AttachTrainedLora(*narrow, 5);
  const auto exact = test::ConvertDecoder(*narrow, at::kDouble);
  const at::Tensor ids = RandomIds(4, 40, GetParam().vocab, 6);
  const Step truth = TrainStep(*exact, ids, {.plain_reference = true});
  const Step step = TrainStep(*narrow, ids, {});
  EXPECT_NEAR(step.loss, truth.loss, 0.02);
  EXPECT_LT(RelativeDifference(step.grads, truth.grads), 0.06);
}

TEST_P(DecoderTest, DecodingWithACacheEqualsTheFullForward) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = RandomIds(2, 30, GetParam().vocab, 6);
  const at::Tensor full = LogitsOf(*model, ids);
  const at::NoGradGuard no_grad;
  KvCache cache;
  cache.capacity = 30;
  std::int64_t past = 0;
  for (const std::int64_t count : {11, 1, 1, 1, 16}) {
    const at::Tensor part =
        Logits(*model, ForwardHidden(*model, ids.narrow(1, past, count), {}, &cache));
    EXPECT_LT(MaxDifference(part, full.narrow(1, past, count)), 1e-5);
    past += count;
    EXPECT_EQ(cache.length, past);
  }
  EXPECT_THROW(static_cast<void>(ForwardHidden(*model, ids.narrow(1, 0, 1), {}, &cache)), Error);
}

TEST_P(DecoderTest, EarlierLogitsDoNotSeeLaterTokens) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = RandomIds(1, 20, GetParam().vocab, 6);
  at::Tensor changed = ids.clone();
  changed[0][15] = (ids[0][15] + 1) % GetParam().vocab;
  const at::Tensor difference =
      (LogitsOf(*model, ids) - LogitsOf(*model, changed)).abs().amax({0, 2});
  EXPECT_LT(difference.narrow(0, 0, 15).max().item<double>(), 1e-6);
  EXPECT_GT(difference[15].item<double>(), 1e-3);
}

TEST_P(DecoderTest, FreshLoraChangesNoLogit) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = RandomIds(1, 12, GetParam().vocab, 6);
  const at::Tensor before = LogitsOf(*model, ids);
  AttachLora(*model, 4, 8.0, 1);
  EXPECT_EQ(MaxDifference(LogitsOf(*model, ids), before), 0.0);
}

TEST_P(DecoderTest, MergedLoraEqualsUnmerged) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  test::AttachTrainedLora(*model, 5);
  const at::Tensor ids = RandomIds(2, 12, GetParam().vocab, 6);
  const at::Tensor unmerged = LogitsOf(*model, ids);
  for (DecoderLayer& layer : model->layers) {
    for (const Projection projection : plan::kProjections) {
      LoraLinear& linear = layer[projection];
      linear.weight = EffectiveWeight(linear);
      linear.lora_a = at::Tensor();
      linear.lora_b = at::Tensor();
    }
  }
  EXPECT_LT(MaxDifference(LogitsOf(*model, ids), unmerged), 1e-5);
}

// Specification of LoRAPrune, invariant 8: masking what opens a unit is masking what closes it.
TEST_P(DecoderTest, MaskOnTheClosingInputEqualsZeroedOpeners) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = RandomIds(2, 12, GetParam().vocab, 6);
  const std::int64_t dead = 7;
  LoraLinear& down = model->layers[1].down;
  down.input_mask = at::ones({down.weight.size(1)});
  down.input_mask[dead] = 0.0;
  const at::Tensor masked = LogitsOf(*model, ids);
  down.input_mask = at::Tensor();
  for (LoraLinear* opener : {&model->layers[1].gate, &model->layers[1].up}) {
    opener->weight = opener->weight.clone();
    opener->weight[dead].zero_();
    if (opener->bias.defined()) {
      opener->bias = opener->bias.clone();
      opener->bias[dead].zero_();
    }
  }
  EXPECT_LT(MaxDifference(LogitsOf(*model, ids), masked), 1e-6);
}

TEST_P(DecoderTest, CountsATiedMatrixOnce) {
  const TinyModel& tiny = GetParam();
  const auto model = test::MakeDecoder(tiny, at::kFloat);
  const std::int64_t q = tiny.query_heads * tiny.head_dim;
  const std::int64_t kv = tiny.kv_heads * tiny.head_dim;
  std::int64_t layer =
      2 * tiny.hidden + 2 * q * tiny.hidden + 2 * kv * tiny.hidden + 3 * tiny.ffn * tiny.hidden;
  if (tiny.gemma) layer += 2 * tiny.hidden + 2 * tiny.head_dim;
  if (tiny.qkv_biases) layer += q + 2 * kv;
  if (tiny.biases) layer += q + 2 * kv + 2 * tiny.hidden + 2 * tiny.ffn;
  const std::int64_t tables = (tiny.tied ? 1 : 2) * tiny.vocab * tiny.hidden;
  EXPECT_EQ(model->ParameterCount(), tables + tiny.hidden + tiny.layers * layer);
}

class CountingSink final : public GradientSink {
 public:
  void OnProjection(std::int64_t layer,
                    Projection projection,
                    const at::Tensor& input,
                    const at::Tensor& grad_output) override {
    seen_.insert({layer, projection});
    EXPECT_EQ(input.size(0), grad_output.size(0));
  }
  std::set<std::pair<std::int64_t, Projection>> seen_;
};

TEST_P(DecoderTest, SinkHearsEveryProjectionEvenWithoutLora) {
  const auto model = test::MakeDecoder(GetParam(), at::kFloat);
  const at::Tensor ids = RandomIds(1, 12, GetParam().vocab, 6);
  CountingSink sink;
  ForwardContext context;
  context.gradient_sink = &sink;
  CausalLmLoss(*model, ForwardHidden(*model, ids, context), ids).backward();
  EXPECT_EQ(sink.seen_.size(), model->layers.size() * plan::kProjections.size());
}

TEST(AttachLoraTest, IsAFunctionOfSeedLayerAndProjection) {
  const auto one = test::MakeDecoder({}, at::kFloat);
  const auto two = test::MakeDecoder({}, at::kFloat);
  AttachLora(*one, 4, 8.0, 1);
  AttachLora(*two, 4, 8.0, 1);
  const std::vector<at::Tensor> a = Factors(*one);
  const std::vector<at::Tensor> b = Factors(*two);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(MaxDifference(a[i], b[i]), 0.0);
  EXPECT_GT(MaxDifference(one->layers[0].q.lora_a, one->layers[0].k.lora_a), 0.0);
  EXPECT_GT(MaxDifference(one->layers[0].q.lora_a, one->layers[1].q.lora_a), 0.0);
  AttachLora(*two, 4, 8.0, 2);
  EXPECT_GT(MaxDifference(one->layers[0].q.lora_a, two->layers[0].q.lora_a), 0.0);
}

TEST(AttachLoraTest, DrawsAUniformlyAndStartsBAtZero) {
  const auto model = test::MakeDecoder({.hidden = 64, .ffn = 256}, at::kBFloat16);
  AttachLora(*model, 8, 16.0, 1);
  const LoraLinear& down = model->layers[0].down;
  EXPECT_EQ(down.scaling, 2.0);
  EXPECT_EQ(down.lora_a.scalar_type(), at::kFloat);
  EXPECT_TRUE(down.lora_a.requires_grad() && down.lora_b.requires_grad());
  EXPECT_LE(down.lora_a.abs().max().item<double>(), 1.0 / 16.0);
  EXPECT_NEAR(down.lora_a.var().item<double>(), 1.0 / (3.0 * 256.0), 1e-4);  // bound² / 3
  EXPECT_EQ(down.lora_b.abs().max().item<double>(), 0.0);
}

}  // namespace
}  // namespace sentei::engine
