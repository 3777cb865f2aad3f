// SPDX-License-Identifier: Apache-2.0
// Logits, greedy tokens and losses against transformers on the same files.
#include "core/engine/nn/decoder.h"
#include "core/plan/model_family.h"
#include "tests/core/engine/nn/oracle_file.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/test_environment.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sentei::engine {
namespace {

using test::MaxDifference;
using test::OracleFile;

std::unique_ptr<Decoder> Load(const std::filesystem::path& path, at::ScalarType dtype) {
  std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(path);
  return LoadDecoder(source, plan::DescribeModel(*source), dtype, at::kCPU);
}

void ExpectLogits(const Decoder& model, const OracleFile& oracle) {
  for (const bool plain : {false, true}) {
    const ForwardContext context{.plain_reference = plain};
    const at::Tensor logits = Logits(model, ForwardHidden(model, oracle.Get("ids"), context));
    EXPECT_LE(MaxDifference(logits, oracle.Get("logits")), 1e-5) << "plain " << plain;
  }
}

void ExpectLogitsThroughTheCache(const Decoder& model, const OracleFile& oracle) {
  const at::Tensor ids = oracle.Get("ids");
  // Whoever crosses the trained length on the way keeps keys that were turned by other frequencies.
  const std::int64_t trained = model.description.rotary.original_positions;
  const bool changes = model.description.rotary.scaling == plan::RotaryScaling::kLongRope;
  if (changes && trained < ids.size(1)) return;
  KvCache cache;
  std::vector<at::Tensor> logits;
  for (const std::int64_t count : {5, 1, 1, 12, 1, 4}) {
    const at::Tensor part = ids.narrow(1, cache.length, count);
    logits.push_back(Logits(model, ForwardHidden(model, part, {}, &cache)));
  }
  EXPECT_LE(MaxDifference(at::cat(logits, 1), oracle.Get("logits")), 1e-5) << "with a cache";
}

void ExpectLogitsOfPaddedTexts(const Decoder& model, const OracleFile& oracle) {
  ForwardContext context;
  context.left_padding = oracle.Get("left_padding");
  const at::Tensor logits = Logits(model, ForwardHidden(model, oracle.Get("padded_ids"), context));
  const at::Tensor expected = oracle.Get("padded_logits");
  for (std::int64_t row = 0; row < logits.size(0); ++row) {
    const auto padding = context.left_padding[row].item<std::int64_t>();
    EXPECT_LE(MaxDifference(logits[row].slice(0, padding), expected[row].slice(0, padding)), 1e-5)
        << "padded";
  }
}

/// In one test, because making the models takes longer than running them.
TEST(TinyParityTest, EveryFamilyComputesWhatTransformersDoes) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "the Python with transformers");
  const test::TemporaryDirectory folder;
  test::RunPython(*python, "tests/support/make_family_models.py", folder.path().string());
  const at::NoGradGuard no_grad;
  std::set<std::string> families;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    SCOPED_TRACE(entry.path().filename());
    const auto model = Load(entry.path(), at::kFloat);
    const OracleFile oracle(entry.path() / "oracle.safetensors");
    ExpectLogits(*model, oracle);
    ExpectLogitsThroughTheCache(*model, oracle);
    ExpectLogitsOfPaddedTexts(*model, oracle);
    families.insert(model->description.family);
  }
  for (const plan::ModelFamily& family : plan::ModelFamilies()) {
    EXPECT_TRUE(families.contains(std::string(family.model_type))) << family.model_type;
  }
}

/// The demo model's reference folder and what transformers computes with it (made once; minutes).
class DemoParityTest : public testing::Test {
 protected:
  static constexpr int kPrompts = 8;
  static constexpr int kNewTokens = 32;
  static constexpr int kWindows = 40;

