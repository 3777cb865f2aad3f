// SPDX-License-Identifier: Apache-2.0
#include "app/flag_values.h"

#include "core/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sentei::app {
namespace {

using ::testing::ElementsAre;

TEST(ParseShare, TakesFractionsAndPerCent) {
  EXPECT_DOUBLE_EQ(ParseShare("0.2"), 0.2);
  EXPECT_DOUBLE_EQ(ParseShare("20%"), 0.2);
  EXPECT_DOUBLE_EQ(ParseShare("0"), 0.0);
}

TEST(ParseShare, RefusesWhatIsNoShare) {
  for (const char* text : {"", "abc", "1", "100%", "-0.1", "nan", "20 %", "0.2x"}) {
    EXPECT_THROW(static_cast<void>(ParseShare(text)), Error) << text;
  }
}

TEST(ParseShareList, TakesSharesBetweenCommas) {
  EXPECT_THAT(ParseShareList("20%,0.5"), ElementsAre(0.2, 0.5));
  EXPECT_THAT(ParseShareList("5%"), ElementsAre(0.05));
  for (const char* text : {"", "0.2,", ",0.2", "0.2;0.3", "0.2,2"}) {
    EXPECT_THROW(static_cast<void>(ParseShareList(text)), Error) << text;
  }
}

TEST(ParseQuantity, KnowsDecimalAndBinaryUnits) {
  EXPECT_DOUBLE_EQ(ParseQuantity("108M"), 108e6);
  EXPECT_DOUBLE_EQ(ParseQuantity("200MiB"), 200.0 * 1048576.0);
  EXPECT_THROW(static_cast<void>(ParseQuantity("5 parsecs")), Error);
  EXPECT_THROW(static_cast<void>(ParseQuantity("-5M")), Error);
}

TEST(ParseLayerList, TakesSinglesAndRanges) {
  EXPECT_THAT(ParseLayerList("0-2,29"), ElementsAre(0, 1, 2, 29));
  EXPECT_THAT(ParseLayerList("7"), ElementsAre(7));
  EXPECT_THROW(static_cast<void>(ParseLayerList("1,,2")), Error);
  EXPECT_THROW(static_cast<void>(ParseLayerList("x")), Error);
}

}  // namespace
}  // namespace sentei::app
