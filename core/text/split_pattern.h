// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// A part of a text, in bytes, and whether the pattern matched it.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_match = false;

  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// What becomes of the matches when a text is cut along a pattern.
enum class SplitBehavior : std::uint8_t {
  kRemoved,
  kIsolated,
  kMergedWithPrevious,
  kMergedWithNext,
  kContiguous,
};

/// Finds what a text is cut along or what is replaced in it. Immutable; safe between threads.
class SplitPattern {
 public:
  virtual ~SplitPattern() = default;
  SplitPattern(const SplitPattern&) = delete;
  SplitPattern& operator=(const SplitPattern&) = delete;

  /// Spans that cover well-formed UTF-8 `text` without gap, in order. Throws kInput when a regular
  /// expression needs more steps than its limit on this text.
  [[nodiscard]] virtual std::vector<TextSpan> Find(std::string_view text) const = 0;

 protected:
  SplitPattern() = default;
};

/// Every occurrence of `literal`; nothing for an empty literal.
[[nodiscard]] std::unique_ptr<const SplitPattern> MakeLiteralPattern(std::string literal);
/// A regular expression in the dialect of tokenizer.json (Oniguruma). The splits of GPT-2, LLaMA-3
/// and Qwen2 are recognised and scanned directly, others run on PCRE2. Throws kInput for a
/// pattern that PCRE2 refuses or reads differently.
[[nodiscard]] std::unique_ptr<const SplitPattern> MakeRegexPattern(const std::string& regex);
/// As MakeRegexPattern, but always on PCRE2.
[[nodiscard]] std::unique_ptr<const SplitPattern> MakePcrePattern(const std::string& regex);
/// The split that the ByteLevel pre-tokenizer applies.
[[nodiscard]] std::unique_ptr<const SplitPattern> MakeGpt2Pattern();
/// From {"String": "..."} or {"Regex": "..."}, as tokenizer.json spells patterns.
[[nodiscard]] std::unique_ptr<const SplitPattern> PatternFromJson(const nlohmann::json& json);

/// Throws kInput for a name that tokenizer.json does not know.
[[nodiscard]] SplitBehavior SplitBehaviorFromName(std::string_view name);
/// The parts to keep, in order, of spans that cover a text.
[[nodiscard]] std::vector<TextSpan> ApplyBehavior(const std::vector<TextSpan>& spans,
                                                  SplitBehavior behavior);
/// `text` with every match replaced. Throws kInput when that makes it unreasonably long.
[[nodiscard]] std::string ReplaceMatches(const SplitPattern& pattern,
                                         std::string_view text,
                                         std::string_view replacement);

}  // namespace sentei::text
