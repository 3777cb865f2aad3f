// SPDX-License-Identifier: Apache-2.0
// The part of ParallelPlot that answers mouse and keyboard.
#include "viz/parallel_plot.h"
#include "viz/tool_tip.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace sentei::viz {
namespace {

constexpr double kBrushWidth = 12.0;
constexpr double kReach = 6.0;

double DistanceToSegment(QPointF p, QPointF a, QPointF b) {
  const QPointF along = b - a;
  const double length = QPointF::dotProduct(along, along);
  const double share =
      length > 0 ? std::clamp(QPointF::dotProduct(p - a, along) / length, 0.0, 1.0) : 0.0;
  const QPointF away = p - (a + share * along);
  return std::sqrt(QPointF::dotProduct(away, away));
}

}  // namespace

std::optional<std::size_t> ParallelPlot::AxisAt(QPointF position) const {
  const QRectF area = Area(size());
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    const bool inside = position.y() >= area.top() - 6 && position.y() <= area.bottom() + 6;
    if (inside && std::abs(position.x() - AxisX(axis, area)) <= kBrushWidth) return axis;
  }
  return std::nullopt;
}

std::optional<std::size_t> ParallelPlot::TitleAt(QPointF position) const {
  const QRectF area = Area(size());
  if (axes_.empty() || position.y() >= area.top() - 6) return std::nullopt;
  std::size_t nearest = 0;
  for (std::size_t axis = 1; axis < axes_.size(); ++axis) {
    if (std::abs(position.x() - AxisX(axis, area)) < std::abs(position.x() - AxisX(nearest, area)))
      nearest = axis;
  }
  return nearest;
}

std::optional<std::size_t> ParallelPlot::RunAt(QPointF position) const {
  const QRectF area = Area(size());
  std::optional<std::size_t> nearest;
  double best = kReach;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    if (!IsInRange(run)) continue;
    for (std::size_t axis = 0; axis + 1 < axes_.size(); ++axis) {
      const auto& a = runs_[run].values[axis];
      const auto& b = runs_[run].values[axis + 1];
      const double left = AxisX(axis, area);
      const double right = AxisX(axis + 1, area);
      if (!a || !b || position.x() < left - kReach || position.x() > right + kReach) continue;
      const double distance = DistanceToSegment(
          position, {left, ToY(axis, *a, area)}, {right, ToY(axis + 1, *b, area)});
      if (distance >= best) continue;
      best = distance;
      nearest = run;
    }
  }
  return nearest;
}

void ParallelPlot::HoverRun(std::optional<std::size_t> run) {
  if (run == hovered_run_) return;
  hovered_run_ = run;
  update();
  emit Described(run ? DescribeRun(*run) : QString());
}

void ParallelPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  drag_start_ = event->position();
  if (const auto title = TitleAt(drag_start_)) {
    drag_ = Drag::kTitle;
    drag_axis_ = *title;
  } else if (const auto axis = AxisAt(drag_start_)) {
    drag_ = Drag::kBrush;
    drag_axis_ = *axis;
  } else if (const auto run = RunAt(drag_start_)) {
    emit RunActivated(static_cast<int>(*run));
    return;
  }
  if (drag_ != Drag::kNone) SelectAxis(static_cast<std::ptrdiff_t>(drag_axis_));
}

void ParallelPlot::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (drag_ == Drag::kBrush) {
    const QRectF area = Area(size());
    SetBrush(drag_axis_,
             Brush{FromY(drag_axis_, drag_start_.y(), area), FromY(drag_axis_, at.y(), area)});
    return;
  }
  if (drag_ == Drag::kTitle) {
    if (const auto to = TitleAt({at.x(), 0}); to && *to != drag_axis_) {
      MoveAxis(drag_axis_, *to);
      drag_axis_ = *to;
      current_axis_ = *to;
    }
    return;
  }
  setCursor(TitleAt(at) ? Qt::OpenHandCursor : AxisAt(at) ? Qt::SizeVerCursor : Qt::ArrowCursor);
  HoverRun(RunAt(at));
  if (hovered_run_) {
    QToolTip::showText(event->globalPosition().toPoint(),
                       ToolTipOf(DescribeRun(*hovered_run_), TipForm::kLines),
                       this);
  } else {
    QToolTip::hideText();
  }
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent* event) {
  const bool click = std::abs(event->position().y() - drag_start_.y()) < 3;
  if (drag_ == Drag::kBrush && click) SetBrush(drag_axis_, std::nullopt);
  drag_ = Drag::kNone;
}

