// SPDX-License-Identifier: Apache-2.0
#include "viz/parallel_plot.h"

#include "viz/appearance.h"
#include "viz/spoken_value.h"

#include <qcustomplot.h>

#include <QEvent>
#include <algorithm>
#include <cmath>
#include <limits>

namespace sentei::viz {

ParallelPlot::ParallelPlot(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  MakeSpoken(*this);
  connect(&Appearance::Instance(), &Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void ParallelPlot::SetTitle(const QString& title) {
  title_ = title;
  setAccessibleName(title);
}

void ParallelPlot::SetProtocol(const QStringList& protocol) { protocol_ = protocol; }

void ParallelPlot::SetData(std::vector<ParallelAxis> axes, std::vector<ParallelRun> runs) {
  axes_ = std::move(axes);
  runs_ = std::move(runs);
  if (runs_.size() > kMaxRuns) runs_.resize(kMaxRuns);
  for (ParallelRun& run : runs_) run.values.resize(axes_.size());
  spans_.clear();
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) spans_.push_back(SpanOf(axis));
  brushes_.assign(axes_.size(), std::nullopt);
  hovered_run_.reset();
  drag_ = Drag::kNone;
  current_axis_ = std::min(current_axis_, axes_.empty() ? 0 : axes_.size() - 1);
  update();
  emit BrushChanged();
}

ParallelPlot::Span ParallelPlot::SpanOf(std::size_t axis) const {
  if (!axes_[axis].categories.isEmpty()) {
    return {-0.3, static_cast<double>(axes_[axis].categories.size()) - 0.7};
  }
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const ParallelRun& run : runs_) {
    const auto& value = run.values[axis];
    if (!value || !std::isfinite(*value)) continue;
    low = std::min(low, *value);
    high = std::max(high, *value);
  }
  if (!(low <= high)) return {0.0, 1.0};
  if (low == high)
    return {low - std::max(1.0, std::abs(low)) * 0.1, high + std::max(1.0, std::abs(high)) * 0.1};
  if (axes_[axis].scale == AxisScale::kLog && low > 0) {
    const double factor = std::pow(high / low, 0.04);
    return {low / factor, high * factor};
  }
  const double air = (high - low) * 0.04;
  return {low - air, high + air};
}

void ParallelPlot::SetBrush(std::size_t axis, std::optional<Brush> brush) {
  if (axis >= brushes_.size()) return;
  if (brush && brush->low > brush->high) std::swap(brush->low, brush->high);
  brushes_[axis] = brush;
  update();
  emit BrushChanged();
}

bool ParallelPlot::IsInRange(std::size_t run) const {
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    if (!brushes_[axis]) continue;
    const auto& value = runs_[run].values[axis];
    if (!value || !(*value >= brushes_[axis]->low && *value <= brushes_[axis]->high)) return false;
  }
  return true;
}

std::size_t ParallelPlot::InRangeCount() const {
  std::size_t count = 0;
  for (std::size_t run = 0; run < runs_.size(); ++run) count += IsInRange(run) ? 1 : 0;
  return count;
}

void ParallelPlot::Flip(std::size_t axis) {
  if (axis >= axes_.size()) return;
  axes_[axis].flipped = !axes_[axis].flipped;
  update();
}

void ParallelPlot::ToggleLog(std::size_t axis) {
  if (axis >= axes_.size() || !axes_[axis].categories.isEmpty()) return;
  const bool positive = std::all_of(runs_.begin(), runs_.end(), [&](const ParallelRun& run) {
    return !run.values[axis] || *run.values[axis] > 0;
  });
  if (!positive) return;
  AxisScale& scale = axes_[axis].scale;
  scale = scale == AxisScale::kLog ? AxisScale::kLinear : AxisScale::kLog;
  spans_[axis] = SpanOf(axis);
  update();
}

void ParallelPlot::MoveAxis(std::size_t from, std::size_t to) {
  if (from >= axes_.size() || to >= axes_.size() || from == to) return;
  const auto move = [&](auto& list) {
    auto item = std::move(list[from]);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(from));
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(to), std::move(item));
  };
  move(axes_);
  move(spans_);
  move(brushes_);
  for (ParallelRun& run : runs_) move(run.values);
  update();
}

TableData ParallelPlot::Table() const {
  QStringList headers{tr("Run")};
  for (const ParallelAxis& axis : axes_) headers.append(axis.title);
  const auto axes = std::make_shared<const std::vector<ParallelAxis>>(axes_);
  const auto runs = std::make_shared<const std::vector<ParallelRun>>(runs_);
  return {headers, runs_.size(), [axes, runs](std::size_t row, std::size_t column) -> QVariant {
            if (column == 0) return (*runs)[row].name;
            const auto& value = (*runs)[row].values[column - 1];
            const QStringList& categories = (*axes)[column - 1].categories;
            if (!value) return {};
            if (categories.isEmpty()) return *value;
            return categories.value(static_cast<qsizetype>(std::lround(*value)));
          }};
}

void ParallelPlot::Render(QCPPainter& painter, QSize size) { Paint(painter, size); }

QSize ParallelPlot::sizeHint() const { return {800, 200}; }

QSize ParallelPlot::minimumSizeHint() const {
  const int line = fontMetrics().height();
  return {24 * line, 7 * line};
}

QString ParallelPlot::ValueText(std::size_t axis, double value) const {
  const QStringList& categories = axes_[axis].categories;
  if (categories.isEmpty()) return NumberText(value, axes_[axis].numbers);
  return categories.value(static_cast<qsizetype>(std::lround(value)));
}

QString ParallelPlot::DescribeRun(std::size_t run) const {
  QStringList lines{runs_[run].name};
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    const auto& value = runs_[run].values[axis];
    lines.append(axes_[axis].title + QStringLiteral(": ") +
                 (value ? ValueText(axis, *value) : QStringLiteral("–")));
  }
  return lines.join(QLatin1Char('\n'));
}

QString ParallelPlot::DescribeAxis(std::size_t axis) const {
  QStringList lines{axes_[axis].title};
  const auto& brush = brushes_[axis];
  lines.append(brush ? tr("%1 to %2").arg(ValueText(axis, brush->low), ValueText(axis, brush->high))
                     : tr("no filter"));
  lines.append(tr("%1 of %2 runs in range").arg(InRangeCount()).arg(runs_.size()));
  return lines.join(QLatin1Char('\n'));
}

void ParallelPlot::Announce(const QString& text) {
  Speak(*this, text);
  emit Described(text);
}

void ParallelPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  const auto type = event->type();
  if (type == QEvent::FontChange || type == QEvent::LanguageChange) update();
}

}  // namespace sentei::viz
