// SPDX-License-Identifier: Apache-2.0
#include "core/text/gguf_tokenizer.h"

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "tests/core/text/small_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<std::string> kTexts = {"",
                                         " ",
                                         "the",
                                         " the theatre",
                                         "at  the 12 t",
                                         "ttttttt",
                                         "\u526A\u5B9A",
                                         "<s>the</s>",
                                         "<|im_start|>user\nthe<|im_end|>"};

json ChatMlConfig() {
  return {{"bos_token", "<|im_start|>"},
          {"eos_token", {{"content", "<|im_end|>"}}},
          {"chat_template", "{{ messages }}"}};
}

json SentencePieceConfig() {
  return {{"bos_token", "<s>"}, {"eos_token", "</s>"}, {"unk_token", "<unk>"}};
}

void ExpectSameIds(const json& one, const json& other) {
  const Tokenizer first = Tokenizer::FromJson(one);
  const Tokenizer second = Tokenizer::FromJson(other);
  for (const std::string& text : kTexts) {
    for (const SpecialTokens special : {SpecialTokens::kNone, SpecialTokens::kAdd}) {
      const auto ids = first.Encode(text, special);
      EXPECT_EQ(second.Encode(text, special), ids) << text;
      EXPECT_EQ(second.Decode(ids, Skip::kSpecial), first.Decode(ids, Skip::kSpecial)) << text;
    }
  }
}

TEST(GgufTokenizer, SurvivesTheWayToMetadataAndBack) {
  const json byte_level = GgufTokenizerMetadata(ByteLevelJson(), ChatMlConfig(), 265);
  EXPECT_EQ(byte_level.at("tokenizer.ggml.model"), "gpt2");
  EXPECT_EQ(byte_level.at("tokenizer.ggml.pre"), "smollm");
  EXPECT_EQ(byte_level.at("tokenizer.ggml.eos_token_id"), 2);
  EXPECT_EQ(byte_level.at("tokenizer.ggml.add_bos_token"), false);
  ExpectSameIds(ByteLevelJson(), TokenizerFromGguf(byte_level).tokenizer_json);
  EXPECT_EQ(TokenizerFromGguf(byte_level).tokenizer_config.at("chat_template"), "{{ messages }}");

  const json pieces = GgufTokenizerMetadata(SentencePieceJson(), SentencePieceConfig(), 270);
  EXPECT_EQ(pieces.at("tokenizer.ggml.model"), "llama");
  EXPECT_EQ(pieces.at("tokenizer.ggml.add_bos_token"), true);
  EXPECT_EQ(pieces.at("tokenizer.ggml.token_type").at(0), 2);
  EXPECT_EQ(pieces.at("tokenizer.ggml.token_type").at(3), 6);
  ExpectSameIds(SentencePieceJson(), TokenizerFromGguf(pieces).tokenizer_json);
}

TEST(GgufTokenizer, NamesRowsOfTheEmbeddingThatHaveNoToken) {
  const json metadata = GgufTokenizerMetadata(ByteLevelJson(), ChatMlConfig(), 300);
  EXPECT_EQ(metadata.at("tokenizer.ggml.tokens").size(), 300u);
  EXPECT_EQ(metadata.at("tokenizer.ggml.tokens").at(299), "[PAD299]");
  EXPECT_EQ(metadata.at("tokenizer.ggml.token_type").at(299), 5);
}

TEST(GgufTokenizer, RefusesATokenizerLargerThanTheEmbedding) {
  EXPECT_THROW((void)GgufTokenizerMetadata(ByteLevelJson(), ChatMlConfig(), 100), Error);
}

TEST(GgufTokenizer, RefusesASplitThatGgufHasNoNameFor) {
  json tokenizer = ByteLevelJson();
  tokenizer["pre_tokenizer"] = {{"type", "Whitespace"}};
  try {
    (void)GgufTokenizerMetadata(tokenizer, ChatMlConfig(), 265);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Whitespace"));
  }
}

TEST(GgufTokenizer, RefusesWhatIsNoBpe) {
  json tokenizer = ByteLevelJson();
  tokenizer["model"]["type"] = "Unigram";
  try {
    (void)GgufTokenizerMetadata(tokenizer, ChatMlConfig(), 265);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Unigram"));
  }
}

TEST(GgufTokenizer, NamesSpecialTokensThatOnlyTheModelsConfigurationKnows) {
  const Tokenizer tokenizer = Tokenizer::FromJson(SentencePieceJson());
  const TokenId bos = tokenizer.IdOf("<s>").value();
  const TokenId eos = tokenizer.IdOf("</s>").value();
  const json metadata = GgufTokenizerMetadata(
      ModelTokenizer{tokenizer, SentencePieceJson(), json::object(), bos, {eos}, std::nullopt},
      270);
  EXPECT_EQ(metadata.at("tokenizer.ggml.bos_token_id"), bos);
  EXPECT_EQ(metadata.at("tokenizer.ggml.eos_token_id"), eos);
  EXPECT_EQ(metadata.at("tokenizer.ggml.add_bos_token"), true);
  EXPECT_EQ(metadata.at("tokenizer.ggml.add_eos_token"), false);
}

TEST(GgufTokenizer, ScoresPiecesInTheOrderOfTheMerges) {
  const json source = SentencePieceJson();
  const json metadata = GgufTokenizerMetadata(source, SentencePieceConfig(), 270);
  double last = 1.0;
  ASSERT_GT(source.at("model").at("merges").size(), 2U);
  for (const json& merge : source.at("model").at("merges")) {
    const std::string joined = merge.at(0).get<std::string>() + merge.at(1).get<std::string>();
    const auto id = source.at("model").at("vocab").at(joined).get<std::size_t>();
    const double score = metadata.at("tokenizer.ggml.scores").at(id);
    EXPECT_LE(score, last) << joined;
    last = score;
  }
}

