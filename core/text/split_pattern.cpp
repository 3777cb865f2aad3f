// SPDX-License-Identifier: Apache-2.0
#include "core/text/split_pattern.h"

#include "core/base/error.h"
#include "core/text/split_scanner.h"
#include "core/text/text_growth.h"

#include <algorithm>
#include <utility>

namespace sentei::text {
namespace {

class LiteralPattern final : public SplitPattern {
 public:
  explicit LiteralPattern(std::string literal) : literal_(std::move(literal)) {}

  std::vector<TextSpan> Find(std::string_view text) const override {
    std::vector<TextSpan> spans;
    std::size_t done = 0;
    for (std::size_t at = Next(text, 0); at != std::string_view::npos; at = Next(text, done)) {
      if (at > done) spans.push_back({done, at, false});
      done = at + literal_.size();
      spans.push_back({at, done, true});
    }
    if (done < text.size()) spans.push_back({done, text.size(), false});
    return spans;
  }

 private:
  std::size_t Next(std::string_view text, std::size_t from) const {
    return literal_.empty() ? std::string_view::npos : text.find(literal_, from);
  }
  std::string literal_;
};

std::vector<TextSpan> DropMatches(const std::vector<TextSpan>& spans) {
  std::vector<TextSpan> kept;
  std::copy_if(spans.begin(), spans.end(), std::back_inserter(kept), [](const TextSpan& span) {
    return !span.is_match;
  });
  return kept;
}

std::vector<TextSpan> MergeRuns(const std::vector<TextSpan>& spans) {
  std::vector<TextSpan> merged;
  for (const TextSpan& span : spans) {
    if (!merged.empty() && merged.back().is_match == span.is_match) {
      merged.back().end = span.end;
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

// Only the first match of a run joins its neighbour; further ones stand alone.
std::vector<TextSpan> MergeWithPrevious(const std::vector<TextSpan>& spans) {
  std::vector<TextSpan> merged;
  bool previous_match = false;
  for (const TextSpan& span : spans) {
    if (span.is_match && !previous_match && !merged.empty()) {
      merged.back().end = span.end;
    } else {
      merged.push_back(span);
    }
    previous_match = span.is_match;
  }
  return merged;
}

std::vector<TextSpan> MergeWithNext(const std::vector<TextSpan>& spans) {
  std::vector<TextSpan> merged;
  bool next_match = false;
  for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
    if (span->is_match && !next_match && !merged.empty()) {
      merged.back().begin = span->begin;
    } else {
      merged.push_back(*span);
    }
    next_match = span->is_match;
  }
  std::reverse(merged.begin(), merged.end());
  return merged;
}

}  // namespace

std::unique_ptr<const SplitPattern> MakeLiteralPattern(std::string literal) {
  return std::make_unique<LiteralPattern>(std::move(literal));
}

std::unique_ptr<const SplitPattern> MakeRegexPattern(const std::string& regex) {
  auto scanner = MakeScannerPattern(regex);
  return scanner ? std::move(scanner) : MakePcrePattern(regex);
}

std::unique_ptr<const SplitPattern> PatternFromJson(const nlohmann::json& json) {
  if (json.contains("String")) return MakeLiteralPattern(json.at("String").get<std::string>());
  if (json.contains("Regex")) return MakeRegexPattern(json.at("Regex").get<std::string>());
  ThrowInput("tokenizer.json: a pattern is neither String nor Regex: {}", json.dump());
}

SplitBehavior SplitBehaviorFromName(std::string_view name) {
  if (name == "Removed") return SplitBehavior::kRemoved;
  if (name == "Isolated") return SplitBehavior::kIsolated;
  if (name == "MergedWithPrevious") return SplitBehavior::kMergedWithPrevious;
  if (name == "MergedWithNext") return SplitBehavior::kMergedWithNext;
  if (name == "Contiguous") return SplitBehavior::kContiguous;
  ThrowInput("tokenizer.json: unknown split behaviour '{}'", name);
}

std::vector<TextSpan> ApplyBehavior(const std::vector<TextSpan>& spans, SplitBehavior behavior) {
  switch (behavior) {
    case SplitBehavior::kRemoved:
      return DropMatches(spans);
    case SplitBehavior::kIsolated:
      return spans;
    case SplitBehavior::kMergedWithPrevious:
      return MergeWithPrevious(spans);
    case SplitBehavior::kMergedWithNext:
      return MergeWithNext(spans);
    case SplitBehavior::kContiguous:
      return MergeRuns(spans);
  }
  return spans;
}

std::string ReplaceMatches(const SplitPattern& pattern,
                           std::string_view text,
                           std::string_view replacement) {
  std::string replaced;
  replaced.reserve(text.size());
  for (const TextSpan& span : pattern.Find(text)) {
    replaced.append(span.is_match ? replacement : text.substr(span.begin, span.end - span.begin));
    CheckGrowth(text.size(), replaced.size());
  }
  return replaced;
}

}  // namespace sentei::text
