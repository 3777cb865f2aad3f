// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// The normalisation rules that a SentencePiece model carries ("precompiled_charsmap"): a u32 size,
/// a double array of u32 (darts-clone) that finds strings, and their replacements, NUL after each.
/// Read as the reference tokenizer does, which differs from SentencePiece itself where a grapheme
/// cluster holds more than one character. Immutable; safe between threads.
class Charsmap {
 public:
  /// Throws kInput when `bytes` is cut short or its replacements are no UTF-8.
  explicit Charsmap(std::string_view bytes);

  /// Replaces every grapheme cluster below 6 bytes by the rule for the shortest string that begins
  /// it, the characters of others and of clusters without a rule each by its own. Well-formed UTF-8
  /// in and out; throws kInput for a text of 1 GB or more and a replacement of more than 1 KB.
  [[nodiscard]] std::string Apply(std::string_view text) const;

 private:
  /// The replacement for the shortest string that begins `text`.
  [[nodiscard]] std::optional<std::string_view> RuleFor(std::string_view text) const;
  [[nodiscard]] std::optional<std::string_view> ReplacementAt(std::size_t offset) const;
  void AppendCluster(std::string_view cluster, std::string& normalized) const;

  std::vector<std::uint32_t> units_;
  std::string replacements_;
};

}  // namespace sentei::text
