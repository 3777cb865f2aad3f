// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_stream.h"

#include <string_view>

namespace sentei::text {
namespace {

constexpr std::string_view kIncomplete = "\xEF\xBF\xBD";  // U+FFFD: half of a character
// Half a character ends within three more tokens of a byte; a text of real U+FFFD must not wait.
constexpr std::size_t kMostHeldTokens = 16;

}  // namespace

std::string TextStream::Add(TokenId id) {
  window_.push_back(id);
  const std::string decoded = tokenizer_.Decode(window_, Skip::kSpecial);
  const bool waits = window_.size() - told_tokens_ < kMostHeldTokens;
  return waits && decoded.ends_with(kIncomplete) ? std::string() : Fresh(decoded);
}

std::string TextStream::Rest() { return Fresh(tokenizer_.Decode(window_, Skip::kSpecial)); }

std::string TextStream::Fresh(const std::string& decoded) {
  if (decoded.size() <= told_bytes_) return {};
  std::string fresh = decoded.substr(told_bytes_);
  // What was told before goes; what is told now stays as the context of what comes.
  window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(told_tokens_));
  told_tokens_ = window_.size();
  told_bytes_ = tokenizer_.Decode(window_, Skip::kSpecial).size();
  return fresh;
}

}  // namespace sentei::text
