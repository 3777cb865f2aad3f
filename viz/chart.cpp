// SPDX-License-Identifier: Apache-2.0
#include "viz/chart.h"

#include "viz/appearance.h"
#include "viz/repaint_throttle.h"
#include "viz/spoken_value.h"
#include "viz/tool_tip.h"

#include <qcustomplot.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <functional>

namespace sentei::viz {
namespace {

constexpr double kReach = 24.0;

/// Hands the painter of one layer of a plot to a function.
class Canvas final : public QCPLayerable {
 public:
  Canvas(QCustomPlot* plot, const QString& layer, std::function<void(QCPPainter&)> paint)
      : QCPLayerable(plot, layer), paint_(std::move(paint)) {}

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override {
    painter->setAntialiasing(true);
  }
  void draw(QCPPainter* painter) override {
    painter->setFont(CaptionFont(*mParentPlot));
    paint_(*painter);
  }

 private:
  std::function<void(QCPPainter&)> paint_;
};

}  // namespace

Chart::Chart(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot(this)), throttle_(new RepaintThrottle(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(plot_);
  setFocusPolicy(Qt::StrongFocus);
  MakeSpoken(*this);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setMouseTracking(true);
  plot_->installEventFilter(this);
  plot_->setNoAntialiasingOnDrag(true);
  new Canvas(plot_, QStringLiteral("background"), [this](QCPPainter& p) { PaintUnder(p); });
  new Canvas(plot_, QStringLiteral("overlay"), [this](QCPPainter& p) {
    PaintOver(p);
    PaintCursor(p);
  });
  connect(throttle_, &RepaintThrottle::Due, this, &Chart::UpdateNow);
  connect(&Appearance::Instance(), &Appearance::Changed, this, [this] {
    Restyle();
    UpdateNow();
  });
}

Chart::~Chart() {
  // Its canvases call back into this object.
  delete plot_;
}

QCustomPlot& Chart::plot() const { return *plot_; }

void Chart::SetTitle(const QString& title) {
  title_ = title;
  setAccessibleName(title);
}

void Chart::SetProtocol(const QStringList& protocol) { protocol_ = protocol; }

void Chart::RequestUpdate() {
  dirty_ = true;
  throttle_->Request();
}

void Chart::UpdateNow() {
  dirty_ = true;
  if (!isVisible()) return;  // showEvent does it
  dirty_ = false;
  Update();
  plot_->replot();
}

void Chart::Render(QCPPainter& painter, QSize size) {
  Restyle();
  Update();
  exporting_ = true;
  plot_->toPainter(&painter, size.width(), size.height());
  exporting_ = false;
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

QSize Chart::sizeHint() const { return {420, 220}; }

QSize Chart::minimumSizeHint() const {
  const int line = fontMetrics().height();
  return {10 * line, 6 * line};
}

void Chart::PaintOver(QCPPainter& /*painter*/) {}
void Chart::PaintUnder(QCPPainter& /*painter*/) {}
void Chart::PointHovered(std::optional<PointId> /*point*/) {}
void Chart::PointClicked(PointId /*point*/, Qt::KeyboardModifiers /*modifiers*/) {}

void Chart::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  UpdateNow();
}

void Chart::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Restyle();
  UpdateNow();
}

void Chart::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  const auto type = event->type();
  if (type != QEvent::FontChange && type != QEvent::LanguageChange) return;
  Restyle();
  UpdateNow();
}

