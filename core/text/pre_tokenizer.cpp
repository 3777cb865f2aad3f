// SPDX-License-Identifier: Apache-2.0
#include "core/text/pre_tokenizer.h"

#include "core/base/error.h"
#include "core/text/byte_alphabet.h"
#include "core/text/json_field.h"
#include "core/text/split_pattern.h"
#include "core/text/text_growth.h"
#include "core/text/unicode.h"

#include <functional>
#include <string_view>
#include <utility>

namespace sentei::text {
namespace {

/// Appends the non-empty parts of `piece`.
void AppendParts(const Piece& piece,
                 const std::vector<TextSpan>& spans,
                 std::vector<Piece>& pieces) {
  for (const TextSpan& span : spans) {
    if (span.begin == span.end) continue;
    pieces.push_back({piece.text.substr(span.begin, span.end - span.begin),
                      piece.at_text_start && span.begin == 0});
  }
}

class SequencePreTokenizer final : public PreTokenizer {
 public:
  explicit SequencePreTokenizer(std::vector<std::unique_ptr<const PreTokenizer>> parts)
      : parts_(std::move(parts)) {}
  std::vector<Piece> Split(std::vector<Piece> pieces) const override {
    const std::size_t before = SizeOf(pieces);
    for (const auto& part : parts_) {
      pieces = part->Split(std::move(pieces));
      CheckGrowth(before, SizeOf(pieces));
    }
    return pieces;
  }

 private:
  static std::size_t SizeOf(const std::vector<Piece>& pieces) {
    std::size_t size = 0;
    for (const Piece& piece : pieces) size += piece.text.size();
    return size;
  }

  std::vector<std::unique_ptr<const PreTokenizer>> parts_;
};

class KeepPreTokenizer final : public PreTokenizer {
 public:
  std::vector<Piece> Split(std::vector<Piece> pieces) const override { return pieces; }
};

class ByteLevelPreTokenizer final : public PreTokenizer {
 public:
  explicit ByteLevelPreTokenizer(const nlohmann::json& json)
      : prefix_space_(FieldOr(json, "add_prefix_space", true)),
        pattern_(FieldOr(json, "use_regex", true) ? MakeGpt2Pattern() : nullptr) {}

  std::vector<Piece> Split(std::vector<Piece> pieces) const override {
    std::vector<Piece> parts;
    parts.reserve(pieces.size());
    for (Piece& piece : pieces) {
      if (prefix_space_ && piece.text.front() != ' ') piece.text.insert(0, 1, ' ');
      if (pattern_) {
        AppendParts(piece, pattern_->Find(piece.text), parts);
      } else {
        parts.push_back(std::move(piece));
      }
    }
    for (Piece& part : parts) part.text = ToByteAlphabet(part.text);
    return parts;
  }

 private:
  bool prefix_space_;
  std::unique_ptr<const SplitPattern> pattern_;
};

/// Cuts along single characters chosen by a predicate.
class CharacterPattern final : public SplitPattern {
 public:
  using Predicate = std::function<bool(char32_t)>;
  explicit CharacterPattern(Predicate predicate) : predicate_(std::move(predicate)) {}

  std::vector<TextSpan> Find(std::string_view text) const override {
    std::vector<TextSpan> spans;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
      const CodePoint c = DecodeAt(text, at);
      const std::size_t end = at + c.length;
      if (predicate_(c.value)) {
        if (done < at) spans.push_back({done, at, false});
        spans.push_back({at, end, true});
        done = end;
      }
      at = end;
    }
    if (done < text.size()) spans.push_back({done, text.size(), false});
    return spans;
  }

 private:
  Predicate predicate_;
};

class PatternPreTokenizer final : public PreTokenizer {
 public:
  PatternPreTokenizer(std::unique_ptr<const SplitPattern> pattern,
                      SplitBehavior behavior,
                      bool invert = false)
      : pattern_(std::move(pattern)), behavior_(behavior), invert_(invert) {}

  std::vector<Piece> Split(std::vector<Piece> pieces) const override {
    std::vector<Piece> parts;
    parts.reserve(pieces.size());
    for (const Piece& piece : pieces) {
      std::vector<TextSpan> spans = pattern_->Find(piece.text);
      if (invert_) {
        for (TextSpan& span : spans) span.is_match = !span.is_match;
      }
      AppendParts(piece, ApplyBehavior(spans, behavior_), parts);
    }
    return parts;
  }

 private:
  std::unique_ptr<const SplitPattern> pattern_;
  SplitBehavior behavior_;
  bool invert_;
};

std::unique_ptr<const PreTokenizer> SplitByClass(unsigned bits, SplitBehavior behavior) {
  return std::make_unique<PatternPreTokenizer>(
      std::make_unique<CharacterPattern>([bits](char32_t c) { return (ClassOf(c) & bits) != 0; }),
      behavior);
}

std::unique_ptr<const PreTokenizer> MakeSplit(const nlohmann::json& json) {
  return std::make_unique<PatternPreTokenizer>(
      PatternFromJson(json.at("pattern")),
      SplitBehaviorFromName(json.at("behavior").get<std::string>()),
      FieldOr(json, "invert", false));
}

/// `\w+|[^\w\s]+`, the words and the symbols between white space.
class WhitespacePreTokenizer final : public PreTokenizer {
 public:
  std::vector<Piece> Split(std::vector<Piece> pieces) const override {
    std::vector<Piece> parts;
    for (const Piece& piece : pieces) AppendParts(piece, Runs(piece.text), parts);
    return parts;
  }

