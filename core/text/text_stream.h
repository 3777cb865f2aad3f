// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {

/// Turns a growing list of tokens into text, whole characters at a time: a character whose bytes
/// are spread over several tokens appears with the last of them. Special tokens have no text. The
/// pieces together are what the tokenizer decodes the whole list to; a token costs no more at the
/// end of a long text than at its start.
class TextStream {
 public:
  explicit TextStream(Tokenizer tokenizer) : tokenizer_(std::move(tokenizer)) {}

  /// The text that `id` completes; empty in the middle of a character.
  [[nodiscard]] std::string Add(TokenId id);
  /// What is still held back, half a character as U+FFFD; for the end of a text.
  [[nodiscard]] std::string Rest();

 private:
  std::string Fresh(const std::string& decoded);

  Tokenizer tokenizer_;
  /// The last tokens: those told before, which decoders may need to see, and those held back.
  std::vector<TokenId> window_;
  std::size_t told_tokens_ = 0;  ///< of the window
  std::size_t told_bytes_ = 0;   ///< of the window's text
};

}  // namespace sentei::text
