// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/tensor_statistics.h"

#include <QWidget>

namespace sentei::ui {

/// A tensor's magnitudes as a picture in the colours of the maps, scaled to the widget, with its
/// scale at the right. GUI thread.
class MagnitudeImage final : public QWidget {
  Q_OBJECT

 public:
  explicit MagnitudeImage(QWidget* parent = nullptr);

  void SetMap(formats::MagnitudeMap map);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void PaintScale(QPainter& painter, const QRect& area) const;

  formats::MagnitudeMap map_;
  float largest_ = 0.0F;
};

}  // namespace sentei::ui
