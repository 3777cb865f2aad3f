// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/shots/contact_sheet.h"

#include <QDir>
#include <QImage>
#include <QPainter>

namespace sentei::shots {
namespace {

constexpr int kColumns = 4;
constexpr QSize kCell(480, 330);
constexpr int kCaption = 24;
const QString kName = QStringLiteral("contact-sheet.png");

}  // namespace

int WriteContactSheet(const QString& folder) {
  const QDir dir(folder);
  QStringList names = dir.entryList({QStringLiteral("*.png")}, QDir::Files, QDir::Name);
  names.removeAll(kName);
  const int count = static_cast<int>(names.size());
  const int rows = (count + kColumns - 1) / kColumns;
  QImage sheet(kColumns * kCell.width(), std::max(1, rows) * kCell.height(), QImage::Format_RGB32);
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  for (int i = 0; i < count; ++i) {
    const QRect cell(QPoint(i % kColumns * kCell.width(), i / kColumns * kCell.height()), kCell);
    const QImage picture(dir.filePath(names[i]));
    const QRect area = cell.adjusted(6, kCaption, -6, -6);
    const QImage small = picture.scaled(area.size(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
    painter.drawImage(area.topLeft(), small);
    painter.drawText(cell.adjusted(6, 4, -6, 0), Qt::AlignTop | Qt::AlignLeft, names[i]);
  }
  painter.end();
  sheet.save(dir.filePath(kName));
  return count;
}

}  // namespace sentei::shots
