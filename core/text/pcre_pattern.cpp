// SPDX-License-Identifier: Apache-2.0
#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/base/error.h"
#include "core/text/split_pattern.h"
#include "core/text/unicode.h"

#include <pcre2.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace sentei::text {
namespace {

struct CodeDeleter {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct MatchDataDeleter {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct MatchContextDeleter {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};
using Code = std::unique_ptr<pcre2_code, CodeDeleter>;
using MatchData = std::unique_ptr<pcre2_match_data, MatchDataDeleter>;
using MatchContext = std::unique_ptr<pcre2_match_context, MatchContextDeleter>;

// A split needs a handful of steps a character; an expression that explodes is refused instead.
constexpr std::uint32_t kMatchLimit = 10'000'000;
constexpr std::uint32_t kDepthLimit = 1'000'000;  // of nested backtracking
constexpr std::uint32_t kHeapLimitKib = 256 * 1024;

// The match limit counts from every place anew, so time is limited as well: hundreds of times what
// a split takes. The clock is read whenever so many places have been tried in vain.
constexpr std::size_t kPlacesAtOnce = 8;
constexpr std::chrono::seconds kTimeForAny{2};
constexpr std::chrono::microseconds kTimeForByte{20};

std::string PcreMessage(int code) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  pcre2_get_error_message(code, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

[[noreturn]] void Refuse(const std::string& regex, std::string_view construct) {
  ThrowInput("tokenizer.json: the regular expression '{}' uses '{}', which is not supported",
             regex,
             construct);
}

/// Constructs that Oniguruma reads in another way than PCRE2 does.
void RefuseDialect(const std::string& regex) {
  for (const std::string_view construct : {"\\h", "\\H", "\\G", "&&", "(?m", "(?im"}) {
    if (regex.find(construct) != std::string::npos) Refuse(regex, construct);
  }
}

// PCRE2 counts U+180E as white space and no marks as word characters; Oniguruma does the opposite,
// and takes some numbers of Latin-1 for letters.
constexpr std::string_view kWordSet =
    R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{B2}\x{B3}\x{B9}\x{BC}-\x{BE})";

enum class Place : std::uint8_t { kOutside, kInSet };

/// The PCRE2 spelling of a backslash and `letter`.
std::string Translated(const std::string& regex, char letter, Place place) {
  switch (letter) {
    case 's':
      return "\\p{White_Space}";
    case 'S':
      return "\\P{White_Space}";
    case 'w':
      return place == Place::kInSet ? std::string(kWordSet) : fmt::format("[{}]", kWordSet);
    case 'W':
      if (place == Place::kInSet) Refuse(regex, "\\W in a set");
      return fmt::format("[^{}]", kWordSet);
    default:
      return {'\\', letter};
  }
}

std::string ToPcre(const std::string& regex) {
  RefuseDialect(regex);
  std::string pcre;
  Place place = Place::kOutside;
  for (std::size_t at = 0; at < regex.size(); ++at) {
    const char c = regex[at];
    if (c == '\\' && at + 1 < regex.size()) {
      pcre += Translated(regex, regex[++at], place);
      continue;
    }
    if (c == '[') place = Place::kInSet;
    if (c == ']') place = Place::kOutside;
    pcre += c;
  }
  return pcre;
}

Code Compile(const std::string& regex) {
  const std::string pcre = ToPcre(regex);
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(
      reinterpret_cast<PCRE2_SPTR>(pcre.data()),
      pcre.size(),
      PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT,
      &error,
      &offset,
      nullptr));
  if (!code) {
    ThrowInput("tokenizer.json: the regular expression '{}' is not understood at character {}: {}",
               regex,
               offset,
               PcreMessage(error));
  }
  return code;
}

class PcrePattern final : public SplitPattern {
 public:
  explicit PcrePattern(const std::string& regex) : regex_(regex), code_(Compile(regex)) {}

  std::vector<TextSpan> Find(std::string_view text) const override;

 private:
  struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool found = false;
  };
  class Search;
  Match Next(Search& search, std::size_t from) const;
  Match TryFrom(Search& search, std::size_t from, std::size_t last) const;

  std::string regex_;
  Code code_;
};

/// One walk over a text.
class PcrePattern::Search {
 public:
  Search(const Code& code, std::string_view text)
      : text_(text),
        data_(pcre2_match_data_create_from_pattern(code.get(), nullptr)),
        context_(pcre2_match_context_create(nullptr)),
        end_(Clock::now() + kTimeForAny + kTimeForByte * text.size()) {
    pcre2_set_match_limit(context_.get(), kMatchLimit);
    pcre2_set_depth_limit(context_.get(), kDepthLimit);
    pcre2_set_heap_limit(context_.get(), kHeapLimitKib);
  }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] pcre2_match_data* data() const { return data_.get(); }
  [[nodiscard]] pcre2_match_context* context() const { return context_.get(); }
  [[nodiscard]] bool IsOutOfTime() const { return Clock::now() > end_; }

 private:
  using Clock = std::chrono::steady_clock;

  std::string_view text_;
  MatchData data_;
  MatchContext context_;
  Clock::time_point end_;
};

/// The first match that begins at `from` or at a later place up to `last`.
PcrePattern::Match PcrePattern::TryFrom(Search& search, std::size_t from, std::size_t last) const {
  pcre2_set_offset_limit(search.context(), last);
  const int count = pcre2_match(code_.get(),
                                reinterpret_cast<PCRE2_SPTR>(search.text().data()),
                                search.text().size(),
                                from,
                                PCRE2_NO_UTF_CHECK,
                                search.data(),
                                search.context());
  if (count == PCRE2_ERROR_NOMATCH) return {};
  if (count < 0) {
    ThrowInput("The tokenizer's regular expression '{}' fails on this text at byte {}: {}",
               regex_,
               from,
               PcreMessage(count));
  }
  const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(search.data());
  return {offsets[0], std::max(offsets[0], offsets[1]), true};
}

PcrePattern::Match PcrePattern::Next(Search& search, std::size_t from) const {
  const std::string_view text = search.text();
  while (true) {
    if (search.IsOutOfTime()) {
      ThrowInput("The tokenizer's regular expression '{}' takes too long on this text at byte {}",
                 regex_,
                 from);
    }
    std::size_t last = from;
    for (std::size_t i = 1; i < kPlacesAtOnce && last < text.size(); ++i) {
      last += DecodeAt(text, last).length;
    }
    const Match match = TryFrom(search, from, last);
    if (match.found || last >= text.size()) return match;
    from = last + DecodeAt(text, last).length;
  }
}

std::vector<TextSpan> PcrePattern::Find(std::string_view text) const {
  Search search(code_, text);
  std::vector<TextSpan> spans;
  std::size_t done = 0;
  bool matched_before = false;
  for (std::size_t from = 0; from <= text.size();) {
    const Match match = Next(search, from);
    if (!match.found) break;
    if (match.begin == match.end && matched_before && match.end == done) {
      // An empty match right after the last one would repeat for ever.
      from += from < text.size() ? DecodeAt(text, from).length : 1;
      continue;
    }
    if (match.begin > done) spans.push_back({done, match.begin, false});
    spans.push_back({match.begin, match.end, true});
    done = from = match.end;
    matched_before = true;
  }
  if (done < text.size()) spans.push_back({done, text.size(), false});
  return spans;
}

}  // namespace

std::unique_ptr<const SplitPattern> MakePcrePattern(const std::string& regex) {
  return std::make_unique<PcrePattern>(regex);
}

}  // namespace sentei::text
