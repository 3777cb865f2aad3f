// SPDX-License-Identifier: Apache-2.0
#include "core/text/bert_normalizer.h"

#include "core/text/json_field.h"
#include "core/text/unicode.h"
#include "core/text/unicode_forms.h"

#include <algorithm>
#include <iterator>

namespace sentei::text {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};
// As the reference has them: the sixth begins at 2B920, not at the 2B820 of BERT's own code.
constexpr Range kChinese[] = {{0x4E00, 0x9FFF},
                              {0x3400, 0x4DBF},
                              {0x20000, 0x2A6DF},
                              {0x2A700, 0x2B73F},
                              {0x2B740, 0x2B81F},
                              {0x2B920, 0x2CEAF},
                              {0xF900, 0xFAFF},
                              {0x2F800, 0x2FA1F}};

bool IsChinese(char32_t c) {
  return std::any_of(std::begin(kChinese), std::end(kChinese), [c](const Range& range) {
    return c >= range.first && c <= range.last;
  });
}

/// Calls `write(code point, its UTF-8, text so far)` for every character of `text`.
template <typename Write>
std::string Rewrite(std::string_view text, const Write& write) {
  std::string rewritten;
  rewritten.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeAt(text, at);
    write(c.value, text.substr(at, c.length), rewritten);
    at += c.length;
  }
  return rewritten;
}

std::string Clean(std::string_view text) {
  return Rewrite(text, [](char32_t c, std::string_view bytes, std::string& cleaned) {
    const std::uint16_t bits = ClassOf(c);
    if (c == 0xFFFD || (bits & kControl) != 0) return;
    cleaned += (bits & kSpace) != 0 ? std::string_view(" ") : bytes;
  });
}

std::string SpaceChinese(std::string_view text) {
  return Rewrite(text, [](char32_t c, std::string_view bytes, std::string& spaced) {
    const bool chinese = IsChinese(c);
    if (chinese) spaced += ' ';
    spaced += bytes;
    if (chinese) spaced += ' ';
  });
}

std::string StripAccents(std::string_view text) {
  return Rewrite(ToForm(UnicodeForm::kNfd, text),
                 [](char32_t c, std::string_view bytes, std::string& plain) {
                   if ((ClassOf(c) & kNonspacing) == 0) plain += bytes;
                 });
}

}  // namespace

BertCleaning::BertCleaning(const nlohmann::json& json)
    : clean_text_(FieldOr(json, "clean_text", true)),
      space_chinese_(FieldOr(json, "handle_chinese_chars", true)),
      lower_case_(FieldOr(json, "lowercase", true)),
      strip_accents_(FieldOr(json, "strip_accents", lower_case_)) {}

std::string BertCleaning::Apply(std::string_view text) const {
  std::string cleaned(text);
  if (clean_text_) cleaned = Clean(cleaned);
  if (space_chinese_) cleaned = SpaceChinese(cleaned);
  if (strip_accents_) cleaned = StripAccents(cleaned);
  if (lower_case_) cleaned = ToLowerCase(cleaned);
  return cleaned;
}

}  // namespace sentei::text
