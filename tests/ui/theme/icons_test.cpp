// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icons.h"

#include "viz/appearance.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QImage>
#include <QPainter>

namespace sentei::ui {
namespace {

using viz::Appearance;
using viz::ToQColor;

// The colour of the strongest pixel; stop.svg is wide enough to have fully covered ones.
QColor Ink(const QIcon& icon, QIcon::Mode mode = QIcon::Normal, QIcon::State state = QIcon::Off) {
  const QImage image = icon.pixmap(QSize(64, 64), 1.0, mode, state).toImage();
  QColor ink = Qt::transparent;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      if (pixel.alpha() > ink.alpha()) ink = pixel;
    }
  }
  return ink;
}

class Icons : public testing::Test {
 protected:
  void TearDown() override { Appearance::Instance().SetTheme(Theme::kLight); }
  static const ThemeTokens& tokens() { return Appearance::Instance().tokens(); }
};

TEST_F(Icons, EveryDrawingLeavesInkAndKeepsInsideItsSquare) {
  ASSERT_FALSE(ThemedIcon(QStringLiteral("home")).isNull());
  const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
  EXPECT_GE(files.size(), 50);
  for (const QString& file : files) {
    const QIcon icon = ThemedIcon(file.chopped(4));
    EXPECT_EQ(Ink(icon).alpha(), 255) << file.toStdString();
    const QImage image = icon.pixmap(QSize(32, 32), 1.0).toImage();
    for (const int edge : {0, 31}) {
      for (int i = 0; i < 32 && !file.startsWith(QStringLiteral("sentei")); ++i) {
        EXPECT_LT(image.pixelColor(edge, i).alpha(), 128) << file.toStdString();
        EXPECT_LT(image.pixelColor(i, edge).alpha(), 128) << file.toStdString();
      }
    }
  }
}

TEST_F(Icons, TakeTheColourOfTheirStateFromTheTokens) {
  const QIcon icon = ThemedIcon(QStringLiteral("stop"));
  EXPECT_EQ(Ink(icon), ToQColor(tokens().text2));
  EXPECT_EQ(Ink(icon, QIcon::Selected), ToQColor(tokens().accent_line));
  EXPECT_EQ(Ink(icon, QIcon::Normal, QIcon::On), ToQColor(tokens().accent_line));
  EXPECT_EQ(Ink(icon, QIcon::Disabled), ToQColor(tokens().disabled));
}

TEST_F(Icons, StateIconsKeepTheirColourWhenSelected) {
  const QIcon icon = ThemedIcon(QStringLiteral("stop"), IconRole::kDanger);
  EXPECT_EQ(Ink(icon, QIcon::Selected), ToQColor(tokens().danger));
  EXPECT_EQ(Ink(ThemedIcon(QStringLiteral("stop"), IconRole::kOnAccent)), QColor(Qt::white));
}

TEST_F(Icons, AnIconMadeBeforeFollowsTheTheme) {
  const QIcon icon = ThemedIcon(QStringLiteral("stop"), IconRole::kText);
  const QIcon copy = icon;
  EXPECT_EQ(Ink(icon), ToQColor(Tokens(Theme::kLight).text));
  Appearance::Instance().SetTheme(Theme::kDark);
  EXPECT_EQ(Ink(copy), ToQColor(Tokens(Theme::kDark).text));
}

TEST_F(Icons, TheBonsaiTakesTheAccentOfTheTheme) {
  Appearance::Instance().SetTheme(Theme::kDark);
  const QImage image =
      ThemedIcon(QStringLiteral("bonsai"), IconRole::kText).pixmap(QSize(128, 128), 1.0).toImage();
  int accented = 0;
  for (int y = 0; y < 128; ++y) {
    for (int x = 0; x < 128; ++x) {
      accented += image.pixelColor(x, y) == ToQColor(Tokens(Theme::kDark).accent_line) ? 1 : 0;
    }
  }
  EXPECT_GT(accented, 100);
}

TEST_F(Icons, AreDrawnAtTheResolutionOfTheScreen) {
  const QPixmap pixmap = ThemedIcon(QStringLiteral("stop")).pixmap(QSize(16, 16), 3.0);
  EXPECT_EQ(pixmap.size(), QSize(48, 48));
  EXPECT_EQ(pixmap.devicePixelRatio(), 3.0);
  // A stroke of 4.5 device pixels has covered ones beside each other; an enlarged icon is blurred.
  const QImage image = pixmap.toImage();
  EXPECT_EQ(image.pixelColor(24, 9).alpha(), 255);
  EXPECT_EQ(image.pixelColor(24, 10).alpha(), 255);
  EXPECT_EQ(image.pixelColor(24, 24).alpha(), 0);
}

TEST_F(Icons, PaintIntoAnyRectangle) {
  QImage image(40, 20, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  ThemedIcon(QStringLiteral("stop")).paint(&painter, QRect(20, 2, 16, 16));
  painter.end();
  EXPECT_EQ(image.pixelColor(10, 10).alpha(), 0);
  EXPECT_GT(image.pixelColor(23, 10).alpha(), 200);
}

TEST_F(Icons, TheProgramHasASmallAndALargeDrawing) {
  const QIcon icon = ApplicationIcon();
  EXPECT_TRUE(icon.availableSizes().contains(QSize(16, 16)));
  EXPECT_TRUE(icon.availableSizes().contains(QSize(256, 256)));
}

}  // namespace
}  // namespace sentei::ui
