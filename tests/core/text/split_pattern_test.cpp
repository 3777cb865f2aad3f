// SPDX-License-Identifier: Apache-2.0
#include "core/text/split_pattern.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/text/split_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sentei::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Parts(const SplitPattern& pattern,
                               std::string_view text,
                               SplitBehavior behavior = SplitBehavior::kIsolated) {
  std::vector<std::string> parts;
  for (const TextSpan& span : ApplyBehavior(pattern.Find(text), behavior)) {
    parts.emplace_back(text.substr(span.begin, span.end - span.begin));
  }
  return parts;
}

std::vector<std::string> Llama3(std::string_view text) {
  return Parts(*MakeRegexPattern(std::string(kLlama3Regex)), text);
}

TEST(Llama3Split, CutsAsTheReferenceDoes) {
  EXPECT_THAT(Llama3("I'm can'T"), ElementsAre("I", "'m", " can", "'T"));
  EXPECT_THAT(Llama3("a  b   c\n\n  d"),
              ElementsAre("a", " ", " b", "  ", " c", "\n\n", " ", " d"));
  EXPECT_THAT(Llama3("  \n\n  x \t\n"), ElementsAre("  \n\n", " ", " x", " \t\n"));
  EXPECT_THAT(Llama3("$x_y!!\n\nfoo"), ElementsAre("$x", "_y", "!!\n\n", "foo"));
  EXPECT_THAT(Llama3("'sabc"), ElementsAre("'s", "abc"));
  EXPECT_THAT(Llama3("a\r\nb"), ElementsAre("a", "\r\n", "b"));
  EXPECT_THAT(Llama3("\u3000\u3000x"), ElementsAre("\u3000", "\u3000x"));
  EXPECT_THAT(Llama3("$$$a"), ElementsAre("$$$", "a"));
  EXPECT_THAT(Llama3("-a"), ElementsAre("-a"));
  EXPECT_THAT(Llama3("12345 678"), ElementsAre("123", "45", " ", "678"));
  EXPECT_THAT(Llama3("x'\u017Fy"), ElementsAre("x", "'\u017F", "y"));
}

TEST(Qwen2Split, CutsEveryDigit) {
  EXPECT_THAT(Parts(*MakeRegexPattern(std::string(kQwen2Regex)), "12345 678"),
              ElementsAre("1", "2", "3", "4", "5", " ", "6", "7", "8"));
}

TEST(Gpt2Split, KeepsTheSpaceWithItsWord) {
  EXPECT_THAT(Parts(*MakeGpt2Pattern(), "Hello  world! it's 12a"),
              ElementsAre("Hello", " ", " world", "!", " it", "'s", " 12", "a"));
  EXPECT_THAT(Parts(*MakeGpt2Pattern(), "x  "), ElementsAre("x", "  "));
}

/// Characters of every class, all in Unicode for so long that any engine knows them.
std::string RandomText(RandomStream& random) {
  static const std::vector<std::string> kAlphabet = {
      "a",      "B",      "s",      "S",      "t",      "r",      "e",          "l",
      "L",      "v",      "m",      "D",      "'",      "'",      " ",          " ",
      " ",      "\n",     "\r",     "\t",     "1",      "2",      "3",          "!",
      "$",      "_",      "-",      "\u00E9", "\u017F", "\u0301", "\u4E2D",     "\u0663",
      "\u00B2", "\u2028", "\u00A0", "\u3000", "\u200B", "\u0085", "\U0001F333", "\x1C"};
  std::string text;
  for (std::uint64_t i = random.NextBelow(40); i > 0; --i) {
    text += kAlphabet[random.NextBelow(kAlphabet.size())];
  }
  return text;
}

class KnownSplit : public ::testing::TestWithParam<std::string_view> {};

TEST_P(KnownSplit, ScansAsItsRegularExpressionMatches) {
  const auto scanner = MakeScannerPattern(GetParam());
  ASSERT_NE(scanner, nullptr);
  const auto pcre = MakePcrePattern(std::string(GetParam()));
  RandomStream random(RandomKey{5});
  for (int i = 0; i < 5000; ++i) {
    const std::string text = RandomText(random);
    ASSERT_EQ(Parts(*scanner, text), Parts(*pcre, text)) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Regexes,
                         KnownSplit,
                         ::testing::Values(kGpt2Regex, kLlama3Regex, kQwen2Regex));

TEST(SplitPattern, CoversTheTextWithoutGap) {
  const auto pattern = MakeRegexPattern(R"(\d+|b*)");
  for (const std::string text : {"",
                                 "a",
                                 "12ab",
                                 "bbab",
                                 "\u4E2D"
                                 "1\u4E2D"}) {
    std::size_t end = 0;
    for (const TextSpan& span : pattern->Find(text)) {
      EXPECT_EQ(span.begin, end);
      end = span.end;
    }
    EXPECT_EQ(end, text.size());
  }
}

TEST(SplitBehavior, MergesOnlyTheFirstMatchOfARun) {
  const auto dash = MakeLiteralPattern("-");
  EXPECT_THAT(Parts(*dash, "a--b-", SplitBehavior::kRemoved), ElementsAre("a", "b"));
  EXPECT_THAT(Parts(*dash, "a--b-", SplitBehavior::kIsolated),
              ElementsAre("a", "-", "-", "b", "-"));
  EXPECT_THAT(Parts(*dash, "a--b-", SplitBehavior::kContiguous), ElementsAre("a", "--", "b", "-"));
  EXPECT_THAT(Parts(*dash, "a--b-", SplitBehavior::kMergedWithPrevious),
              ElementsAre("a-", "-", "b-"));
  EXPECT_THAT(Parts(*dash, "a--b-", SplitBehavior::kMergedWithNext),
              ElementsAre("a", "-", "-b", "-"));
}

TEST(SplitPattern, RefusesWhatItCannotReadAsTheReferenceDoes) {
  for (const char* regex : {"(", "[", "\\h+", "(?m)x", "[a-z&&[^b]]"}) {
    try {
      (void)MakeRegexPattern(regex);
      ADD_FAILURE() << regex << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      EXPECT_THAT(error.what(), HasSubstr(regex));
    }
  }
}

TEST(SplitPattern, EndsAnExplodingExpressionWithASentence) {
  const std::string letters(60, 'a');
  for (const char* regex : {"(a+)+$", "(a|aa)+$", R"((\w+\s?)*$)"}) {
    const auto pattern = MakeRegexPattern(regex);
    try {
      (void)pattern->Find(letters + "!");
      ADD_FAILURE() << regex << " came to an end";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      EXPECT_THAT(error.what(), HasSubstr(regex));
      EXPECT_THAT(error.what(), HasSubstr("limit"));
    }
  }
}

TEST(SplitPattern, BoundsTheMemoryOfDeepBacktracking) {
  const auto pattern = MakeRegexPattern("(?:(a)|b)*[cd]");
  EXPECT_THROW((void)pattern->Find(std::string(2'000'000, 'a')), Error);
}

TEST(SplitPattern, RefusesToCutACharacter) { EXPECT_THROW((void)MakeRegexPattern(R"(\C)"), Error); }

TEST(ReplaceMatches, ReplacesEveryMatch) {
  EXPECT_EQ(ReplaceMatches(*MakeLiteralPattern(" "), " a  b", "_"), "_a__b");
  EXPECT_EQ(ReplaceMatches(*MakeRegexPattern("\\s+"), " a  b", "_"), "_a_b");
  EXPECT_EQ(ReplaceMatches(*MakeLiteralPattern(""), "ab", "_"), "ab");
}

}  // namespace
}  // namespace sentei::text
