// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/perplexity.h"

#include "core/base/error.h"
#include "core/formats/model_source.h"
#include "tests/support/test_environment.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>

namespace sentei::engine {
namespace {

using ::testing::ElementsAre;
using Window = std::vector<text::TokenId>;

std::vector<std::span<const text::TokenId>> Views(const std::vector<Window>& windows) {
  return {windows.begin(), windows.end()};
}

Window RandomWindow(std::size_t length, std::uint64_t seed) {
  const at::Tensor ids = test::RandomIds(1, static_cast<std::int64_t>(length), 61, seed);
  const auto* values = ids.const_data_ptr<std::int64_t>();
  return {values, values + length};
}

/// Cross-entropy of one window from its logits, as a sum.
double OracleSum(const Decoder& model, const Window& window) {
  const at::NoGradGuard no_grad;
  const std::vector<std::int64_t> wide(window.begin(), window.end());
  const at::Tensor ids = at::tensor(wide, at::kLong).unsqueeze(0);
  const at::Tensor logits = Logits(model, ForwardHidden(model, ids, {}))[0];
  const auto predicted = static_cast<std::int64_t>(window.size()) - 1;
  return at::cross_entropy_loss(
             logits.narrow(0, 0, predicted), ids[0].narrow(0, 1, predicted), {}, at::Reduction::Sum)
      .item<double>();
}

TEST(PerplexityTest, WeighsEveryPredictedTokenAlike) {
  const auto model = test::MakeDecoder({}, at::kFloat);
  const std::vector<Window> windows = {RandomWindow(20, 1), RandomWindow(7, 2)};
  const Perplexity result = MeasureWindows(*model, Views(windows));
  const double first = OracleSum(*model, windows[0]);
  const double second = OracleSum(*model, windows[1]);
  EXPECT_EQ(result.tokens, 19 + 6);
  EXPECT_NEAR(result.window_losses[0], first / 19, 1e-5);
  EXPECT_NEAR(result.window_losses[1], second / 6, 1e-5);
  EXPECT_NEAR(result.mean_loss, (first + second) / 25, 1e-5);
  EXPECT_NEAR(result.perplexity, std::exp((first + second) / 25), 1e-3);
}

TEST(PerplexityTest, TellsItsProgressAndStopsBetweenWindows) {
  const auto model = test::MakeDecoder({}, at::kFloat);
  const std::vector<Window> windows = {RandomWindow(9, 1), RandomWindow(9, 2), RandomWindow(9, 3)};
  std::stop_source stop;
  std::vector<std::int64_t> told;
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    EXPECT_EQ(total, 3);
    told.push_back(done);
    if (done == 2) stop.request_stop();
  };
  try {
    static_cast<void>(MeasureWindows(*model, Views(windows), progress, stop.get_token()));
    FAIL() << "not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kStopped);
  }
  EXPECT_THAT(told, ElementsAre(1, 2));
}

TEST(PerplexityTest, OfWeightsThatShrinkMeanwhileDoesNotExist) {
  const test::TemporaryDirectory folder;
  sentei::testing::WriteTinyCheckpoint(folder.path());
  const std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(folder.path());
  const auto model = LoadDecoder(source, plan::DescribeModel(*source), at::kFloat, at::kCPU);
  const std::vector<Window> windows(3, Window(32, 1));
  std::int64_t told = 0;
  const WindowProgress shrink = [&](std::int64_t done, std::int64_t) {
    told = done;
    std::filesystem::resize_file(folder / "model.safetensors", 64);
  };
  try {
    static_cast<void>(MeasureWindows(*model, Views(windows), shrink));
    ADD_FAILURE() << "a perplexity of zeros";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("shrank"));
  }
  EXPECT_EQ(told, 1);
}

TEST(PerplexityTest, RefusesNothingToPredict) {
  const auto model = test::MakeDecoder({}, at::kFloat);
  EXPECT_THROW(static_cast<void>(MeasureWindows(*model, {})), Error);
  const std::vector<Window> windows = {{5}};
  EXPECT_THROW(static_cast<void>(MeasureWindows(*model, Views(windows))), Error);
}

/// The first five stories longer than 200 characters, stripped and cut to 900.
std::vector<std::string> Stories(const std::string& sample) {
  constexpr std::string_view kEnd = "<|endoftext|>";
  constexpr std::string_view kBlank = " \t\r\n";
  std::vector<std::string> stories;
  for (std::size_t begin = 0; begin < sample.size() && stories.size() < 5;) {
    const std::size_t end = std::min(sample.find(kEnd, begin), sample.size());
    std::string story = sample.substr(begin, end - begin);
    begin = end + kEnd.size();
    const std::size_t first = story.find_first_not_of(kBlank);
    if (first == std::string::npos) continue;
    story = story.substr(first, story.find_last_not_of(kBlank) - first + 1);
    if (story.size() > 200) stories.push_back(story.substr(0, 900));
  }
  return stories;
}

TEST(PerplexityTest, OfStories260KIsTheKnownOne) {
  const auto folder = test::FindSharedData("llama-stories260K");
  const auto sample = test::FindSharedData("tinystories/tinystories_sample.txt");
  SENTEI_REQUIRE(folder, "stories260K");
  SENTEI_REQUIRE(sample, "TinyStories");
  std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(*folder);
  const auto model = LoadDecoder(source, plan::DescribeModel(*source), at::kFloat, at::kCPU);
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*source);
  std::vector<Window> windows;
  for (const std::string& story : Stories(test::ReadText(*sample))) {
    Window ids = tokenizer.tokenizer.Encode(story, text::SpecialTokens::kNone);
    ids.insert(ids.begin(), tokenizer.bos.value());
    ids.resize(std::min<std::size_t>(ids.size(), 512));
    windows.push_back(ids);
  }
  EXPECT_NEAR(MeasureWindows(*model, Views(windows)).perplexity, 3.5641, 1e-4);
}

}  // namespace
}  // namespace sentei::engine
