// SPDX-License-Identifier: Apache-2.0
#include "viz/appearance.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace sentei::viz {
namespace {

TEST(Appearance, TellsOnlyOfChanges) {
  Appearance& appearance = Appearance::Instance();
  QSignalSpy changed(&appearance, &Appearance::Changed);
  appearance.SetTheme(Theme::kDark);
  appearance.SetTheme(Theme::kDark);
  EXPECT_EQ(changed.count(), 1);
  appearance.SetTheme(Theme::kLight);
}

}  // namespace
}  // namespace sentei::viz
