// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {

/// Turns a growing list of tokens into text, whole characters at a time: a character whose bytes
/// are spread over several tokens appears with the last of them. Special tokens have no text.
class TextStream {
 public:
  explicit TextStream(Tokenizer tokenizer) : tokenizer_(std::move(tokenizer)) {}

  /// The text that `id` completes; empty in the middle of a character.
  [[nodiscard]] std::string Add(TokenId id);
  /// What is still held back, half a character as U+FFFD; for the end of a text.
  [[nodiscard]] std::string Rest();

 private:
  [[nodiscard]] std::string Decoded() const;
  std::string FreshOf(const std::string& all);

  Tokenizer tokenizer_;
  std::vector<TokenId> ids_;
  std::size_t told_ = 0;  ///< bytes of the decoded text that were handed out
};

}  // namespace sentei::text
