// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/tokenizer.h"
#include "tests/core/text/fake_source.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

class TokenizerFolder : public ::testing::Test {
 protected:
  TokenizerFolder() : source_(formats::SourceFormat::kHfDirectory, folder_.path()) {
    Write("tokenizer.json", ByteLevelJson());
  }
  void Write(const char* name, const json& value) { test::WriteText(folder_ / name, value.dump()); }

  test::TemporaryDirectory folder_;
  FakeSource source_;
};

TEST_F(TokenizerFolder, GathersEveryIdThatEndsAGeneration) {
  Write("tokenizer_config.json", {{"eos_token", "<|im_end|>"}, {"bos_token", "<|im_start|>"}});
  Write("generation_config.json", {{"eos_token_id", {0, 2}}});
  source_.model_config = {{"eos_token_id", 7}, {"pad_token_id", 5}, {"bos_token_id", 9}};
  const ModelTokenizer loaded = LoadTokenizer(source_);
  EXPECT_THAT(loaded.eos, ElementsAre(0, 2, 7));
  EXPECT_EQ(loaded.bos, 1);
  EXPECT_EQ(loaded.pad, 5);
  EXPECT_EQ(loaded.tokenizer_json, ByteLevelJson());
}

TEST_F(TokenizerFolder, TakesSpecialTokensAndTheChatTemplateFromTheirOwnFiles) {
  Write("special_tokens_map.json", {{"eos_token", {{"content", "<|im_end|>"}}}});
  test::WriteText(folder_ / "chat_template.jinja", "{{ anything }}");
  const ModelTokenizer loaded = LoadTokenizer(source_);
  EXPECT_THAT(loaded.eos, ElementsAre(2));
  EXPECT_EQ(loaded.tokenizer_config.at("chat_template"), "{{ anything }}");
  EXPECT_EQ(loaded.bos, std::nullopt);
  EXPECT_EQ(loaded.pad, std::nullopt);
}

TEST_F(TokenizerFolder, NeedsATokenizerFile) {
  std::filesystem::remove(folder_ / "tokenizer.json");
  try {
    (void)LoadTokenizer(source_);
    FAIL() << "loaded";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_NE(error.hint(), "");
  }
}

TEST_F(TokenizerFolder, RefusesDamagedJson) {
  test::WriteText(folder_ / "tokenizer.json", "{\"model\": ");
  EXPECT_THROW((void)LoadTokenizer(source_), Error);
}

TEST(LoadTokenizer, ReadsGgufMetadata) {
  FakeSource source(formats::SourceFormat::kGguf, "model.gguf");
  const json config = {
      {"bos_token", "<|im_start|>"}, {"eos_token", "<|im_end|>"}, {"pad_token", "<|im_end|>"}};
  source.metadata = GgufTokenizerMetadata(ByteLevelJson(), config, 265);
  source.metadata["tokenizer.ggml.eot_token_id"] = 0;
  const ModelTokenizer loaded = LoadTokenizer(source);
  EXPECT_EQ(loaded.bos, 1);
  EXPECT_THAT(loaded.eos, ElementsAre(2, 0));
  EXPECT_EQ(loaded.pad, 2);
  EXPECT_EQ(loaded.tokenizer.Encode(" the", SpecialTokens::kNone),
            Tokenizer::FromJson(ByteLevelJson()).Encode(" the", SpecialTokens::kNone));
}

TEST(LoadTokenizer, HasNoneForALoneTensorFile) {
  EXPECT_THROW((void)LoadTokenizer(FakeSource(formats::SourceFormat::kSafetensorsFile, "x")),
               Error);
}

}  // namespace
}  // namespace sentei::text