void ParallelPlot::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const auto title = TitleAt(event->pos());
  const auto axis = keyboard ? std::optional(current_axis_) : title ? title : AxisAt(event->pos());
  if (!axis || *axis >= axes_.size()) return;
  SelectAxis(static_cast<std::ptrdiff_t>(*axis));
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Flip axis"), this, [this, at = *axis] { Flip(at); });
  QAction* log = menu->addAction(tr("Logarithmic"), this, [this, at = *axis] { ToggleLog(at); });
  log->setCheckable(true);
  log->setChecked(axes_[*axis].scale == AxisScale::kLog);
  log->setEnabled(axes_[*axis].categories.isEmpty());
  menu->addAction(tr("Clear filter"), this, [this, at = *axis] { SetBrush(at, std::nullopt); })
      ->setEnabled(brushes_[*axis].has_value());
  menu->popup(event->globalPos());
}

void ParallelPlot::leaveEvent(QEvent* /*event*/) { HoverRun(std::nullopt); }

void ParallelPlot::SelectAxis(std::ptrdiff_t axis) {
  if (axes_.empty()) return;
  current_axis_ = static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(axis, 0, static_cast<std::ptrdiff_t>(axes_.size()) - 1));
  Announce(DescribeAxis(current_axis_));
  update();
}

/// Both in shares of the axis. Without a brush the first step makes one of the upper half.
void ParallelPlot::StepBrush(double move, double grow) {
  const QRectF area = Area(size());
  const auto& brush = brushes_[current_axis_];
  double top = brush ? ToY(current_axis_, brush->high, area) : area.top();
  double bottom = brush ? ToY(current_axis_, brush->low, area) : area.center().y();
  if (top > bottom) std::swap(top, bottom);
  if (brush) {  // moved as a whole, as far as the axis goes
    const double shift = std::clamp(-move * area.height(),
                                    std::min(0.0, area.top() - top),
                                    std::max(0.0, area.bottom() - bottom));
    top = std::max(area.top(), top + shift - grow * area.height());
    bottom = std::min(area.bottom(), bottom + shift + grow * area.height());
    if (bottom - top < 4) return;
  }
  SetBrush(current_axis_,
           Brush{FromY(current_axis_, bottom, area), FromY(current_axis_, top, area)});
  Announce(DescribeAxis(current_axis_));
}

void ParallelPlot::keyPressEvent(QKeyEvent* event) {
  if (axes_.empty() || !HandleAxisKey(*event)) QWidget::keyPressEvent(event);
}

bool ParallelPlot::HandleAxisKey(QKeyEvent& event) {
  const auto axis = static_cast<std::ptrdiff_t>(current_axis_);
  const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
  const auto step = [&](std::ptrdiff_t by) {
    const auto to = static_cast<std::size_t>(axis + by);
    if (shift && axis + by >= 0) MoveAxis(current_axis_, to);
    SelectAxis(axis + by);
  };
  constexpr double kStep = 0.05;
  switch (event.key()) {
    case Qt::Key_Left:
      step(-1);
      return true;
    case Qt::Key_Right:
      step(1);
      return true;
    case Qt::Key_Up:
      StepBrush(kStep, 0);
      return true;
    case Qt::Key_Down:
      StepBrush(-kStep, 0);
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      StepBrush(0, kStep);
      return true;
    case Qt::Key_Minus:
      StepBrush(0, -kStep);
      return true;
    case Qt::Key_F:
      Flip(current_axis_);
      return true;
    case Qt::Key_L:
      ToggleLog(current_axis_);
      return true;
    case Qt::Key_Escape:
      if (!brushes_[current_axis_]) return false;
      SetBrush(current_axis_, std::nullopt);
      Announce(DescribeAxis(current_axis_));
      return true;
    default:
      return false;
  }
}

void ParallelPlot::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  SelectAxis(static_cast<std::ptrdiff_t>(current_axis_));
}

void ParallelPlot::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace sentei::viz
