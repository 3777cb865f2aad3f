// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_stream.h"

#include <string_view>

namespace sentei::text {
namespace {

constexpr std::string_view kIncomplete = "\xEF\xBF\xBD";  // U+FFFD: half of a character

}  // namespace

std::string TextStream::Add(TokenId id) {
  ids_.push_back(id);
  const std::string all = Decoded();
  return all.ends_with(kIncomplete) ? std::string() : FreshOf(all);
}

std::string TextStream::Rest() { return FreshOf(Decoded()); }

std::string TextStream::Decoded() const { return tokenizer_.Decode(ids_, Skip::kSpecial); }

std::string TextStream::FreshOf(const std::string& all) {
  if (all.size() <= told_) return {};
  std::string fresh = all.substr(told_);
  told_ = all.size();
  return fresh;
}

}  // namespace sentei::text
