// SPDX-License-Identifier: Apache-2.0
#include "core/text/chat.h"

#include "core/base/error.h"
#include "core/text/json_field.h"

#include <algorithm>

namespace sentei::text {
namespace {

using Messages = std::span<const ChatMessage>;

std::string_view RoleName(ChatRole role) {
  switch (role) {
    case ChatRole::kSystem:
      return "system";
    case ChatRole::kUser:
      return "user";
    case ChatRole::kAssistant:
      return "assistant";
  }
  return "user";
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

bool HasAll(const Tokenizer& tokenizer, std::initializer_list<std::string_view> tokens) {
  return std::all_of(tokens.begin(), tokens.end(), [&](std::string_view token) {
    return tokenizer.IdOf(token).has_value();
  });
}

bool TemplateMentions(const ModelTokenizer& tokenizer, std::string_view words) {
  const auto found = tokenizer.tokenizer_config.find("chat_template");
  return found != tokenizer.tokenizer_config.end() && found->is_string() &&
         found->get_ref<const std::string&>().find(words) != std::string::npos;
}

std::string SpellOut(const ModelTokenizer& tokenizer, std::optional<TokenId> id) {
  return id ? tokenizer.tokenizer.TokenOf(*id) : std::string();
}

std::string ChatMl(Messages messages) {
  std::string text;
  for (const ChatMessage& message : messages) {
    text += fmt::format("<|im_start|>{}\n{}<|im_end|>\n", RoleName(message.role), message.content);
  }
  return text + "<|im_start|>assistant\n";
}

std::string Llama3(const ModelTokenizer& tokenizer, Messages messages) {
  std::string text = SpellOut(tokenizer, tokenizer.bos);
  for (const ChatMessage& message : messages) {
    text += fmt::format("<|start_header_id|>{}<|end_header_id|>\n\n{}<|eot_id|>",
                        RoleName(message.role),
                        Trimmed(message.content));
  }
  return text + "<|start_header_id|>assistant<|end_header_id|>\n\n";
}

std::string Llama2(const ModelTokenizer& tokenizer, Messages messages) {
  const std::string bos = SpellOut(tokenizer, tokenizer.bos);
  const std::string eos = tokenizer.eos.empty() ? "" : SpellOut(tokenizer, tokenizer.eos.front());
  std::string system;
  if (messages.front().role == ChatRole::kSystem) {
    system = fmt::format("<<SYS>>\n{}\n<</SYS>>\n\n", messages.front().content);
    messages = messages.subspan(1);
  }
  std::string text;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const ChatRole expected = i % 2 == 0 ? ChatRole::kUser : ChatRole::kAssistant;
    if (messages[i].role != expected) {
      ThrowInput("The LLaMA-2 chat format needs user and assistant in turn; message {} is from {}",
                 i + 1,
                 RoleName(messages[i].role));
    }
    const std::string content = (i == 0 ? system : "") + messages[i].content;
    text += expected == ChatRole::kUser ? fmt::format("{}[INST] {} [/INST]", bos, Trimmed(content))
                                        : fmt::format(" {} {}", Trimmed(content), eos);
  }
  if (messages.size() % 2 == 0) ThrowInput("The LLaMA-2 chat format ends with the user's message");
  return text;
}

std::string TextOf(const ModelTokenizer& tokenizer, ChatFormat format, Messages messages) {
  switch (format) {
    case ChatFormat::kChatMl:
      return ChatMl(messages);
    case ChatFormat::kLlama2:
      return Llama2(tokenizer, messages);
    case ChatFormat::kLlama3:
      return Llama3(tokenizer, messages);
    case ChatFormat::kNone:
      break;
  }
  throw Error(ErrorCode::kInput,
              "The model's tokenizer has no chat format that is known (ChatML, LLaMA-2, LLaMA-3)",
              "Give the prompt without --chat, in the form that the model was trained on");
}

void AddStop(const Tokenizer& tokenizer, std::string_view token, std::vector<TokenId>& stop) {
  const std::optional<TokenId> id = tokenizer.IdOf(token);
  if (id && std::find(stop.begin(), stop.end(), *id) == stop.end()) stop.push_back(*id);
}

}  // namespace

std::string_view Name(ChatFormat format) {
  switch (format) {
    case ChatFormat::kNone:
      return "none";
    case ChatFormat::kChatMl:
      return "chatml";
    case ChatFormat::kLlama2:
      return "llama2";
    case ChatFormat::kLlama3:
      return "llama3";
  }
  return "none";
}

ChatFormat DetectChatFormat(const ModelTokenizer& tokenizer) {
  const Tokenizer& tokens = tokenizer.tokenizer;
  if (HasAll(tokens, {"<|im_start|>", "<|im_end|>"})) return ChatFormat::kChatMl;
  if (HasAll(tokens, {"<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"})) {
    return ChatFormat::kLlama3;
  }
  if (HasAll(tokens, {"[INST]", "[/INST]"}) || TemplateMentions(tokenizer, "[INST]")) {
    return ChatFormat::kLlama2;
  }
  return ChatFormat::kNone;
}

ChatPrompt EncodeChat(const ModelTokenizer& tokenizer, ChatFormat format, Messages messages) {
  if (messages.empty()) ThrowInput("A conversation needs a message");
  ChatPrompt prompt;
  prompt.text = TextOf(tokenizer, format, messages);
  prompt.ids = tokenizer.tokenizer.Encode(prompt.text, SpecialTokens::kNone);
  prompt.stop = tokenizer.eos;
  if (format == ChatFormat::kChatMl) AddStop(tokenizer.tokenizer, "<|im_end|>", prompt.stop);
  if (format == ChatFormat::kLlama3) AddStop(tokenizer.tokenizer, "<|eot_id|>", prompt.stop);
  return prompt;
}

}  // namespace sentei::text
