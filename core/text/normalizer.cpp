// SPDX-License-Identifier: Apache-2.0
#include "core/text/normalizer.h"

#include "core/base/error.h"
#include "core/text/byte_alphabet.h"
#include "core/text/json_field.h"
#include "core/text/split_pattern.h"
#include "core/text/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <array>
#include <functional>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

/// A normalizer without parts of its own: most are one function of the text.
class FunctionNormalizer final : public Normalizer {
 public:
  using Function = std::function<std::string(std::string_view)>;
  explicit FunctionNormalizer(Function function) : function_(std::move(function)) {}
  std::string Normalize(std::string_view text) const override { return function_(text); }

 private:
  Function function_;
};

class SequenceNormalizer final : public Normalizer {
 public:
  explicit SequenceNormalizer(const nlohmann::json& parts) {
    for (const nlohmann::json& part : parts) parts_.push_back(NormalizerFromJson(part));
  }
  std::string Normalize(std::string_view text) const override {
    std::string normalized(text);
    for (const auto& part : parts_) normalized = part->Normalize(normalized);
    return normalized;
  }

 private:
  std::vector<std::unique_ptr<const Normalizer>> parts_;
};

std::unique_ptr<const Normalizer> Make(FunctionNormalizer::Function function) {
  return std::make_unique<FunctionNormalizer>(std::move(function));
}

const icu::Normalizer2* IcuNormalizer(std::string_view form) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = nullptr;
  if (form == "NFC") normalizer = icu::Normalizer2::getNFCInstance(status);
  if (form == "NFD") normalizer = icu::Normalizer2::getNFDInstance(status);
  if (form == "NFKC") normalizer = icu::Normalizer2::getNFKCInstance(status);
  if (form == "NFKD") normalizer = icu::Normalizer2::getNFKDInstance(status);
  SENTEI_CHECK(U_SUCCESS(status), "ICU has no {}: {}", form, u_errorName(status));
  return normalizer;
}

std::string ApplyForm(const icu::Normalizer2& form, std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
  std::string normalized;
  form.normalize(source, status).toUTF8String(normalized);
  SENTEI_CHECK(U_SUCCESS(status), "ICU cannot normalise: {}", u_errorName(status));
  return normalized;
}

/// One code point in lower case, without context: the reference does the same.
std::string LowerCase(char32_t code_point) {
  const icu::UnicodeString source(static_cast<UChar32>(code_point));
  std::array<UChar, 8> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t length = u_strToLower(buffer.data(),
                                           static_cast<std::int32_t>(buffer.size()),
                                           source.getBuffer(),
                                           source.length(),
                                           "",
                                           &status);
  std::string lower;
  icu::UnicodeString(buffer.data(), length).toUTF8String(lower);
  return lower;
}

std::string LowerCaseText(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeAt(text, at);
    at += c.length;
    lower += LowerCase(c.value);
  }
  return lower;
}

std::string RemoveMarks(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeAt(text, at);
    if ((ClassOf(c.value) & kMark) == 0) kept.append(text.substr(at, c.length));
    at += c.length;
  }
  return kept;
}

std::string_view StripLeft(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = DecodeAt(text, 0);
    if ((ClassOf(c.value) & kSpace) == 0) break;
    text.remove_prefix(c.length);
  }
  return text;
}

std::string_view StripRight(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = DecodeBefore(text, text.size());
    if ((ClassOf(c.value) & kSpace) == 0) break;
    text.remove_suffix(c.length);
  }
  return text;
}

std::unique_ptr<const Normalizer> MakePrepend(const std::string& prefix) {
  return Make([prefix](std::string_view text) {
    return text.empty() ? std::string() : prefix + std::string(text);
  });
}

std::unique_ptr<const Normalizer> MakeReplace(const nlohmann::json& json) {
  const std::shared_ptr<const SplitPattern> pattern = PatternFromJson(json.at("pattern"));
  return Make([pattern, content = json.at("content").get<std::string>()](std::string_view text) {
    return ReplaceMatches(*pattern, text, content);
  });
}

std::unique_ptr<const Normalizer> MakeStrip(const nlohmann::json& json) {
  const bool left = FieldOr(json, "strip_left", true);
  const bool right = FieldOr(json, "strip_right", true);
  return Make([left, right](std::string_view text) {
    if (left) text = StripLeft(text);
    if (right) text = StripRight(text);
    return std::string(text);
  });
}

}  // namespace

std::unique_ptr<const Normalizer> NormalizerFromJson(const nlohmann::json& json) {
  if (json.is_null()) return Make([](std::string_view text) { return std::string(text); });
  const std::string type = TypeOf(json);
  if (type == "Sequence") return std::make_unique<SequenceNormalizer>(json.at("normalizers"));
  if (type == "Prepend") return MakePrepend(json.at("prepend").get<std::string>());
  if (type == "Replace") return MakeReplace(json);
  if (type == "Lowercase") return Make(LowerCaseText);
  if (type == "StripAccents") return Make(RemoveMarks);
  if (type == "Strip") return MakeStrip(json);
  if (type == "ByteLevel") return Make(ToByteAlphabet);
  if (type == "NFC" || type == "NFD" || type == "NFKC" || type == "NFKD") {
    const icu::Normalizer2* form = IcuNormalizer(type);
    return Make([form](std::string_view text) { return ApplyForm(*form, text); });
  }
  ThrowInput("tokenizer.json: the normalizer '{}' is not supported", type);
}

}  // namespace sentei::text
