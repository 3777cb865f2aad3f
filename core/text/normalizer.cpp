// SPDX-License-Identifier: Apache-2.0
#include "core/text/normalizer.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/text/bert_normalizer.h"
#include "core/text/byte_alphabet.h"
#include "core/text/charsmap.h"
#include "core/text/json_field.h"
#include "core/text/split_pattern.h"
#include "core/text/text_growth.h"
#include "core/text/unicode.h"
#include "core/text/unicode_forms.h"

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
    for (const auto& part : parts_) {
      normalized = part->Normalize(normalized);
      CheckGrowth(text.size(), normalized.size());
    }
    return normalized;
  }

 private:
  std::vector<std::unique_ptr<const Normalizer>> parts_;
};

std::unique_ptr<const Normalizer> Make(FunctionNormalizer::Function function) {
  return std::make_unique<FunctionNormalizer>(std::move(function));
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

std::unique_ptr<const Normalizer> MakeForm(UnicodeForm form) {
  return Make([form](std::string_view text) { return ToForm(form, text); });
}

std::unique_ptr<const Normalizer> MakePrecompiled(const nlohmann::json& json) {
  const auto bytes = DecodeBase64(json.at("precompiled_charsmap").get_ref<const std::string&>());
  if (!bytes) ThrowInput("tokenizer.json: the precompiled_charsmap is no base64");
  const auto charsmap = std::make_shared<const Charsmap>(*bytes);
  return Make([charsmap](std::string_view text) { return charsmap->Apply(text); });
}

/// What becomes of a character in the text clean-up of NMT models: nothing, a space or itself.
enum class NmtRule : std::uint8_t { kDrop, kSpace, kKeep };

NmtRule NmtRuleOf(char32_t c) {
  if (c == U'\t' || c == U'\n' || c == U'\f' || c == U'\r') return NmtRule::kSpace;
  if ((c >= 0x01 && c <= 0x1F) || c == 0x7F || c == 0x8F || c == 0x9F) return NmtRule::kDrop;
  const bool space = c == 0x1680 || (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 ||
                     c == 0x2581 || c == 0xFEFF || c == 0xFFFD;
  return space ? NmtRule::kSpace : NmtRule::kKeep;
}

std::string ApplyNmt(std::string_view text) {
  std::string cleaned;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeAt(text, at);
    const NmtRule rule = NmtRuleOf(c.value);
    if (rule == NmtRule::kKeep) cleaned += text.substr(at, c.length);
    if (rule == NmtRule::kSpace) cleaned += ' ';
    at += c.length;
  }
  return cleaned;
}

}  // namespace

std::unique_ptr<const Normalizer> NormalizerFromJson(const nlohmann::json& json) {
  if (json.is_null()) return Make([](std::string_view text) { return std::string(text); });
  const std::string type = TypeOf(json);
  if (type == "Sequence") return std::make_unique<SequenceNormalizer>(json.at("normalizers"));
  if (type == "Prepend") return MakePrepend(json.at("prepend").get<std::string>());
  if (type == "Replace") return MakeReplace(json);
  if (type == "Lowercase") return Make(ToLowerCase);
  if (type == "StripAccents") return Make(RemoveMarks);
  if (type == "Strip") return MakeStrip(json);
  if (type == "ByteLevel") return Make(ToByteAlphabet);
  if (type == "NFC") return MakeForm(UnicodeForm::kNfc);
  if (type == "NFD") return MakeForm(UnicodeForm::kNfd);
  if (type == "NFKC") return MakeForm(UnicodeForm::kNfkc);
  if (type == "NFKD") return MakeForm(UnicodeForm::kNfkd);
  if (type == "Nmt") return Make(ApplyNmt);
  if (type == "Precompiled") return MakePrecompiled(json);
  if (type == "BertNormalizer") {
    return Make(
        [cleaning = BertCleaning(json)](std::string_view text) { return cleaning.Apply(text); });
  }
  ThrowInput("tokenizer.json: the normalizer '{}' is not supported", type);
}

}  // namespace sentei::text
