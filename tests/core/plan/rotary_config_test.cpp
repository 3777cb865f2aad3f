// SPDX-License-Identifier: Apache-2.0
#include "core/plan/rotary_config.h"

#include "core/plan/rotary_settings.h"
#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

using nlohmann::json;
using testing::Caught;
using ::testing::HasSubstr;

const json kLlama3 = {{"rope_type", "llama3"},
                      {"factor", 8.0},
                      {"low_freq_factor", 1.0},
                      {"high_freq_factor", 4.0},
                      {"original_max_position_embeddings", 8192}};

ModelDescription Model(std::int64_t head_dim) {
  ModelDescription model;
  model.head_dim = head_dim;
  model.max_positions = 131072;
  return model;
}

RotarySettings Read(const json& config, std::int64_t head_dim = 8) {
  ModelDescription model = Model(head_dim);
  ReadRotary(config, model);
  return model.rotary;
}

Error Refusal(const json& config) {
  return Caught([&] { (void)Read(config); });
}

TEST(ReadRotary, UnderstandsBothSpellings) {
  EXPECT_EQ(Read({{"rope_theta", 5.0}}).theta, 5.0);
  EXPECT_EQ(Read({{"rope_theta", 5.0}, {"rope_scaling", nullptr}}).theta, 5.0);
  EXPECT_EQ(Read({{"rope_theta", 5.0}, {"rope_scaling", {{"type", "default"}}}}).theta, 5.0);
  EXPECT_EQ(Read({{"rope_parameters", {{"rope_theta", 7.0}, {"rope_type", "default"}}}}).theta,
            7.0);
  EXPECT_EQ(Read({{"rope_theta", 5.0}, {"rope_parameters", {{"rope_theta", 7.0}}}}).theta, 7.0)
      << "the inner value stands before the outer one";
  json newer = kLlama3;
  newer["rope_theta"] = 5e5;
  EXPECT_EQ(Read({{"rope_parameters", newer}}),
            Read({{"rope_theta", 5e5}, {"rope_scaling", kLlama3}}));
}

TEST(ReadRotary, TakesNoDefaultForAMissingBase) {
  const Error error = Refusal({{"rope_scaling", kLlama3}});
  EXPECT_EQ(error.code(), ErrorCode::kInput);
  EXPECT_THAT(error.what(), HasSubstr("rope_theta"));
  EXPECT_THAT(error.hint(), HasSubstr("config.json"));
  EXPECT_THAT(Refusal(json::object()).what(), HasSubstr("rope_theta"));
}

TEST(ReadRotary, RefusesByNameWhatItDoesNotKnow) {
  const auto with = [](const json& rope) {
    return std::string(Refusal({{"rope_theta", 1e4}, {"rope_scaling", rope}}).what());
  };
  EXPECT_THAT(with({{"rope_type", "yarn"}, {"factor", 2.0}}), HasSubstr("yarn"));
  EXPECT_THAT(with({{"type", "dynamic"}, {"factor", 2.0}}), HasSubstr("dynamic"));
  EXPECT_THAT(with({{"rope_type", "linear"}}), HasSubstr("factor"));
  EXPECT_THAT(with({{"rope_type", "llama3"}, {"factor", 8.0}}), HasSubstr("low_freq_factor"));
  EXPECT_THAT(with({{"rope_type", "longrope"}, {"short_factor", {1.0}}}), HasSubstr("4 numbers"));
  EXPECT_THAT(with({{"rope_type", "default"}, {"partial_rotary_factor", 0.5}}), HasSubstr("0.5"));
  json crossed = kLlama3;
  crossed["high_freq_factor"] = 1.0;
  EXPECT_THAT(with(crossed), HasSubstr("high_freq_factor"));
}

TEST(FrequencyRatios, OfLlama3AreThePublishedOnes) {
  const RotarySettings rotary = Read({{"rope_theta", 5e5}, {"rope_scaling", kLlama3}}, 128);
  const std::vector<double> ratios = FrequencyRatios(rotary, 128, 100);
  for (std::size_t i = 0; i <= 28; ++i) EXPECT_EQ(ratios[i], 1.0) << i;
  const std::vector<double> ramp = {
      0.8281684, 0.6437432, 0.4935071, 0.3711222, 0.2714254, 0.1902107};
  for (std::size_t i = 0; i < ramp.size(); ++i) EXPECT_NEAR(ratios[29 + i], ramp[i], 1e-7) << i;
  for (std::size_t i = 35; i < 64; ++i) EXPECT_EQ(ratios[i], 0.125) << i;
}

TEST(FrequencyRatios, OfLongRopeChangeBeyondTheTrainedLength) {
  const json rope = {{"type", "longrope"},
                     {"short_factor", {1.0, 2.0, 4.0, 5.0}},
                     {"long_factor", {2.0, 4.0, 8.0, 10.0}},
                     {"original_max_position_embeddings", 4096}};
  const RotarySettings rotary = Read({{"rope_theta", 1e4}, {"rope_scaling", rope}});
  EXPECT_EQ(FrequencyRatios(rotary, 8, 4096)[1], 0.5);
  EXPECT_EQ(FrequencyRatios(rotary, 8, 4097)[1], 0.25);
  EXPECT_NEAR(rotary.attention_factor, std::sqrt(1.0 + std::log(32.0) / std::log(4096.0)), 1e-12);
}

TEST(ReadRotary, FindsLlama3BehindTheFactorsOfAGgufFile) {
  const RotarySettings llama3 = Read({{"rope_theta", 5e5}, {"rope_scaling", kLlama3}}, 128);
  std::vector<float> factors;
  for (const double ratio : FrequencyRatios(llama3, 128, 0)) {
    factors.push_back(static_cast<float>(1.0 / ratio));
  }
  json rope = {{"rope_type", "longrope"},
               {"short_factor", factors},
               {"long_factor", factors},
               {"attention_factor", 1.0},
               {"original_max_position_embeddings", 131072}};
  EXPECT_EQ(Read({{"rope_theta", 5e5}, {"rope_scaling", rope}}, 128), llama3);
  rope["short_factor"][40] = rope["long_factor"][40] = 7.9;
  EXPECT_EQ(Read({{"rope_theta", 5e5}, {"rope_scaling", rope}}, 128).scaling,
            RotaryScaling::kLongRope);
}

TEST(WriteRotary, IsReadBackInEitherSpelling) {
  const json longrope = {{"rope_type", "longrope"},
                         {"short_factor", {1.0, 2.0, 4.0, 5.0}},
                         {"long_factor", {2.0, 4.0, 8.0, 10.0}},
                         {"original_max_position_embeddings", 4096}};
  for (const json& rope :
       {json(nullptr), json{{"rope_type", "linear"}, {"factor", 2.0}}, kLlama3, longrope}) {
    ModelDescription model = Model(8);
    ReadRotary({{"rope_theta", 5e5}, {"rope_scaling", rope}}, model);
    json config;
    WriteRotary(model, config);
    json older = config;
    older.erase("rope_parameters");
    json newer = config;
    newer.erase("rope_theta");
    newer.erase("rope_scaling");
    EXPECT_EQ(Read(older), model.rotary);
    EXPECT_EQ(Read(newer), model.rotary);
  }
}

}  // namespace
}  // namespace sentei::plan
