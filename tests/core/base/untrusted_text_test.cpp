// SPDX-License-Identifier: Apache-2.0
#include "core/base/untrusted_text.h"

#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>
#include <utility>

namespace sentei {
namespace {

/// UTF-8 by its definition, apart from the product's reader.
std::string Encode(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) {
    return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  }
  return {byte(0xF0 | c >> 18),
          byte(0x80 | (c >> 12 & 0x3F)),
          byte(0x80 | (c >> 6 & 0x3F)),
          byte(0x80 | (c & 0x3F))};
}

TEST(FirstCharacterTest, ReadsEveryCharacterThatThereIs) {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const std::string text = Encode(code) + "x";
    const Utf8Character read = FirstCharacter(text);
    ASSERT_EQ(read.code, code);
    ASSERT_EQ(read.length, text.size() - 1);
  }
}

TEST(FirstCharacterTest, KnowsWhatIsNone) {
  for (const char* text : {"",
                           "\x80",
                           "\xC0\xAF",
                           "\xE0\x80\xAF",
                           "\xED\xA0\x80",
                           "\xF4\x90\x80\x80",
                           "\xC3",
                           "\xE6\x9D"}) {
    EXPECT_EQ(FirstCharacter(text).length, 0U) << text;
  }
}

TEST(PrintableTest, LeavesTextInEveryScriptAsItIs) {
  EXPECT_EQ(Printable("Kiefer, 松, сосна, אורן, 🌲"), "Kiefer, 松, сосна, אורן, 🌲");
}

TEST(PrintableTest, EscapesWhatCouldSteerATerminal) {
  EXPECT_EQ(Printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(Printable("a\nb\tc\rd\x7f"), "a\\x0ab\\x09c\\x0dd\\x7f");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "31m"),
            "\\x9b31m");
  EXPECT_EQ(Printable("\x9B"
                      "31m"),
            "\\x9b31m");
}

TEST(PrintableTest, EscapesWhatTurnsTextAround) {
  for (const auto& [code, shown] :
       std::initializer_list<std::pair<char32_t, const char*>>{{0x202A, "\\u202a"},
                                                               {0x202E, "\\u202e"},
                                                               {0x2066, "\\u2066"},
                                                               {0x2069, "\\u2069"},
                                                               {0x200F, "\\u200f"},
                                                               {0x2028, "\\u2028"}}) {
    EXPECT_EQ(Printable("a" + Encode(code) + "b"), std::string("a") + shown + "b");
  }
}

/// Unicode's Cc, Zl, Zp and the characters with the property Bidi_Control, in full.
bool SteersText(char32_t code) {
  static const std::set<char32_t> kOthers = {0x061C,
                                             0x200E,
                                             0x200F,
                                             0x2028,
                                             0x2029,
                                             0x202A,
                                             0x202B,
                                             0x202C,
                                             0x202D,
                                             0x202E,
                                             0x2066,
                                             0x2067,
                                             0x2068,
                                             0x2069};
  return code <= 0x1F || (code >= 0x7F && code <= 0x9F) || kOthers.count(code) > 0;
}

TEST(PrintableTest, LeavesNoControlCharacterOfAllThereAre) {
  for (char32_t code = 0; code <= 0xFFFF; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const std::string shown = Printable(Encode(code));
    ASSERT_EQ(shown, Printable(shown));
    ASSERT_EQ(SteersText(code), shown.front() == '\\' && code != U'\\') << shown;
  }
}

TEST(PrintableTest, RunningTextKeepsItsLines) {
  EXPECT_EQ(PrintableLines("a\n\tb\r\x1b"), "a\n\tb\\x0d\\x1b");
}

TEST(EscapeMarkdownTest, LeavesNoSignThatStartsStructure) {
  EXPECT_EQ(EscapeMarkdown("![x](http://h/t.png) <img src=x> | `a` *b* _c_ # & ~"),
            "\\!\\[x\\](http://h/t.png) \\<img src=x\\> \\| \\`a\\` \\*b\\* \\_c\\_ \\# \\& \\~");
  EXPECT_EQ(EscapeMarkdown("one\n\n# two\x1b\xE2\x80\xA8three"), "one  \\# two  three");
  EXPECT_EQ(EscapeMarkdown("a\xFF"), "a\xEF\xBF\xBD");
}

TEST(QuoteYamlTest, IsOneLineWithoutAnyStructure) {
  EXPECT_EQ(QuoteYaml("a\": \\ \n---\nlicense: mit"),
            "\"a\\\": \\\\ \\u000a---\\u000alicense: mit\"");
  EXPECT_EQ(QuoteYaml("\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xEF\xBB\xBF"),
            "\"\\u0085\\u2028\\u2029\\u202e\\ufeff\"");
  EXPECT_EQ(QuoteYaml("松 🌲 \xFF"), "\"松 🌲 \xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace sentei
