// SPDX-License-Identifier: Apache-2.0
#include "viz/glyph.h"

#include "viz/appearance.h"
#include "viz/spoken_value.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace sentei::viz {
namespace {

QPainterPath TablePath() {
  QPainterPath path;
  path.addRect(2, 3, 12, 10);
  path.moveTo(2, 6.5);
  path.lineTo(14, 6.5);
  path.moveTo(2, 9.75);
  path.lineTo(14, 9.75);
  path.moveTo(6.5, 3);
  path.lineTo(6.5, 13);
  return path;
}

QPainterPath MorePath() {
  QPainterPath path;
  for (const double x : {3.0, 8.0, 13.0}) path.addEllipse(QPointF(x, 8), 0.4, 0.4);
  return path;
}

QPainterPath LockPath(double shackle_end) {
  QPainterPath path;
  path.addRoundedRect(QRectF(3.5, 7, 9, 6.5), 1, 1);
  path.moveTo(5.5, 7);
  path.lineTo(5.5, 5);
  path.arcTo(QRectF(5.5, 2.5, 5, 5), 180, -180);
  path.lineTo(10.5, shackle_end);
  return path;
}

QPainterPath ScissorsPath() {
  QPainterPath path;
  path.addEllipse(QPointF(4, 12), 2, 2);
  path.addEllipse(QPointF(12, 12), 2, 2);
  path.moveTo(5.2, 10.4);
  path.lineTo(11, 2);
  path.moveTo(10.8, 10.4);
  path.lineTo(5, 2);
  return path;
}

QPainterPath PathOf(Glyph glyph) {
  switch (glyph) {
    case Glyph::kTable:
      return TablePath();
    case Glyph::kMore:
      return MorePath();
    case Glyph::kLock:
      return LockPath(7);
    case Glyph::kUnlock:
      return LockPath(5.2);
    case Glyph::kScissors:
      return ScissorsPath();
  }
  return {};
}

}  // namespace

void PaintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const QColor& color) {
  const double scale = std::min({rect.width(), rect.height(), 16.0}) / 16.0;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(rect.center());
  painter.scale(scale, scale);
  painter.translate(-8, -8);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(PathOf(glyph));
  painter.restore();
}

GlyphButton::GlyphButton(Glyph glyph, QWidget* parent) : QToolButton(parent), glyph_(glyph) {
  setAutoRaise(true);
  setFocusPolicy(Qt::StrongFocus);
  setPopupMode(QToolButton::InstantPopup);
  connect(&Appearance::Instance(), &Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void GlyphButton::SetGlyph(Glyph glyph) {
  glyph_ = glyph;
  update();
}

void GlyphButton::SetLabel(const QString& label) {
  setToolTip(label);
  setAccessibleName(label);
}

QSize GlyphButton::sizeHint() const {
  const int side = std::max(24, fontMetrics().height() + 6);
  return {side, side};
}

void GlyphButton::focusInEvent(QFocusEvent* event) {
  QToolButton::focusInEvent(event);
  ring_ = IsKeyboardFocus(*event);
}

void GlyphButton::paintEvent(QPaintEvent* /*event*/) {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  if (isChecked() || underMouse() || isDown()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(ToQColor(isChecked() ? tokens.selection : tokens.window));
    painter.drawRoundedRect(box, 4, 4);
  }
  if (hasFocus() && ring_) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ToQColor(tokens.accent_line), 2));
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4);
  }
  const Rgb color = !isEnabled() ? tokens.disabled : isChecked() ? tokens.accent_line : tokens.text;
  const double side = 16.0 * fontMetrics().height() / 18.0;
  QRectF place(0, 0, std::max(16.0, side), std::max(16.0, side));
  place.moveCenter(QRectF(rect()).center());
  PaintGlyph(painter, place, glyph_, ToQColor(color));
}

}  // namespace sentei::viz
