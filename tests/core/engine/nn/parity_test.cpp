// SPDX-License-Identifier: Apache-2.0
// Logits, greedy tokens and losses against transformers on the same files.
#include "core/engine/nn/decoder.h"
#include "tests/core/engine/nn/oracle_file.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/test_environment.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gtest/gtest.h>

namespace sentei::engine {
namespace {

using test::MaxDifference;
using test::OracleFile;

std::unique_ptr<Decoder> Load(const std::filesystem::path& path, at::ScalarType dtype) {
  std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(path);
  return LoadDecoder(source, plan::DescribeModel(*source), dtype, at::kCPU);
}

class TinyParityTest : public testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() { folder_ = std::make_unique<test::TemporaryDirectory>(); }
  static void TearDownTestSuite() { folder_.reset(); }
  static std::unique_ptr<test::TemporaryDirectory> folder_;
};
std::unique_ptr<test::TemporaryDirectory> TinyParityTest::folder_;

TEST_P(TinyParityTest, LogitsEqualTransformers) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "the Python with transformers");
  test::RunPython(*python, "tests/support/make_tiny_llama.py", folder_->path().string());
  const auto model = Load(*folder_ / GetParam(), at::kFloat);
  const OracleFile oracle(*folder_ / GetParam() / "oracle.safetensors");
  const at::NoGradGuard no_grad;
  for (const bool plain : {false, true}) {
    const ForwardContext context{.plain_reference = plain};
    const at::Tensor logits = Logits(*model, ForwardHidden(*model, oracle.Get("ids"), context));
    EXPECT_LE(MaxDifference(logits, oracle.Get("logits")), 1e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes,
    TinyParityTest,
    testing::Values("multi_head", "grouped_query", "explicit_head_dim", "tied", "biases"),
    [](const auto& chosen) { return std::string(chosen.param); });

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
