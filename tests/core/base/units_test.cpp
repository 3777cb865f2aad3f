// SPDX-License-Identifier: Apache-2.0
#include "core/base/units.h"

#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <limits>

namespace sentei {
namespace {

TEST(UnitsTest, BytesHaveThreeSignificantDigits) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(999), "999 B");
  EXPECT_EQ(FormatBytes(1000), "1.00 kB");
  EXPECT_EQ(FormatBytes(94'123'456), "94.1 MB");
  EXPECT_EQ(FormatBytes(545'000'000), "545 MB");
  EXPECT_EQ(FormatBytes(999'600'000), "1.00 GB");
  EXPECT_EQ(FormatBytes(std::numeric_limits<std::uint64_t>::max()), "18447 PB");
}

TEST(UnitsTest, CountsShowEveryDigit) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(134'515'008), "134,515,008");
  EXPECT_EQ(FormatCount(-1234), "-1,234");
  EXPECT_EQ(FormatCount(-123), "-123");
  EXPECT_EQ(FormatCount(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(UnitsTest, ShortCountsRound) {
  EXPECT_EQ(FormatCountShort(812), "812");
  EXPECT_EQ(FormatCountShort(134'515'008), "135 M");
  EXPECT_EQ(FormatCountShort(6'738'415'616), "6.74 B");
  EXPECT_EQ(FormatCountShort(-2500), "-2.50 k");
}

TEST(UnitsTest, DurationsUseTheTwoLargestUnits) {
  EXPECT_EQ(FormatDuration(0.4199), "0.42 s");
  EXPECT_EQ(FormatDuration(12.34), "12.3 s");
  EXPECT_EQ(FormatDuration(59.96), "1 min 00 s");
  EXPECT_EQ(FormatDuration(187), "3 min 07 s");
  EXPECT_EQ(FormatDuration(3599.6), "1 h 00 min");
  EXPECT_EQ(FormatDuration(7500), "2 h 05 min");
  EXPECT_EQ(FormatDuration(86400 * 3 + 3600 * 4), "3 d 4 h");
}

TEST(UnitsTest, ADurationThatIsNoNumberIsUnknown) {
  EXPECT_EQ(FormatDuration(-1.0), "unknown");
  EXPECT_EQ(FormatDuration(std::numeric_limits<double>::infinity()), "unknown");
  EXPECT_EQ(FormatDuration(std::numeric_limits<double>::quiet_NaN()), "unknown");
}

TEST(UnitsTest, SharesArePerCent) { EXPECT_EQ(FormatShare(0.2), "20.0 %"); }

TEST(Utf8Test, AcceptsEveryLengthOfCharacter) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("a\xC3\xA9\xE5\x89\xAA\xF0\x9F\x8C\xB3"));
  EXPECT_TRUE(IsUtf8("\xF4\x8F\xBF\xBF"));
}

TEST(Utf8Test, RefusesWhatTheStandardForbids) {
  EXPECT_FALSE(IsUtf8("\x80"));
  EXPECT_FALSE(IsUtf8("\xC0\xAF"));          // overlong
  EXPECT_FALSE(IsUtf8("\xE0\x80\xAF"));      // overlong
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(IsUtf8("a\xE5\x89"));         // cut off
  EXPECT_FALSE(IsUtf8("\xE5\x89z"));
}

}  // namespace
}  // namespace sentei
