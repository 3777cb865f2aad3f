// SPDX-License-Identifier: Apache-2.0
#include "core/text/split_scanner.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <array>

namespace sentei::text {
namespace {

/// A place in well-formed UTF-8; what lies past the end has no class and value 0.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t position) : text_(text), position_(position) { Read(); }

  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }
  [[nodiscard]] char32_t value() const { return current_.value; }
  [[nodiscard]] bool Is(unsigned bits) const { return (bits_ & bits) != 0; }
  [[nodiscard]] bool IsSymbol() const { return !at_end() && !Is(kSpace | kLetter | kNumber); }
  [[nodiscard]] bool IsNewline() const {
    return current_.value == U'\r' || current_.value == U'\n';
  }
  void Advance() {
    position_ += current_.length;
    Read();
  }

 private:
  void Read() {
    current_ = at_end() ? CodePoint{} : DecodeAt(text_, position_);
    bits_ = at_end() ? std::uint16_t{0} : ClassOf(current_.value);
  }

  std::string_view text_;
  std::size_t position_;
  CodePoint current_;
  std::uint16_t bits_ = 0;
};

char32_t FoldAscii(char32_t c) {
  if (c == U'\u017F') return U's';  // the long s folds to s
  return c >= U'A' && c <= U'Z' ? c + 32 : c;
}

enum class Case : std::uint8_t { kSensitive, kFolded };

/// The end of 's 't 're 've 'm 'll 'd at the cursor, or its own position when there is none.
std::size_t ContractionEnd(Cursor cursor, Case letter_case) {
  const std::size_t start = cursor.position();
  if (cursor.value() != U'\'') return start;
  cursor.Advance();
  const auto letter = [&] {
    return letter_case == Case::kFolded ? FoldAscii(cursor.value()) : cursor.value();
  };
  const char32_t first = letter();
  if (cursor.at_end()) return start;
  cursor.Advance();
  if (first == U's' || first == U't' || first == U'm' || first == U'd') return cursor.position();
  const bool pair =
      ((first == U'r' || first == U'v') && letter() == U'e') || (first == U'l' && letter() == U'l');
  if (!pair) return start;
  cursor.Advance();
  return cursor.position();
}

/// The end of `\s+(?!\S)|\s+`: a run of white space leaves its last character to what follows,
/// unless it is alone or the text ends. The cursor stands on white space.
std::size_t WhiteSpaceEnd(Cursor cursor) {
  std::size_t last = cursor.position();
  std::size_t count = 0;
  for (; cursor.Is(kSpace); cursor.Advance(), ++count) last = cursor.position();
  return cursor.at_end() || count == 1 ? cursor.position() : last;
}

std::size_t RunEnd(Cursor cursor, unsigned bits) {
  while (cursor.Is(bits)) cursor.Advance();
  return cursor.position();
}

Cursor SkipSymbols(Cursor cursor) {
  while (cursor.IsSymbol()) cursor.Advance();
  return cursor;
}

std::size_t Gpt2End(std::string_view text, std::size_t position) {
  Cursor cursor(text, position);
  const std::size_t contraction = ContractionEnd(cursor, Case::kSensitive);
  if (contraction != position) return contraction;
  Cursor body = cursor;
  if (body.value() == U' ') body.Advance();
  if (body.Is(kLetter)) return RunEnd(body, kLetter);
  if (body.Is(kNumber)) return RunEnd(body, kNumber);
  if (body.IsSymbol()) return SkipSymbols(body).position();
  return WhiteSpaceEnd(cursor);
}

/// The end of `\s*[\r\n]+`, the last line break of the white space here; `position` without one.
std::size_t LineBreakEnd(Cursor cursor) {
  std::size_t end = cursor.position();
  while (cursor.Is(kSpace)) {
    const bool newline = cursor.IsNewline();
    cursor.Advance();
    if (newline) end = cursor.position();
  }
  return end;
}

std::size_t NumberEnd(Cursor cursor, int max_digits) {
  for (int i = 0; i < max_digits && cursor.Is(kNumber); ++i) cursor.Advance();
  return cursor.position();
}

/// LLaMA-3 (three digits at most) and Qwen2 (one).
std::size_t Llama3End(std::string_view text, std::size_t position, int max_digits) {
  Cursor cursor(text, position);
  const std::size_t contraction = ContractionEnd(cursor, Case::kFolded);
  if (contraction != position) return contraction;
  if (cursor.Is(kLetter)) return RunEnd(cursor, kLetter);
  if (cursor.Is(kNumber)) return NumberEnd(cursor, max_digits);
  Cursor next = cursor;
  next.Advance();
  if (!cursor.IsNewline() && next.Is(kLetter)) return RunEnd(next, kLetter);
  Cursor symbols = cursor.value() == U' ' ? next : cursor;
  if (symbols.IsSymbol()) {
    Cursor rest = SkipSymbols(symbols);
    while (rest.IsNewline()) rest.Advance();
    return rest.position();
  }
  const std::size_t line_break = LineBreakEnd(cursor);
  return line_break != position ? line_break : WhiteSpaceEnd(cursor);
}

std::size_t Llama3ThreeDigitsEnd(std::string_view text, std::size_t position) {
  return Llama3End(text, position, 3);
}
std::size_t Qwen2End(std::string_view text, std::size_t position) {
  return Llama3End(text, position, 1);
}

using MatchEnd = std::size_t (*)(std::string_view text, std::size_t position);

/// These expressions match at every place, so their matches cover the text.
class ScannerPattern final : public SplitPattern {
 public:
  explicit ScannerPattern(MatchEnd match_end) : match_end_(match_end) {}

  std::vector<TextSpan> Find(std::string_view text) const override {
    std::vector<TextSpan> spans;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = match_end_(text, begin);
      spans.push_back({begin, end, true});
      begin = end;
    }
    return spans;
  }

 private:
  MatchEnd match_end_;
};

struct KnownRegex {
  std::string_view regex;
  MatchEnd match_end;
};
constexpr std::array<KnownRegex, 3> kKnownRegexes = {
    {{kGpt2Regex, Gpt2End}, {kLlama3Regex, Llama3ThreeDigitsEnd}, {kQwen2Regex, Qwen2End}}};

}  // namespace

std::unique_ptr<const SplitPattern> MakeScannerPattern(std::string_view regex) {
  const auto* known = std::find_if(
      kKnownRegexes.begin(), kKnownRegexes.end(), [&](const auto& k) { return k.regex == regex; });
  if (known == kKnownRegexes.end()) return nullptr;
  return std::make_unique<ScannerPattern>(known->match_end);
}

std::unique_ptr<const SplitPattern> MakeGpt2Pattern() {
  return std::make_unique<ScannerPattern>(Gpt2End);
}

}  // namespace sentei::text
