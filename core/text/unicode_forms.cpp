// SPDX-License-Identifier: Apache-2.0
#include "core/text/unicode_forms.h"

#include "core/base/error.h"
#include "core/text/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <memory>

namespace sentei::text {
namespace {

constexpr std::size_t kLongestText = std::size_t{1} << 30;

void CheckIcu(UErrorCode status) {
  SENTEI_CHECK(U_SUCCESS(status), "ICU: {}", u_errorName(status));
}

/// The characters that the reference's normalisation knows.
const icu::UnicodeSet& Unicode9() {
  static const std::unique_ptr<const icu::UnicodeSet> set = [] {
    UErrorCode status = U_ZERO_ERROR;
    auto age = std::make_unique<icu::UnicodeSet>(icu::UnicodeString(u"[:age=9.0:]"), status);
    CheckIcu(status);
    age->freeze();
    return age;
  }();
  return *set;
}

const icu::Normalizer2& IcuForm(UnicodeForm form) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = nullptr;
  switch (form) {
    case UnicodeForm::kNfc:
      normalizer = icu::Normalizer2::getNFCInstance(status);
      break;
    case UnicodeForm::kNfd:
      normalizer = icu::Normalizer2::getNFDInstance(status);
      break;
    case UnicodeForm::kNfkc:
      normalizer = icu::Normalizer2::getNFKCInstance(status);
      break;
    case UnicodeForm::kNfkd:
      normalizer = icu::Normalizer2::getNFKDInstance(status);
      break;
  }
  CheckIcu(status);
  return *normalizer;
}

struct CaseRange {
  char32_t first;
  char32_t last;
  std::int32_t distance;  ///< to the small letter
};
// Capital letters that Unicode 16 and 17 added.
constexpr CaseRange kAddedCapitals[] = {{0x1C89, 0x1C89, 1},
                                        {0xA7CB, 0xA7CB, 0x264 - 0xA7CB},
                                        {0xA7CC, 0xA7CC, 1},
                                        {0xA7CE, 0xA7CE, 1},
                                        {0xA7D2, 0xA7D2, 1},
                                        {0xA7D4, 0xA7D4, 1},
                                        {0xA7DA, 0xA7DA, 1},
                                        {0xA7DC, 0xA7DC, 0x19B - 0xA7DC},
                                        {0x10D50, 0x10D65, 0x20},
                                        {0x16EA0, 0x16EB8, 0x1B}};

std::string LowerCase(char32_t code_point) {
  if (code_point < 0x80) {
    const bool capital = code_point >= U'A' && code_point <= U'Z';
    return {static_cast<char>(capital ? code_point + 0x20 : code_point)};
  }
  for (const CaseRange& range : kAddedCapitals) {
    if (code_point >= range.first && code_point <= range.last) {
      return EncodeUtf8(
          static_cast<char32_t>(static_cast<std::int32_t>(code_point) + range.distance));
    }
  }
  const icu::UnicodeString source(static_cast<UChar32>(code_point));
  std::array<UChar, 8> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t length = u_strToLower(buffer.data(),
                                           static_cast<std::int32_t>(buffer.size()),
                                           source.getBuffer(),
                                           source.length(),
                                           "",
                                           &status);
  CheckIcu(status);
  std::string lower;
  icu::UnicodeString(buffer.data(), length).toUTF8String(lower);
  return lower;
}

}  // namespace

std::string ToForm(UnicodeForm form, std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return std::string(text);
  if (text.size() > kLongestText) {
    ThrowInput(
        "A text of {} bytes is too long to normalise; the limit is {}", text.size(), kLongestText);
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto source =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  const icu::FilteredNormalizer2 filtered(IcuForm(form), Unicode9());
  const icu::Normalizer2& known = filtered;
  std::string normalized;
  known.normalize(source, status).toUTF8String(normalized);
  CheckIcu(status);
  return normalized;
}

std::string ToLowerCase(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeAt(text, at);
    at += c.length;
    lower += LowerCase(c.value);
  }
  return lower;
}

}  // namespace sentei::text
