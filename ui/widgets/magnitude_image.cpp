// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/magnitude_image.h"

#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QImage>
#include <QPainter>
#include <algorithm>

namespace sentei::ui {
namespace {

QRgb ColorOf(double share) {
  return viz::ToQColor(MapColor(viz::Appearance::Instance().map(), share)).rgb();
}

}  // namespace

MagnitudeImage::MagnitudeImage(QWidget* parent) : QWidget(parent) {
  setMinimumHeight(Px(140));
  connect(
      &viz::Appearance::Instance(), &viz::Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void MagnitudeImage::SetMap(formats::MagnitudeMap map) {
  map_ = std::move(map);
  largest_ = map_.cells.empty() ? 0.0F : *std::max_element(map_.cells.begin(), map_.cells.end());
  update();
}

QSize MagnitudeImage::sizeHint() const { return {Px(320), Px(200)}; }

void MagnitudeImage::PaintScale(QPainter& painter, const QRect& area) const {
  for (int y = 0; y < area.height(); ++y) {
    const double share = 1.0 - static_cast<double>(y) / std::max(1, area.height() - 1);
    painter.fillRect(area.left(), area.top() + y, Px(10), 1, QColor(ColorOf(share)));
  }
  painter.setFont(FontFor(TypeRole::kCaption));
  painter.setPen(viz::ToQColor(viz::Appearance::Instance().tokens().text2));
  const QRect labels = area.adjusted(Px(14), 0, 0, 0);
  painter.drawText(
      labels, Qt::AlignLeft | Qt::AlignTop, QString::number(static_cast<double>(largest_), 'g', 3));
  painter.drawText(labels, Qt::AlignLeft | Qt::AlignBottom, QStringLiteral("0"));
}

void MagnitudeImage::paintEvent(QPaintEvent* /*event*/) {
  if (map_.rows <= 0 || map_.columns <= 0) return;
  QImage image(static_cast<int>(map_.columns), static_cast<int>(map_.rows), QImage::Format_RGB32);
  for (int row = 0; row < image.height(); ++row) {
    for (int column = 0; column < image.width(); ++column) {
      const auto cell = static_cast<std::size_t>(row * map_.columns + column);
      const float share = largest_ > 0.0F ? map_.cells.at(cell) / largest_ : 0.0F;
      image.setPixel(column, row, ColorOf(static_cast<double>(share)));
    }
  }
  QPainter painter(this);
  const int scale = Px(64);
  painter.drawImage(rect().adjusted(0, 0, -scale - Px(8), 0), image);
  PaintScale(painter, QRect(width() - scale, 0, scale, height()));
}

}  // namespace sentei::ui
