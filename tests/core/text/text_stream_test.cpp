// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_stream.h"

#include "tests/core/text/small_tokenizer.h"

#include <gtest/gtest.h>

namespace sentei::text {
namespace {

// U+526A U+5B9A: six tokens of a byte each in a tokenizer that knows no CJK.
constexpr const char* kTwoCharacters = "\xE5\x89\xAA\xE5\xAE\x9A";

class TextStreamTest : public ::testing::Test {
 protected:
  const Tokenizer tokenizer_ = Tokenizer::FromJson(ByteLevelJson());
  const std::vector<TokenId> ids_ = tokenizer_.Encode(kTwoCharacters, SpecialTokens::kNone);
};

TEST_F(TextStreamTest, HandsOutACharacterWithTheTokenThatCompletesIt) {
  ASSERT_EQ(ids_.size(), 6u);
  TextStream stream(tokenizer_);
  const std::vector<std::string> expected = {"", "", "\xE5\x89\xAA", "", "", "\xE5\xAE\x9A"};
  for (std::size_t i = 0; i < ids_.size(); ++i) EXPECT_EQ(stream.Add(ids_[i]), expected[i]) << i;
  EXPECT_EQ(stream.Rest(), "");
}

TEST_F(TextStreamTest, TellsAtTheEndThatACharacterIsIncomplete) {
  TextStream stream(tokenizer_);
  std::string text;
  for (std::size_t i = 0; i < 5; ++i) text += stream.Add(ids_[i]);
  EXPECT_EQ(text, "\xE5\x89\xAA");
  EXPECT_EQ(stream.Rest(), "\xEF\xBF\xBD");
  EXPECT_EQ(stream.Rest(), "");
}

TEST_F(TextStreamTest, GivesSpecialTokensNoText) {
  TextStream stream(tokenizer_);
  EXPECT_EQ(stream.Add(tokenizer_.IdOf("<|im_end|>").value()), "");
  EXPECT_EQ(stream.Rest(), "");
}

}  // namespace
}  // namespace sentei::text