std::optional<Chart::PointId> Chart::NearestPoint(QPointF position, double reach) const {
  std::optional<PointId> nearest;
  double best = reach * reach;
  for (std::size_t series = 0; series < SeriesCount(); ++series) {
    for (std::size_t point = 0; point < PointCount(series); ++point) {
      const QPointF away = PointPosition(series, point) - position;
      const double distance = QPointF::dotProduct(away, away);
      if (!(distance < best)) continue;
      best = distance;
      nearest = PointId{series, point};
    }
  }
  return nearest;
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
  if (watched != plot_) return QWidget::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::MouseMove:
      Hover(static_cast<QMouseEvent*>(event)->position());
      return false;
    case QEvent::Leave:
      Leave();
      return false;
    case QEvent::MouseButtonPress: {
      const auto* press = static_cast<QMouseEvent*>(event);
      if (press->button() != Qt::LeftButton) return false;
      setFocus(Qt::MouseFocusReason);
      if (const auto point = NearestPoint(press->position(), kReach)) {
        cursor_ = point;
        PointClicked(*point, press->modifiers());
      }
      return false;
    }
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void Chart::Hover(QPointF position) {
  const auto point = NearestPoint(position, kReach);
  if (point == hovered_) return;
  hovered_ = point;
  PointHovered(point);
  const QString text = point ? DescribePoint(point->series, point->point) : QString();
  emit PointDescribed(text);
  if (point) {
    QToolTip::showText(mapToGlobal(position.toPoint()), ToolTipOf(text, TipForm::kLines), this);
  } else {
    QToolTip::hideText();
  }
}

void Chart::Leave() {
  if (!hovered_) return;
  hovered_.reset();
  PointHovered(std::nullopt);
  emit PointDescribed({});
}

void Chart::SetCursorTo(std::ptrdiff_t series, std::ptrdiff_t point) {
  const auto count = static_cast<std::ptrdiff_t>(SeriesCount());
  if (count == 0) return;
  series = std::clamp<std::ptrdiff_t>(series, 0, count - 1);
  const auto points = static_cast<std::ptrdiff_t>(PointCount(static_cast<std::size_t>(series)));
  if (points == 0) return;
  point = std::clamp<std::ptrdiff_t>(point, 0, points - 1);
  cursor_ = PointId{static_cast<std::size_t>(series), static_cast<std::size_t>(point)};
  Announce(cursor_);
  plot_->layer(QStringLiteral("overlay"))->replot();
}

void Chart::MoveCursor(std::ptrdiff_t series, std::ptrdiff_t points) {
  if (!cursor_) {
    SetCursorTo(0, 0);
    return;
  }
  SetCursorTo(static_cast<std::ptrdiff_t>(cursor_->series) + series,
              static_cast<std::ptrdiff_t>(cursor_->point) + points);
}

void Chart::Announce(std::optional<PointId> point) {
  const QString text = point ? DescribePoint(point->series, point->point) : QString();
  Speak(*this, text);
  emit PointDescribed(text);
}

void Chart::keyPressEvent(QKeyEvent* event) {
  const auto series = static_cast<std::ptrdiff_t>(cursor_ ? cursor_->series : 0);
  const bool valid =
      cursor_ && cursor_->series < SeriesCount() && cursor_->point < PointCount(cursor_->series);
  switch (event->key()) {
    case Qt::Key_Left:
      MoveCursor(0, -1);
      return;
    case Qt::Key_Right:
      MoveCursor(0, 1);
      return;
    case Qt::Key_Up:
      MoveCursor(-1, 0);
      return;
    case Qt::Key_Down:
      MoveCursor(1, 0);
      return;
    case Qt::Key_Home:
      SetCursorTo(series, 0);
      return;
    case Qt::Key_End:
      SetCursorTo(series, PTRDIFF_MAX);
      return;
    case Qt::Key_C:
      if (!valid || event->modifiers() != Qt::NoModifier) break;
      QGuiApplication::clipboard()->setText(DescribePoint(cursor_->series, cursor_->point));
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!valid) break;
      PointClicked(*cursor_, event->modifiers());
      return;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void Chart::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (cursor_) {
    SetCursorTo(static_cast<std::ptrdiff_t>(cursor_->series),
                static_cast<std::ptrdiff_t>(cursor_->point));
  } else if (IsKeyboardFocus(*event)) {
    SetCursorTo(0, 0);
  }
}

void Chart::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  plot_->layer(QStringLiteral("overlay"))->replot();
}

void Chart::PaintCursor(QCPPainter& painter) {
  if (exporting_ || !hasFocus() || !cursor_ || cursor_->series >= SeriesCount()) return;
  if (cursor_->point >= PointCount(cursor_->series)) return;
  const QPointF at = PointPosition(cursor_->series, cursor_->point);
  if (!std::isfinite(at.x()) || !std::isfinite(at.y())) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ToQColor(Appearance::Instance().tokens().accent_line), 2));
  painter.drawEllipse(at, 7, 7);
}

}  // namespace sentei::viz
