// SPDX-License-Identifier: Apache-2.0
#include "core/text/chat.h"

#include "core/base/error.h"
#include "tests/core/text/small_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sentei::text {
namespace {

using ::testing::ElementsAre;

ModelTokenizer ChatMlModel() {
  return {Tokenizer::FromJson(ByteLevelJson()), {}, nlohmann::json::object(), 1, {0}, std::nullopt};
}

ModelTokenizer SentencePieceModel(const char* chat_template) {
  return {Tokenizer::FromJson(SentencePieceJson()),
          {},
          {{"chat_template", chat_template}},
          1,
          {2},
          std::nullopt};
}

const std::vector<ChatMessage> kConversation = {{ChatRole::kSystem, "Be brief."},
                                                {ChatRole::kUser, " Hi "},
                                                {ChatRole::kAssistant, "Yes?"},
                                                {ChatRole::kUser, "Why"}};

TEST(ChatFormat, IsRecognisedBySpecialTokens) {
  EXPECT_EQ(DetectChatFormat(ChatMlModel()), ChatFormat::kChatMl);
  EXPECT_EQ(DetectChatFormat(SentencePieceModel("a [INST] b")), ChatFormat::kLlama2);
  EXPECT_EQ(DetectChatFormat(SentencePieceModel("other")), ChatFormat::kNone);
  nlohmann::json llama3 = ByteLevelJson();
  for (const char* token : {"<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"}) {
    llama3["added_tokens"].push_back(SpecialToken(0, token));
  }
  llama3["added_tokens"].erase(1);
  llama3["model"]["vocab"].erase("<|im_start|>");
  const ModelTokenizer model{
      Tokenizer::FromJson(llama3), {}, nullptr, std::nullopt, {}, std::nullopt};
  EXPECT_EQ(DetectChatFormat(model), ChatFormat::kLlama3);
  const ChatPrompt prompt = EncodeChat(model, ChatFormat::kLlama3, kConversation);
  EXPECT_EQ(prompt.stop, std::vector<TokenId>{*model.tokenizer.IdOf("<|eot_id|>")});
}

TEST(ChatMl, WritesEveryMessageAndOpensTheAnswer) {
  const ModelTokenizer model = ChatMlModel();
  const ChatPrompt prompt = EncodeChat(model, ChatFormat::kChatMl, kConversation);
  EXPECT_EQ(prompt.text,
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n"
            "<|im_start|>assistant\nYes?<|im_end|>\n<|im_start|>user\nWhy<|im_end|>\n"
            "<|im_start|>assistant\n");
  EXPECT_EQ(prompt.ids.front(), 1);
  EXPECT_EQ(std::count(prompt.ids.begin(), prompt.ids.end(), 2), 4);
  EXPECT_THAT(prompt.stop, ElementsAre(0, 2));
}

TEST(Llama3Chat, WritesHeadersAndTrimsContent) {
  const ChatPrompt prompt = EncodeChat(SentencePieceModel(""), ChatFormat::kLlama3, kConversation);
  EXPECT_EQ(prompt.text,
            "<s><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
            "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
            "<|start_header_id|>assistant<|end_header_id|>\n\nYes?<|eot_id|>"
            "<|start_header_id|>user<|end_header_id|>\n\nWhy<|eot_id|>"
            "<|start_header_id|>assistant<|end_header_id|>\n\n");
}

TEST(Llama2Chat, PutsTheSystemTextIntoTheFirstInstruction) {
  const ChatPrompt prompt = EncodeChat(SentencePieceModel(""), ChatFormat::kLlama2, kConversation);
  EXPECT_EQ(prompt.text,
            "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n Hi [/INST] Yes? </s><s>[INST] Why [/INST]");
}

TEST(Llama2Chat, NeedsUserAndAssistantInTurn) {
  const ModelTokenizer model = SentencePieceModel("");
  for (const std::vector<ChatMessage>& wrong :
       {std::vector<ChatMessage>{{ChatRole::kAssistant, "x"}},
        std::vector<ChatMessage>{{ChatRole::kUser, "x"}, {ChatRole::kUser, "y"}},
        std::vector<ChatMessage>{{ChatRole::kUser, "x"}, {ChatRole::kAssistant, "y"}},
        std::vector<ChatMessage>{{ChatRole::kSystem, "x"}},
        std::vector<ChatMessage>{}}) {
    EXPECT_THROW((void)EncodeChat(model, ChatFormat::kLlama2, wrong), Error);
  }
}

TEST(Chat, IsRefusedForAModelWithoutAFormat) {
  try {
    (void)EncodeChat(SentencePieceModel(""), ChatFormat::kNone, kConversation);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_NE(error.hint(), "");
  }
}

}  // namespace
}  // namespace sentei::text
