// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QToolButton>

class QPainter;
class QRectF;

namespace sentei::viz {

enum class Glyph : std::uint8_t { kTable, kMore, kLock, kUnlock, kScissors };

/// Draws the glyph in the middle of `rect`, 1.5 px strokes on a grid of 16.
void PaintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const QColor& color);

/// A flat 24 px button that shows a glyph in the colours of the Appearance. Give it a tooltip and
/// an accessible name.
class GlyphButton final : public QToolButton {
  Q_OBJECT

 public:
  explicit GlyphButton(Glyph glyph, QWidget* parent = nullptr);

  void SetGlyph(Glyph glyph);
  /// Tooltip and name in one.
  void SetLabel(const QString& label);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;

 private:
  Glyph glyph_;
  bool ring_ = false;
};

}  // namespace sentei::viz
