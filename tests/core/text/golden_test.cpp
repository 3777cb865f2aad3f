// SPDX-License-Identifier: Apache-2.0
// Ids and text against what Hugging Face `tokenizers` wrote into tests/golden/text.
#include "core/formats/model_source.h"
#include "core/text/tokenizer.h"
#include "tests/core/text/tokenizer_case.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace sentei::text {
namespace {

nlohmann::json Golden(const char* name) {
  return nlohmann::json::parse(
      test::ReadText(std::filesystem::path(SENTEI_SOURCE_DIR) / "tests/golden/text" / name));
}

const nlohmann::json& SmallTokenizers() {
  static const nlohmann::json golden = Golden("small_tokenizers.json");
  return golden;
}

std::vector<std::string> SmallTokenizerNames() {
  std::vector<std::string> names;
  for (const auto& [name, entry] : SmallTokenizers().at("tokenizers").items()) {
    names.push_back(name);
  }
  return names;
}

class SmallTokenizer : public ::testing::TestWithParam<std::string> {
 protected:
  static const nlohmann::json& Entry() { return SmallTokenizers().at("tokenizers").at(GetParam()); }

  /// tokenizer.json, with the vocabulary that the file keeps apart.
  static nlohmann::json TokenizerJson() {
    nlohmann::json json = Entry().at("tokenizer");
    json["model"].update(
        SmallTokenizers().at("vocabularies").at(Entry().at("vocabulary").get<std::size_t>()));
    return json;
  }
};

TEST_P(SmallTokenizer, GivesTheIdsAndTheTextOfTheReference) {
  const Tokenizer tokenizer = Tokenizer::FromJson(TokenizerJson());
  const nlohmann::json& texts = SmallTokenizers().at("texts");
  ASSERT_GT(texts.size(), 80u);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    nlohmann::json record = Entry().at("cases").at(i);
    record["text"] = texts[i];
    EXPECT_EQ(CaseMismatch(tokenizer, record), "");
  }
}

TEST_P(SmallTokenizer, KnowsEveryTokenByItsIdAndBack) {
  const nlohmann::json json = TokenizerJson();
  const nlohmann::json& vocabulary = json.at("model").at("vocab");
  const Tokenizer tokenizer = Tokenizer::FromJson(json);
  for (const auto& [key, value] : vocabulary.items()) {
    // Unigram lists tokens with their scores; the others map tokens to ids.
    const std::string token = vocabulary.is_array() ? value.at(0).get<std::string>() : key;
    const TokenId id = vocabulary.is_array() ? std::stoi(key) : value.get<TokenId>();
    EXPECT_EQ(tokenizer.IdOf(token), id);
    EXPECT_EQ(tokenizer.TokenOf(id), token);
  }
  EXPECT_GE(tokenizer.vocab_size(), static_cast<std::int64_t>(vocabulary.size()));
  EXPECT_EQ(tokenizer.TokenOf(static_cast<TokenId>(tokenizer.vocab_size())), "");
  EXPECT_EQ(tokenizer.IdOf("no such token"), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Golden,
                         SmallTokenizer,
                         ::testing::ValuesIn(SmallTokenizerNames()),
                         [](const auto& instance) { return instance.param; });

TEST(SmolLm2, GivesTheReferenceIdsFromTheDemoModelsMetadata) {
  const auto demo = test::FindDemoModel();
  SENTEI_REQUIRE(demo, "the demo model");
  const ModelTokenizer loaded = LoadTokenizer(*formats::OpenModel(*demo));
  const nlohmann::json cases = Golden("smollm2_vectors.json");
  ASSERT_GT(cases.size(), 80u);
  for (const nlohmann::json& record : cases) {
    EXPECT_EQ(CaseMismatch(loaded.tokenizer, record), "");
  }
}

}  // namespace
}  // namespace sentei::text
