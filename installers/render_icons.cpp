// SPDX-License-Identifier: Apache-2.0
// render_icons DRAWING.svg SIZE OUT.png: one icon of the package, drawn while it is built.
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QString>
#include <QSvgRenderer>
#include <cstdio>

int main(int argc, char** argv) {
  const int size = argc == 4 ? QString::fromLocal8Bit(argv[2]).toInt() : 0;
  if (size <= 0) {
    std::fputs("usage: render_icons DRAWING.svg SIZE OUT.png\n", stderr);
    return 2;
  }
  QSvgRenderer drawing(QFile::decodeName(argv[1]));
  QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  drawing.render(&painter, QRectF(0, 0, size, size));
  painter.end();
  if (drawing.isValid() && image.save(QFile::decodeName(argv[3]), "PNG")) return 0;
  std::fprintf(stderr, "render_icons: %s could not be drawn into %s\n", argv[1], argv[3]);
  return 1;
}
