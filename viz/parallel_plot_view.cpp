// SPDX-License-Identifier: Apache-2.0
// The part of ParallelPlot that paints, and answers mouse and keyboard.
#include "viz/appearance.h"
#include "viz/parallel_plot.h"
#include "viz/spoken_value.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
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

QRectF ParallelPlot::Area(QSize size) const {
  const double line = QFontMetricsF(font()).height();
  double left = 56;
  double right = 56;
  const QFontMetricsF metrics(CaptionFont(*this));
  if (!axes_.empty()) {
    for (const QString& name : axes_.front().categories)
      left = std::max(left, metrics.horizontalAdvance(name) + 20);
    left = std::max(left, QFontMetricsF(font()).horizontalAdvance(axes_.front().title) / 2 + 12);
    right = std::max(right, QFontMetricsF(font()).horizontalAdvance(axes_.back().title) / 2 + 12);
  }
  left = std::min(left, size.width() * 0.3);
  return {left,
          line + 18,
          std::max(1.0, size.width() - left - right),
          std::max(1.0, size.height() - line - 18 - 12)};
}

double ParallelPlot::AxisX(std::size_t axis, const QRectF& area) const {
  if (axes_.size() < 2) return area.center().x();
  return area.left() +
         area.width() * static_cast<double>(axis) / static_cast<double>(axes_.size() - 1);
}

double ParallelPlot::ToY(std::size_t axis, double value, const QRectF& area) const {
  const Span& span = spans_[axis];
  double share = (value - span.low) / (span.high - span.low);
  if (axes_[axis].scale == AxisScale::kLog && span.low > 0) {
    share = std::log(std::max(value, span.low * 1e-6) / span.low) / std::log(span.high / span.low);
  }
  if (axes_[axis].flipped) share = 1 - share;
  return area.bottom() - share * area.height();
}

double ParallelPlot::FromY(std::size_t axis, double y, const QRectF& area) const {
  double share = std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
  if (axes_[axis].flipped) share = 1 - share;
  const Span& span = spans_[axis];
  if (axes_[axis].scale == AxisScale::kLog && span.low > 0)
    return span.low * std::pow(span.high / span.low, share);
  return span.low + share * (span.high - span.low);
}

void ParallelPlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  Paint(painter, size());
}

void ParallelPlot::Paint(QPainter& painter, QSize size) const {
  painter.fillRect(QRect(QPoint(0, 0), size), ToQColor(Appearance::Instance().tokens().base));
  if (axes_.empty()) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = Area(size);
  // What is out of range below, then context, then the selected runs, the hovered one on top.
  const auto level = [&](std::size_t run) {
    if (hovered_run_ == run) return 3;
    if (!IsInRange(run)) return 0;
    return runs_[run].style.kind == SeriesStyle::Kind::kMuted ? 1 : 2;
  };
  std::vector<int> levels;
  for (std::size_t run = 0; run < runs_.size(); ++run) levels.push_back(level(run));
  for (int at = 0; at <= 3; ++at) {
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      if (levels[run] == at) PaintRun(painter, run, area);
    }
  }
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) PaintAxis(painter, axis, area);
  PaintEndLabels(painter, area);
  painter.restore();
}

void ParallelPlot::PaintRun(QPainter& painter, std::size_t run, const QRectF& area) const {
  const ParallelRun& data = runs_[run];
  const bool in_range = IsInRange(run);
  const bool hovered = hovered_run_ == run;
  QPen pen = SeriesPen(data.style);
  if (!in_range) pen = QPen(ToQColor(Appearance::Instance().tokens().grid), 1);
  if (hovered) pen.setWidthF(2.5);
  if (hovered && data.style.kind == SeriesStyle::Kind::kMuted)
    pen.setColor(ToQColor(Appearance::Instance().tokens().text));
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  QPolygonF line;
  const auto flush = [&] {
    if (line.size() > 1) painter.drawPolyline(line);
    line.clear();
  };
  const auto marker = SeriesMarker(data.style);
  std::vector<QPointF> points;
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    if (!data.values[axis] || !std::isfinite(*data.values[axis])) {
      flush();
      continue;
    }
    line << QPointF(AxisX(axis, area), ToY(axis, *data.values[axis], area));
    points.push_back(line.back());
  }
  flush();
  if (!marker || !in_range) return;
  for (const QPointF& point : points)
    PaintMarker(painter, point, *marker, 8, SeriesColor(data.style));
}

