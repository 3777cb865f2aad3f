// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/run_marker.h"

#include "ui/theme/theme.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmap>

namespace sentei::ui {
namespace {

class MarkerEngine final : public QIconEngine {
 public:
  explicit MarkerEngine(const viz::SeriesStyle& style) : style_(style) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
    PaintRunMarker(*painter, QRectF(rect).center(), style_);
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.scale(size.width() / static_cast<double>(Px(16)),
                  size.height() / static_cast<double>(Px(16)));
    paint(&painter, QRect(0, 0, Px(16), Px(16)), mode, state);
    return pixmap;
  }
  [[nodiscard]] QIconEngine* clone() const override { return new MarkerEngine(style_); }

 private:
  viz::SeriesStyle style_;
};

}  // namespace

void PaintRunMarker(QPainter& painter, QPointF center, const viz::SeriesStyle& style) {
  const std::optional<Marker> marker = viz::SeriesMarker(style);
  if (!marker.has_value()) return;
  viz::PaintMarker(painter, center, *marker, Px(8), viz::SeriesColor(style));
}

QIcon MarkerIcon(const viz::SeriesStyle& style) { return QIcon(new MarkerEngine(style)); }

}  // namespace sentei::ui
