// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_stream.h"

#include "tests/core/text/small_tokenizer.h"

#include <gtest/gtest.h>

#include <chrono>

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

/// The pieces of a stream, put together.
std::string Streamed(const Tokenizer& tokenizer, const std::vector<TokenId>& ids) {
  TextStream stream(tokenizer);
  std::string text;
  for (const TokenId id : ids) text += stream.Add(id);
  return text + stream.Rest();
}

TEST(TextStream, TellsTogetherWhatTheWholeListDecodesTo) {
  for (const nlohmann::json& json : {ByteLevelJson(), SentencePieceJson()}) {
    const Tokenizer tokenizer = Tokenizer::FromJson(json);
    for (const char* text : {"the theatre",
                             "  the",
                             " \u526A\u5B9A the \u526A",
                             "<s> the</s> the",
                             "a\uFFFDt",
                             "\U0001F333\U0001F333"}) {
      const auto ids = tokenizer.Encode(text, SpecialTokens::kAdd);
      EXPECT_EQ(Streamed(tokenizer, ids), tokenizer.Decode(ids, Skip::kSpecial)) << text;
    }
  }
}

TEST_F(TextStreamTest, TellsReplacementCharactersThatTheTextHolds) {
  std::string marks;
  for (int i = 0; i < 40; ++i) marks += "\uFFFD";
  const auto ids = tokenizer_.Encode(marks, SpecialTokens::kNone);
  EXPECT_EQ(Streamed(tokenizer_, ids), marks);
  TextStream stream(tokenizer_);
  std::string told;
  for (const TokenId id : ids) told += stream.Add(id);
  EXPECT_GT(told.size(), marks.size() / 2) << "waits for the end of the text";
}

TEST_F(TextStreamTest, TakesNoLongerForATokenAtTheEndOfALongText) {
  std::vector<TokenId> ids;
  for (int i = 0; i < 50'000; ++i) ids.push_back(ids_[static_cast<std::size_t>(i) % 6]);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Streamed(tokenizer_, ids), tokenizer_.Decode(ids, Skip::kSpecial));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(TextStreamTest, GivesSpecialTokensNoText) {
  TextStream stream(tokenizer_);
  EXPECT_EQ(stream.Add(tokenizer_.IdOf("<|im_end|>").value()), "");
  EXPECT_EQ(stream.Rest(), "");
}

}  // namespace
}  // namespace sentei::text