void ParallelPlot::PaintAxis(QPainter& painter, std::size_t axis, const QRectF& area) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  const double x = std::floor(AxisX(axis, area)) + 0.5;
  if (brushes_[axis]) {
    QRectF box(QPointF(x - kBrushWidth / 2, ToY(axis, brushes_[axis]->high, area)),
               QPointF(x + kBrushWidth / 2, ToY(axis, brushes_[axis]->low, area)));
    QColor ground = ToQColor(tokens.accent_line);
    ground.setAlphaF(0.14F);
    painter.setBrush(ground);
    painter.setPen(QPen(ToQColor(tokens.accent_line), 1));
    painter.drawRect(box.normalized());
  }
  painter.setPen(QPen(ToQColor(tokens.control), 1));
  painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom() + 4));
  PaintTicks(painter, axis, area);
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(bold);
  QString title = axes_[axis].title;
  if (axes_[axis].scale == AxisScale::kLog) title += QStringLiteral(" (log)");
  const double room =
      axes_.size() > 1 ? area.width() / static_cast<double>(axes_.size() - 1) - 8 : area.width();
  title = metrics.elidedText(title, Qt::ElideRight, std::max(room, 40.0));
  const QRectF box(x - room / 2, 4, room, metrics.height());
  painter.setFont(bold);
  painter.setPen(ToQColor(tokens.text));
  painter.drawText(box, Qt::AlignCenter, title);
  if (!hasFocus() || axis != current_axis_) return;
  const double half = metrics.horizontalAdvance(title) / 2 + 6;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ToQColor(tokens.accent_line), 2));
  painter.drawRoundedRect(QRectF(x - half, 2, 2 * half, metrics.height() + 4), 4, 4);
}

void ParallelPlot::PaintTicks(QPainter& painter, std::size_t axis, const QRectF& area) const {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  painter.setFont(CaptionFont(*this));
  const QFontMetricsF metrics(painter.font());
  const double x = AxisX(axis, area);
  std::vector<double> values;
  const QStringList& categories = axes_[axis].categories;
  for (qsizetype i = 0; i < categories.size(); ++i) values.push_back(static_cast<double>(i));
  if (categories.isEmpty()) {
    const Span& span = spans_[axis];
    const double raw = (span.high - span.low) / std::max(2.0, std::min(4.0, area.height() / 40));
    const double decade = std::pow(10.0, std::floor(std::log10(raw)));
    const double lead = raw / decade;
    const double step = decade * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    for (double tick = std::ceil(span.low / step) * step; tick <= span.high; tick += step)
      values.push_back(tick);
  }
  double last = std::numeric_limits<double>::infinity();
  QColor ground = ToQColor(tokens.base);
  ground.setAlphaF(0.8F);
  for (const double value : values) {
    const double y = ToY(axis, value, area);
    if (std::abs(y - last) < metrics.height()) continue;
    last = y;
    const double room = axis == 0 ? x - 12 : 110;
    const QString text = metrics.elidedText(
        ValueText(axis, std::abs(value) < 1e-12 ? 0 : value), Qt::ElideRight, room);
    const double width = metrics.horizontalAdvance(text);
    const QRectF box(x - 8 - width, y - metrics.height() / 2, width, metrics.height());
    painter.fillRect(box.adjusted(-1, 0, 1, 0), ground);
    painter.setPen(QPen(ToQColor(tokens.control), 1));
    painter.drawLine(QPointF(x - 4, y), QPointF(x, y));
    painter.setPen(ToQColor(tokens.text2));
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, text);
  }
}

void ParallelPlot::PaintEndLabels(QPainter& painter, const QRectF& area) const {
  struct Label {
    double y;
    QString text;
  };
  std::vector<Label> labels;
  const std::size_t last = axes_.size() - 1;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    const auto& value = runs_[run].values[last];
    if (runs_[run].label.isEmpty() || !value || !std::isfinite(*value) || !IsInRange(run)) continue;
    labels.push_back({ToY(last, *value, area), runs_[run].label});
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  painter.setFont(CaptionFont(*this));
  painter.setPen(ToQColor(Appearance::Instance().tokens().text));
  const double height = QFontMetricsF(painter.font()).height();
  double next = -std::numeric_limits<double>::infinity();
  for (const Label& label : labels) {
    const double y = std::max(label.y, next);
    next = y + height * 0.9;
    painter.drawText(QRectF(AxisX(last, area) + 12, y - height / 2, 200, height),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     label.text);
  }
}

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
  emit RunHovered(run ? static_cast<int>(*run) : -1);
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
    QToolTip::showText(
        event->globalPosition().toPoint(), ToolTipOf(DescribeRun(*hovered_run_)), this);
  } else {
    QToolTip::hideText();
  }
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent* event) {
  const bool click = std::abs(event->position().y() - drag_start_.y()) < 3;
  if (drag_ == Drag::kBrush && click) SetBrush(drag_axis_, std::nullopt);
  drag_ = Drag::kNone;
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
  if (brush) {
    const double height = bottom - top;
    top = std::clamp(
        top - move * area.height() - grow * area.height(), area.top(), area.bottom() - 4);
    bottom = std::clamp(
        grow != 0 ? bottom + grow * area.height() : top + height, top + 4, area.bottom());
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
