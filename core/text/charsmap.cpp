// SPDX-License-Identifier: Apache-2.0
#include "core/text/charsmap.h"

#include "core/base/error.h"
#include "core/text/unicode.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <memory>

namespace sentei::text {
namespace {

constexpr std::size_t kUnitBytes = 4;
constexpr std::size_t kLongestCluster = 5;         // bytes that are looked up as a whole
constexpr std::size_t kLongestReplacement = 1024;  // bytes; compatibility forms need 33
constexpr std::size_t kLongestText = std::size_t{1} << 30;

std::uint32_t ReadUnit(std::string_view bytes, std::size_t at) {
  std::uint32_t unit = 0;
  for (std::size_t i = 0; i < kUnitBytes; ++i) {
    unit |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  }
  return unit;
}

// The fields of a unit of darts-clone.
bool HasLeaf(std::uint32_t unit) { return ((unit >> 8) & 1) != 0; }
std::uint32_t ValueOf(std::uint32_t unit) { return unit & 0x7FFFFFFF; }
std::uint32_t LabelOf(std::uint32_t unit) { return unit & 0x800000FF; }
std::size_t OffsetOf(std::uint32_t unit) {
  return std::size_t{unit >> 10} << ((unit & (1u << 9)) >> 6);
}

/// Calls `visit` with every grapheme cluster of `text`, in order.
template <typename Visit>
void ForEachCluster(std::string_view text, const Visit& visit) {
  static const std::unique_ptr<const icu::BreakIterator> prototype = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    SENTEI_CHECK(U_SUCCESS(status), "ICU has no grapheme clusters: {}", u_errorName(status));
    return made;
  }();
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> source(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status),
      &utext_close);
  const std::unique_ptr<icu::BreakIterator> clusters(prototype->clone());
  clusters->setText(source.get(), status);
  SENTEI_CHECK(U_SUCCESS(status), "ICU cannot read a text: {}", u_errorName(status));
  std::size_t begin = 0;
  for (std::int32_t end = clusters->next(); end != icu::BreakIterator::DONE;
       end = clusters->next()) {
    visit(text.substr(begin, static_cast<std::size_t>(end) - begin));
    begin = static_cast<std::size_t>(end);
  }
}

}  // namespace

Charsmap::Charsmap(std::string_view bytes) {
  const std::size_t size = bytes.size() < kUnitBytes ? 0 : ReadUnit(bytes, 0);
  if (size < kUnitBytes || size % kUnitBytes != 0 || size > bytes.size() - kUnitBytes) {
    ThrowInput("The tokenizer's precompiled_charsmap of {} bytes gives its trie {} bytes",
               bytes.size(),
               size);
  }
  units_.reserve(size / kUnitBytes);
  for (std::size_t at = kUnitBytes; at < kUnitBytes + size; at += kUnitBytes) {
    units_.push_back(ReadUnit(bytes, at));
  }
  replacements_ = bytes.substr(kUnitBytes + size);
  if (ReplaceInvalidUtf8(replacements_) != replacements_) {
    ThrowInput("The tokenizer's precompiled_charsmap holds replacements that are no UTF-8");
  }
}

// Offsets come from the file: what points outside, or into a character, is no rule.
std::optional<std::string_view> Charsmap::ReplacementAt(std::size_t offset) const {
  if (offset >= replacements_.size() || (replacements_[offset] & 0xC0) == 0x80) {
    return std::nullopt;
  }
  const std::string_view rest = std::string_view(replacements_).substr(offset);
  const std::string_view replacement = rest.substr(0, rest.find('\0'));
  if (replacement.size() > kLongestReplacement) {
    ThrowInput("The tokenizer's precompiled_charsmap replaces a character by {} bytes",
               replacement.size());
  }
  return replacement;
}

std::optional<std::string_view> Charsmap::RuleFor(std::string_view text) const {
  std::size_t node = OffsetOf(units_[0]);
  for (const char c : text) {
    const auto label = static_cast<unsigned char>(c);
    node ^= label;
    if (label == 0 || node >= units_.size()) return std::nullopt;
    const std::uint32_t unit = units_[node];
    if (LabelOf(unit) != label) return std::nullopt;
    node ^= OffsetOf(unit);
    if (HasLeaf(unit)) {
      return node < units_.size() ? ReplacementAt(ValueOf(units_[node])) : std::nullopt;
    }
  }
  return std::nullopt;
}

void Charsmap::AppendCluster(std::string_view cluster, std::string& normalized) const {
  if (cluster.size() <= kLongestCluster) {
    if (const auto whole = RuleFor(cluster)) {
      normalized += *whole;
      return;
    }
  }
  for (std::size_t at = 0; at < cluster.size();) {
    const std::string_view character = cluster.substr(at, DecodeAt(cluster, at).length);
    normalized += RuleFor(character).value_or(character);
    at += character.size();
  }
}

std::string Charsmap::Apply(std::string_view text) const {
  if (text.size() >= kLongestText) {
    ThrowInput(
        "A text of {} bytes is too long to normalise; the limit is {}", text.size(), kLongestText);
  }
  std::string normalized;
  normalized.reserve(text.size());
  ForEachCluster(text, [&](std::string_view cluster) { AppendCluster(cluster, normalized); });
  return normalized;
}

}  // namespace sentei::text
