// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/kept_slider.h"

#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"
#include "viz/plot_style.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionSlider>
#include <algorithm>
#include <cmath>

namespace sentei::ui {
namespace {

constexpr std::int64_t kMostTicks = 16;
constexpr int kKeySteps = 4;

struct Groove {
  QRectF rect;
  double first = 0.0;
  double last = 0.0;

  [[nodiscard]] double At(std::int64_t count, std::int64_t units) const {
    const double share = units == 0 ? 1.0 : static_cast<double>(count) / static_cast<double>(units);
    return first + share * (last - first);
  }
};

Groove GrooveOf(const QRect& rect) {
  const double half = 0.5 * Px(9);
  const double height = Px(4);
  Groove groove;
  groove.first = rect.left() + half;
  groove.last = rect.right() + 1 - half;
  groove.rect = QRectF(
      groove.first, rect.center().y() + 1 - 0.5 * height, groove.last - groove.first, height);
  return groove;
}

// Where the handle cannot go; seen where a drawn count lies there all the same.
void PaintBeyondCap(QPainter& painter, const Groove& groove, const SliderState& state) {
  const std::int64_t lowest = std::max(state.floor, state.cap_lowest);
  if (state.locked || lowest <= 0) return;
  QRectF beyond = groove.rect;
  beyond.setRight(groove.At(lowest, state.units));
  viz::PaintHatch(
      painter, beyond, Px(4), viz::ToQColor(viz::Appearance::Instance().tokens().control));
}

void PaintTicks(QPainter& painter, const Groove& groove, const SliderState& state) {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  const double middle = groove.rect.center().y();
  painter.setPen(QPen(viz::ToQColor(tokens.control), 1));
  if (state.units <= kMostTicks) {
    for (std::int64_t count = 0; count <= state.units; ++count) {
      const double x = std::floor(groove.At(count, state.units)) + 0.5;
      painter.drawLine(QPointF(x, middle + Px(4)), QPointF(x, middle + Px(6)));
    }
  }
  const std::int64_t lowest = std::max(state.floor, state.cap_lowest);
  if (state.locked || lowest >= state.units) return;
  painter.setPen(QPen(viz::ToQColor(tokens.text2), 1));
  const double x = std::floor(groove.At(lowest, state.units)) + 0.5;
  painter.drawLine(QPointF(x, middle - Px(5)), QPointF(x, middle + Px(5)));
}

void PaintSuggestion(QPainter& painter, const Groove& groove, const SliderState& state) {
  if (!state.suggested.has_value()) return;
  const double x = groove.At(*state.suggested, state.units);
  const double top = groove.rect.center().y() + Px(5);
  QPainterPath triangle(QPointF(x, top));
  triangle.lineTo(x - Px(3), top + Px(4));
  triangle.lineTo(x + Px(3), top + Px(4));
  triangle.closeSubpath();
  painter.fillPath(triangle, viz::ToQColor(viz::Appearance::Instance().tokens().text2));
}

void PaintHandle(QPainter& painter,
                 const Groove& groove,
                 const SliderState& state,
                 SliderLook look) {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  const QSizeF size(Px(9), Px(13));
  QRectF handle(QPointF(0, 0), size);
  handle.moveCenter(QPointF(groove.At(state.kept, state.units), groove.rect.center().y()));
  const bool current = look == SliderLook::kCurrent;
  const Rgb outline = state.locked ? tokens.border : current ? tokens.accent_line : tokens.control;
  painter.setPen(QPen(viz::ToQColor(outline), current ? 1.5 : 1.0));
  painter.setBrush(viz::ToQColor(state.locked ? tokens.track : tokens.base));
  painter.drawRoundedRect(handle.adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5);
}

}  // namespace

void PaintKeptSlider(QPainter& painter,
                     const QRect& rect,
                     const SliderState& state,
                     SliderLook look) {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  const Groove groove = GrooveOf(rect);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(viz::ToQColor(tokens.track));
  painter.drawRoundedRect(groove.rect, 2, 2);
  PaintBeyondCap(painter, groove, state);
  painter.setPen(Qt::NoPen);
  QRectF fill = groove.rect;
  fill.setRight(groove.At(state.kept, state.units));
  painter.setBrush(viz::ToQColor(state.locked ? tokens.control : tokens.accent_line));
  painter.drawRoundedRect(fill, 2, 2);
  PaintTicks(painter, groove, state);
  PaintSuggestion(painter, groove, state);
  PaintHandle(painter, groove, state, look);
  painter.restore();
}

std::int64_t CountAt(const QRect& rect, const SliderState& state, int x) {
  const Groove groove = GrooveOf(rect);
  const double width = std::max(1.0, groove.last - groove.first);
  const double share = std::clamp((x - groove.first) / width, 0.0, 1.0);
  return std::llround(share * static_cast<double>(state.units));
}

KeptSlider::KeptSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMinimumWidth(Px(40));
}

void KeptSlider::Show(const SliderState& state) {
  state_ = state;
  setRange(0, static_cast<int>(state.units));
  setSingleStep(static_cast<int>(state.alignment));
  setValue(static_cast<int>(state.kept));
  setEnabled(!state.locked);
  update();
}

void KeptSlider::SetLook(SliderLook look) {
  look_ = look;
  update();
}

void KeptSlider::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  PaintKeptSlider(painter, rect(), state_, hasFocus() ? SliderLook::kCurrent : look_);
  if (!hasFocus()) return;
  painter.setPen(QPen(viz::ToQColor(viz::Appearance::Instance().tokens().accent_line), 2));
  painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void KeptSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  emit Wanted(CountAt(rect(), state_, event->pos().x()), Merge::kSameDrag);
}

void KeptSlider::mouseMoveEvent(QMouseEvent* event) {
  if (!event->buttons().testFlag(Qt::LeftButton)) return event->ignore();
  emit Wanted(CountAt(rect(), state_, event->pos().x()), Merge::kSameDrag);
}

void KeptSlider::mouseReleaseEvent(QMouseEvent* /*event*/) { emit DragEnded(); }

void KeptSlider::keyPressEvent(QKeyEvent* event) {
  const int steps = event->modifiers().testFlag(Qt::ShiftModifier) ? kKeySteps : 1;
  switch (event->key()) {
    case Qt::Key_Left:
      emit Stepped(-steps);
      break;
    case Qt::Key_Right:
      emit Stepped(steps);
      break;
    case Qt::Key_Home:
      emit Wanted(0, Merge::kNever);
      break;
    case Qt::Key_End:
      emit Wanted(state_.units, Merge::kNever);
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

// A page is scrolled more often than a slider is meant.
void KeptSlider::wheelEvent(QWheelEvent* event) { event->ignore(); }

}  // namespace sentei::ui
