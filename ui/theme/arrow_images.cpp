// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/arrow_images.h"

#include "viz/appearance.h"

#include <QImage>
#include <QPainter>

namespace sentei::ui {
namespace {

constexpr int kSide = 12;

QImage Draw(ArrowImages::Direction direction, Rgb color, int scale) {
  QImage image(kSide * scale, kSide * scale, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(scale, scale);
  painter.setPen(QPen(viz::ToQColor(color), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const bool down = direction == ArrowImages::Direction::kDown;
  const double wings = down ? 4.5 : 7.5;
  const double tip = down ? 7.5 : 4.5;
  painter.drawPolyline(QPolygonF({{3.0, wings}, {6.0, tip}, {9.0, wings}}));
  return image;
}

}  // namespace

QString ArrowImages::File(Direction direction, Theme theme) {
  const QString name = QStringLiteral("%1-%2").arg(
      direction == Direction::kUp ? QStringLiteral("up") : QStringLiteral("down"),
      theme == Theme::kDark ? QStringLiteral("dark") : QStringLiteral("light"));
  const QString file = folder_.filePath(name + QStringLiteral(".png"));
  const Rgb color = Tokens(theme).text2;
  const bool written =
      Draw(direction, color, 1).save(file) &&
      Draw(direction, color, 2).save(folder_.filePath(name + QStringLiteral("@2x.png")));
  return written ? file : QString();
}

}  // namespace sentei::ui
