// SPDX-License-Identifier: Apache-2.0
#include "core/text/unicode.h"

#include "core/text/unicode_forms.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace sentei::text {
namespace {

struct NamedClass {
  const char* name;
  unsigned bits;
};

/// `holds` must be true of exactly the code points that the reference put into the set `name`.
template <typename Holds>
void ExpectSet(const std::string& name, const Holds& holds) {
  const auto golden = nlohmann::json::parse(test::ReadText(
      std::filesystem::path(SENTEI_SOURCE_DIR) / "tests/golden/text/unicode_classes.json"));
  std::vector<bool> expected(0x110000);
  for (const auto& range : golden.at(name)) {
    for (std::size_t c = range.at(0); c <= range.at(1).get<std::size_t>(); ++c) expected[c] = true;
  }
  int different = 0;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    if (holds(c) != expected[c] && ++different < 5) {
      ADD_FAILURE() << name << " U+" << std::hex << static_cast<unsigned>(c);
    }
  }
  EXPECT_EQ(different, 0);
}

class UnicodeClass : public ::testing::TestWithParam<NamedClass> {};

TEST_P(UnicodeClass, HoldsTheCodePointsThatTheReferenceHolds) {
  ExpectSet(GetParam().name, [](char32_t c) { return (ClassOf(c) & GetParam().bits) != 0; });
}

TEST(UnicodeForms, ChangeTheCodePointsThatTheReferenceChanges) {
  const auto changed_by = [](UnicodeForm form) {
    return [form](char32_t c) { return ToForm(form, EncodeUtf8(c)) != EncodeUtf8(c); };
  };
  ExpectSet("nfc", changed_by(UnicodeForm::kNfc));
  ExpectSet("nfd", changed_by(UnicodeForm::kNfd));
  ExpectSet("nfkc", changed_by(UnicodeForm::kNfkc));
  ExpectSet("nfkd", changed_by(UnicodeForm::kNfkd));
  ExpectSet("lower", [](char32_t c) { return ToLowerCase(EncodeUtf8(c)) != EncodeUtf8(c); });
}

TEST(UnicodeForms, LowerEveryCodePointByItself) {
  EXPECT_EQ(ToLowerCase("\u03A3A\u03A3"), "\u03C3a\u03C3");  // no final sigma
  EXPECT_EQ(ToLowerCase("\u1E9E\u0130"), "\u00DFi\u0307");
  EXPECT_EQ(ToLowerCase("\uA7CB\uA7DC"), "\u0264\u019B");  // of Unicode 16
}

TEST(UnicodeForms, TakeCharactersOfAfterUnicode9AsTheyCome) {
  // U+1DF6 (Unicode 10) has combining class 232, which would go behind U+0323.
  EXPECT_EQ(ToForm(UnicodeForm::kNfd, "a\u1DF6\u0323"), "a\u1DF6\u0323");
  EXPECT_EQ(ToForm(UnicodeForm::kNfd, "a\u0301\u0323"), "a\u0323\u0301");
}

INSTANTIATE_TEST_SUITE_P(Reference,
                         UnicodeClass,
                         ::testing::Values(NamedClass{"letter", kLetter},
                                           NamedClass{"number", kNumber},
                                           NamedClass{"numeric", kNumeric},
                                           NamedClass{"space", kSpace},
                                           NamedClass{"word", kWord},
                                           NamedClass{"mark", kMark},
                                           NamedClass{"punctuation", kPunct},
                                           NamedClass{"control", kControl},
                                           NamedClass{"nonspacing", kNonspacing}),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(Unicode, ReplacesEveryMaximalIllFormedPartByOneReplacementCharacter) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(ReplaceInvalidUtf8("plain \xC3\xA9"), "plain \xC3\xA9");
  EXPECT_EQ(ReplaceInvalidUtf8("a\xFFz"), "a" + mark + "z");
  EXPECT_EQ(ReplaceInvalidUtf8("\xE4\xB8"), mark);                               // cut short
  EXPECT_EQ(ReplaceInvalidUtf8("\xF0\x9F\x8C!"), mark + "!");                    // cut short
  EXPECT_EQ(ReplaceInvalidUtf8("\xED\xA0\x80"), mark + mark + mark);             // a surrogate
  EXPECT_EQ(ReplaceInvalidUtf8("\xC0\xAF"), mark + mark);                        // overlong
  EXPECT_EQ(ReplaceInvalidUtf8("\xF4\x90\x80\x80"), mark + mark + mark + mark);  // too large
  EXPECT_EQ(ReplaceInvalidUtf8("\x80\x41\xE2\x82"), mark + "A" + mark);
}

TEST(Unicode, DecodesWhatItEncodes) {
  for (const char32_t c :
       {0x00u, 0x41u, 0x7Fu, 0x80u, 0x7FFu, 0x800u, 0xFFFFu, 0x10000u, 0x10FFFFu}) {
    const std::string text = "x" + EncodeUtf8(c);
    EXPECT_EQ(DecodeAt(text, 1).value, c);
    EXPECT_EQ(DecodeAt(text, 1).length, text.size() - 1);
    EXPECT_EQ(DecodeBefore(text, text.size()).value, c);
  }
}

}  // namespace
}  // namespace sentei::text
