// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

enum class ChatFormat : std::uint8_t {
  kNone,    ///< a model without a known chat format
  kChatMl,  ///< <|im_start|>role ... <|im_end|>
  kLlama2,  ///< [INST] ... [/INST]
  kLlama3,  ///< <|start_header_id|>role<|end_header_id|> ... <|eot_id|>
};

enum class ChatRole : std::uint8_t { kSystem, kUser, kAssistant };

struct ChatMessage {
  ChatRole role = ChatRole::kUser;
  std::string content;
};

/// What a model continues with its answer.
struct ChatPrompt {
  std::string text;  ///< special tokens spelled out
  std::vector<TokenId> ids;
  std::vector<TokenId> stop;  ///< ids that end the answer: the tokenizer's eos and the format's own
};

/// "chatml", "llama2", "llama3" or "none".
[[nodiscard]] std::string_view Name(ChatFormat format);

/// Recognised by the tokenizer's special tokens, for LLaMA-2 by "[INST]" in the chat template's
/// text. Templates are never executed: they come with untrusted files.
[[nodiscard]] ChatFormat DetectChatFormat(const ModelTokenizer& tokenizer);

/// Writes a conversation in the format and opens the assistant's answer. Throws kInput when the
/// tokenizer has no format (kNone), for no messages, and for LLaMA-2 when user and assistant do
/// not alternate, starting and ending with the user.
[[nodiscard]] ChatPrompt EncodeChat(const ModelTokenizer& tokenizer,
                                    ChatFormat format,
                                    std::span<const ChatMessage> messages);

}  // namespace sentei::text
