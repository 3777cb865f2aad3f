// SPDX-License-Identifier: Apache-2.0
#include "core/base/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace sentei {
namespace {

class PaletteTest : public ::testing::TestWithParam<Theme> {};
INSTANTIATE_TEST_SUITE_P(Themes, PaletteTest, ::testing::Values(Theme::kLight, Theme::kDark));

TEST_P(PaletteTest, TextStandsOutFromEveryGround) {
  const ThemeTokens& tokens = Tokens(GetParam());
  for (const Rgb ground : {tokens.window, tokens.base, tokens.selection}) {
    EXPECT_GE(ContrastRatio(tokens.text, ground), 7.0) << Hex(ground);
    EXPECT_GE(ContrastRatio(tokens.text2, ground), 5.5) << Hex(ground);
    for (const Rgb state : {tokens.success, tokens.warning, tokens.danger}) {
      EXPECT_GE(ContrastRatio(state, ground), 4.8) << Hex(state) << " on " << Hex(ground);
    }
  }
  EXPECT_GE(ContrastRatio(tokens.control, tokens.window), 3.0);
  EXPECT_GE(ContrastRatio(tokens.control, tokens.base), 3.0);
}

TEST_P(PaletteTest, RunsHaveDistinctColoursThatStandOut) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < kRunColors; ++i) {
    const Rgb color = RunColor(GetParam(), i);
    EXPECT_TRUE(seen.insert(Hex(color)).second) << i;
    EXPECT_GE(ContrastRatio(color, Tokens(GetParam()).base), 3.0) << i;
  }
  EXPECT_EQ(RunColor(GetParam(), 100), Tokens(GetParam()).control);
}

TEST_P(PaletteTest, TheDivergingMapIsNeutralInTheMiddle) {
  const Rgb middle = DivergingColor(GetParam(), 0.0);
  EXPECT_LE(std::abs(middle.red - middle.green), 4);
  EXPECT_LE(std::abs(middle.green - middle.blue), 4);
  EXPECT_EQ(DivergingColor(GetParam(), std::nan("")), middle);
}

double Lightness(Rgb color) { return ContrastRatio(color, Rgb{0, 0, 0}); }

TEST(MapColor, BothMapsGrowLighterFromEndToEnd) {
  for (const SequentialMap map : {SequentialMap::kViridis, SequentialMap::kCividis}) {
    for (int i = 1; i <= 100; ++i) {
      EXPECT_GE(Lightness(MapColor(map, i / 100.0)) + 1e-9,
                Lightness(MapColor(map, (i - 1) / 100.0)))
          << i;
    }
  }
}

TEST(MapColor, EndsAreExactAndValuesOutsideAreClamped) {
  EXPECT_EQ(Hex(MapColor(SequentialMap::kViridis, 0.0)), "#440154");
  EXPECT_EQ(Hex(MapColor(SequentialMap::kViridis, 1.0)), "#FDE725");
  EXPECT_EQ(Hex(MapColor(SequentialMap::kViridis, 7.0)), "#FDE725");
  EXPECT_EQ(Hex(MapColor(SequentialMap::kViridis, -1.0)), "#440154");
  EXPECT_EQ(Hex(MapColor(SequentialMap::kViridis, std::nan(""))), "#440154");
}

TEST(ContrastRatio, BlackOnWhiteIsTwentyOne) {
  EXPECT_NEAR(ContrastRatio({0, 0, 0}, {255, 255, 255}), 21.0, 1e-9);
}

}  // namespace
}  // namespace sentei