 private:
  enum class Kind : std::uint8_t { kWordRun, kSymbolRun, kSpaceRun };
  static Kind KindOf(char32_t c) {
    const std::uint16_t bits = ClassOf(c);
    if ((bits & kWord) != 0) return Kind::kWordRun;
    return (bits & kSpace) != 0 ? Kind::kSpaceRun : Kind::kSymbolRun;
  }
  static std::vector<TextSpan> Runs(std::string_view text) {
    std::vector<TextSpan> runs;
    Kind last = Kind::kSpaceRun;
    for (std::size_t at = 0; at < text.size();) {
      const CodePoint c = DecodeAt(text, at);
      const Kind kind = KindOf(c.value);
      if (kind != Kind::kSpaceRun && kind == last) runs.back().end = at + c.length;
      if (kind != Kind::kSpaceRun && kind != last) runs.push_back({at, at + c.length, true});
      last = kind;
      at += c.length;
    }
    return runs;
  }
};

enum class PrependScheme : std::uint8_t { kAlways, kFirst, kNever };

PrependScheme PrependSchemeOf(const nlohmann::json& json) {
  const bool legacy = FieldOr(json, "add_prefix_space", true);
  const auto name = FieldOr<std::string>(json, "prepend_scheme", legacy ? "always" : "never");
  if (name == "always") return PrependScheme::kAlways;
  if (name == "first") return PrependScheme::kFirst;
  if (name == "never") return PrependScheme::kNever;
  ThrowInput("tokenizer.json: unknown prepend_scheme '{}'", name);
}

class MetaspacePreTokenizer final : public PreTokenizer {
 public:
  explicit MetaspacePreTokenizer(const nlohmann::json& json)
      : replacement_(FieldOr<std::string>(json, "replacement", "\u2581")),
        scheme_(PrependSchemeOf(json)),
        split_(FieldOr(json, "split", true)),
        space_(MakeLiteralPattern(" ")),
        pattern_(MakeLiteralPattern(replacement_)) {}

  std::vector<Piece> Split(std::vector<Piece> pieces) const override {
    std::vector<Piece> parts;
    for (Piece& piece : pieces) {
      piece.text = ReplaceMatches(*space_, piece.text, replacement_);
      if (NeedsPrefix(piece)) piece.text.insert(0, replacement_);
      if (split_) {
        AppendParts(piece,
                    ApplyBehavior(pattern_->Find(piece.text), SplitBehavior::kMergedWithNext),
                    parts);
      } else {
        parts.push_back(std::move(piece));
      }
    }
    return parts;
  }

 private:
  bool NeedsPrefix(const Piece& piece) const {
    if (piece.text.starts_with(replacement_)) return false;
    return scheme_ == PrependScheme::kAlways ||
           (scheme_ == PrependScheme::kFirst && piece.at_text_start);
  }

  std::string replacement_;
  PrependScheme scheme_;
  bool split_;
  std::unique_ptr<const SplitPattern> space_;
  std::unique_ptr<const SplitPattern> pattern_;
};

std::unique_ptr<const PreTokenizer> MakeSequence(const nlohmann::json& json) {
  std::vector<std::unique_ptr<const PreTokenizer>> parts;
  for (const nlohmann::json& part : json) parts.push_back(PreTokenizerFromJson(part));
  return std::make_unique<SequencePreTokenizer>(std::move(parts));
}

std::unique_ptr<const PreTokenizer> MakeBert() {
  std::vector<std::unique_ptr<const PreTokenizer>> parts;
  parts.push_back(SplitByClass(kSpace, SplitBehavior::kRemoved));
  parts.push_back(SplitByClass(kPunct, SplitBehavior::kIsolated));
  return std::make_unique<SequencePreTokenizer>(std::move(parts));
}

}  // namespace

std::unique_ptr<const PreTokenizer> PreTokenizerFromJson(const nlohmann::json& json) {
  if (json.is_null()) return std::make_unique<KeepPreTokenizer>();
  const std::string type = TypeOf(json);
  if (type == "Sequence") return MakeSequence(json.at("pretokenizers"));
  if (type == "ByteLevel") return std::make_unique<ByteLevelPreTokenizer>(json);
  if (type == "Split") return MakeSplit(json);
  if (type == "Whitespace") return std::make_unique<WhitespacePreTokenizer>();
  if (type == "WhitespaceSplit") return SplitByClass(kSpace, SplitBehavior::kRemoved);
  if (type == "Metaspace") return std::make_unique<MetaspacePreTokenizer>(json);
  if (type == "Digits") {
    return SplitByClass(kNumeric,
                        FieldOr(json, "individual_digits", false) ? SplitBehavior::kIsolated
                                                                  : SplitBehavior::kContiguous);
  }
  if (type == "Punctuation") {
    return SplitByClass(kPunct,
                        SplitBehaviorFromName(FieldOr<std::string>(json, "behavior", "Isolated")));
  }
  if (type == "BertPreTokenizer") return MakeBert();
  if (type == "CharDelimiterSplit") {
    return std::make_unique<PatternPreTokenizer>(
        MakeLiteralPattern(json.at("delimiter").get<std::string>()), SplitBehavior::kRemoved);
  }
  ThrowInput("tokenizer.json: the pre-tokenizer '{}' is not supported", type);
}

}  // namespace sentei::text