struct Damage {
  const char* name;
  std::function<void(json&)> apply;
  const char* words;  ///< in the sentence
};

class DamagedMetadata : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedMetadata, AreRefusedWithASentence) {
  json metadata = GgufTokenizerMetadata(ByteLevelJson(), ChatMlConfig(), 265);
  GetParam().apply(metadata);
  try {
    (void)Tokenizer::FromJson(TokenizerFromGguf(metadata).tokenizer_json);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_THAT(error.what(), HasSubstr(GetParam().words));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Fields,
    DamagedMetadata,
    ::testing::Values(
        Damage{"NoModel", [](json& m) { m.erase("tokenizer.ggml.model"); }, "no tokenizer"},
        Damage{"UnknownModel", [](json& m) { m["tokenizer.ggml.model"] = "rwkv"; }, "'rwkv'"},
        Damage{"UnknownPre", [](json& m) { m["tokenizer.ggml.pre"] = "future"; }, "'future'"},
        Damage{"NoTokens", [](json& m) { m.erase("tokenizer.ggml.tokens"); }, "ggml.tokens"},
        Damage{"TokenIsNumber", [](json& m) { m["tokenizer.ggml.tokens"][7] = 1; }, "token 7"},
        Damage{"TokenIsNoText", [](json& m) { m["tokenizer.ggml.tokens"][7] = "\xFF"; }, "token 7"},
        Damage{"LongToken",
               [](json& m) { m["tokenizer.ggml.tokens"][7] = std::string(1 << 20, 'x'); },
               "token 7"},
        Damage{"FewTypes", [](json& m) { m["tokenizer.ggml.token_type"].erase(0); }, "264 entries"},
        Damage{"UnknownType", [](json& m) { m["tokenizer.ggml.token_type"][9] = 77; }, "77"},
        Damage{"TypeIsText", [](json& m) { m["tokenizer.ggml.token_type"][9] = "x"; }, "malformed"},
        Damage{"NoMerges", [](json& m) { m.erase("tokenizer.ggml.merges"); }, "ggml.merges"},
        Damage{"MergeIsNoPair", [](json& m) { m["tokenizer.ggml.merges"][0] = "th"; }, "'th'"},
        Damage{"MergeOfNothing", [](json& m) { m["tokenizer.ggml.merges"][0] = "zz q"; }, "'zz'"},
        Damage{"EosOutside", [](json& m) { m["tokenizer.ggml.eos_token_id"] = 265; }, "265"},
        Damage{"EosNegative", [](json& m) { m["tokenizer.ggml.eos_token_id"] = -1; }, "-1"}),
    [](const auto& instance) { return std::string(instance.param.name); });

std::vector<TokenId> IdsFrom(const json& metadata, const char* text) {
  return Tokenizer::FromJson(TokenizerFromGguf(metadata).tokenizer_json)
      .Encode(text, SpecialTokens::kAdd);
}

TEST(GgufTokenizer, ReadsT5) {
  json metadata = {{"tokenizer.ggml.model", "t5"},
                   {"tokenizer.ggml.tokens",
                    {"<pad>", "</s>", "<unk>", "\u2581", "a", "\u2581ab", "b", "<extra_id_0>"}},
                   {"tokenizer.ggml.scores", {0, 0, 0, -2, -3, -1, -4, 0}},
                   {"tokenizer.ggml.token_type", {3, 3, 2, 1, 1, 1, 1, 4}},
                   {"tokenizer.ggml.eos_token_id", 1},
                   {"tokenizer.ggml.unknown_token_id", 2}};
  EXPECT_THAT(IdsFrom(metadata, "ab  ba<extra_id_0>"), ElementsAre(5, 3, 6, 4, 7, 1));
  metadata["tokenizer.ggml.precompiled_charsmap"] = {1, 2, 3};
  EXPECT_THROW((void)IdsFrom(metadata, "ab"), Error);
  metadata.erase("tokenizer.ggml.scores");
  EXPECT_THROW((void)TokenizerFromGguf(metadata), Error);
}

TEST(GgufTokenizer, ReadsBert) {
  const json metadata = {
      {"tokenizer.ggml.model", "bert"},
      {"tokenizer.ggml.tokens", {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "\u2581un", "able"}},
      {"tokenizer.ggml.token_type", {5, 3, 3, 3, 1, 1}}};
  EXPECT_THAT(IdsFrom(metadata, "Unable x"), ElementsAre(2, 4, 5, 1, 3));
}

TEST(GgufTokenizer, RefusesANormalizerThatTheNameDoesNotStandFor) {
  json tokenizer = ByteLevelJson();
  tokenizer["normalizer"] = {{"type", "NFC"}};
  EXPECT_THROW((void)GgufTokenizerMetadata(tokenizer, ChatMlConfig(), 265), Error);
}

TEST(GgufTokenizer, KeepsTheFirstOfTokensSpelledAlike) {
  json metadata = GgufTokenizerMetadata(ByteLevelJson(), ChatMlConfig(), 270);
  metadata["tokenizer.ggml.tokens"][266] = "the";
  const Tokenizer tokenizer = Tokenizer::FromJson(TokenizerFromGguf(metadata).tokenizer_json);
  EXPECT_EQ(tokenizer.IdOf("the"), Tokenizer::FromJson(ByteLevelJson()).IdOf("the"));
}

}  // namespace
}  // namespace sentei::text