  void SetUp() override {
    const auto python = test::FindPython();
    SENTEI_REQUIRE(python, "the Python with transformers");
    folder_ = test::CacheDirectory() / "reference" / "smollm2-hf";
    if (!std::filesystem::exists(folder_ / "model.safetensors")) {
      GTEST_SKIP() << "not on this machine: " << folder_;
    }
    const auto text = test::FindSharedData("wikitext2/wiki.test.raw");
    SENTEI_REQUIRE(text, "WikiText-2");
    const auto oracle = test::CacheDirectory() / "reference" / "smollm2-oracle.safetensors";
    test::RunPython(*python,
                    "tests/support/reference_logits.py",
                    folder_.string() + " " + oracle.string() + " " + text->string());
    oracle_ = std::make_unique<OracleFile>(oracle);
  }

  std::filesystem::path folder_;
  std::unique_ptr<OracleFile> oracle_;
};

std::vector<std::int64_t> DecodeGreedily(const Decoder& model,
                                         const at::Tensor& prompt,
                                         int count) {
  std::vector<std::int64_t> tokens;
  KvCache cache;
  cache.capacity = prompt.size(0) + count;
  at::Tensor ids = prompt.unsqueeze(0);
  for (int i = 0; i < count; ++i) {
    const at::Tensor hidden = ForwardHidden(model, ids, {}, &cache);
    const at::Tensor last = Logits(model, hidden.select(1, hidden.size(1) - 1));
    tokens.push_back(last.argmax().item<std::int64_t>());
    ids = at::full({1, 1}, tokens.back(), at::kLong);
  }
  return tokens;
}

TEST_F(DemoParityTest, LogitsAndGreedyTokensEqualTransformers) {
  const auto model = Load(folder_, at::kFloat);
  const at::NoGradGuard no_grad;
  for (int i = 0; i < kPrompts; ++i) {
    const std::string suffix = "_" + std::to_string(i);
    const at::Tensor ids = oracle_->Get("ids" + suffix);
    const at::Tensor logits =
        Logits(*model, ForwardHidden(*model, ids.unsqueeze(0), {})).squeeze(0);
    EXPECT_LE(MaxDifference(logits, oracle_->Get("logits" + suffix)), 1e-3) << "prompt " << i;
    const at::Tensor expected = oracle_->Get("greedy" + suffix);
    const std::vector<std::int64_t> tokens = DecodeGreedily(*model, ids, kNewTokens);
    EXPECT_TRUE(at::equal(at::tensor(tokens, at::kLong), expected)) << "prompt " << i;
  }
}

/// Mean losses of the windows [windows, length] -> [windows].
at::Tensor WindowLosses(const Decoder& model, const at::Tensor& windows) {
  const at::NoGradGuard no_grad;
  std::vector<at::Tensor> losses;
  for (std::int64_t i = 0; i < windows.size(0); ++i) {
    const at::Tensor ids = windows.narrow(0, i, 1);
    losses.push_back(TokenLosses(model, ForwardHidden(model, ids, {}), ids).mean());
  }
  return at::stack(losses);
}

TEST_F(DemoParityTest, WindowLossesEqualTransformersInFp32) {
  const at::Tensor losses = WindowLosses(*Load(folder_, at::kFloat), oracle_->Get("window_ids"));
  EXPECT_LE(MaxDifference(losses, oracle_->Get("window_losses")), 1e-4);
}

TEST_F(DemoParityTest, PerplexityOfTheGgufFileIsTheKnownOneInBothDTypes) {
  const auto demo = test::FindDemoModel();
  SENTEI_REQUIRE(demo, "the demo model");
  for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
    const at::Tensor losses = WindowLosses(*Load(*demo, dtype), oracle_->Get("window_ids"));
    EXPECT_EQ(losses.size(0), kWindows);
    const double perplexity = std::exp(losses.mean().item<double>());
    EXPECT_NEAR(perplexity, 28.69, 0.005 * 28.69) << c10::toString(dtype);
  }
}

}  // namespace
}  // namespace sentei::engine
