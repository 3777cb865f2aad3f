// SPDX-License-Identifier: Apache-2.0
#include "viz/heat_map.h"

#include "viz/appearance.h"
#include "viz/heat_map_model.h"
#include "viz/heat_map_painter.h"
#include "viz/plot_style.h"
#include "viz/repaint_throttle.h"
#include "viz/spoken_value.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QPainter>
#include <QTimer>
#include <algorithm>

namespace sentei::viz {

HeatMap::HeatMap(QWidget* parent)
    : QWidget(parent),
      model_(std::make_unique<HeatMapModel>()),
      painter_(std::make_unique<HeatMapPainter>()),
      throttle_(new RepaintThrottle(this)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  MakeSpoken(*this);
  connect(throttle_, &RepaintThrottle::Due, this, &HeatMap::TakeFrame);
  connect(&Appearance::Instance(), &Appearance::Changed, this, &HeatMap::Redraw);
}

HeatMap::~HeatMap() = default;

void HeatMap::SetFrame(HeatMapFrame frame) {
  // Painting the same again would make the next one wait.
  if (frame == (next_frame_ ? *next_frame_ : model_->frame())) return;
  next_frame_ = std::move(frame);
  throttle_->Request();
}

void HeatMap::TakeFrame() {
  if (!next_frame_) return;
  model_->SetFrame(*std::exchange(next_frame_, std::nullopt));
  ++painted_frames_;
  if (model_->HasFresh()) {
    if (Appearance::Instance().motion() == Motion::kReduced) {
      model_->EndFresh();
    } else {
      constexpr int kFreshMs = 1000;
      QTimer::singleShot(kFreshMs, this, &HeatMap::EndFresh);
    }
  }
  Relayout();
}

void HeatMap::EndFresh() {
  model_->EndFresh();
  Redraw();
}

void HeatMap::SetTitle(const QString& title) {
  title_ = title;
  setAccessibleName(title);
}

void HeatMap::Reset() {
  next_frame_.reset();
  throttle_->Cancel();
  model_->Reset();
  cursor_.reset();
  Relayout();
}

void HeatMap::SetOrder(UnitOrder order) {
  model_->SetOrder(order);
  Redraw();
}

void HeatMap::SetScale(ValueScale scale) {
  model_->SetScale(scale);
  Redraw();
}

void HeatMap::SetRangeMode(RangeMode mode) {
  if (mode == model_->range_mode()) return;
  model_->SetRangeMode(mode);
  Redraw();
  emit RangeModeChanged(mode);
}

void HeatMap::SetColors(HeatMapColors colors) {
  model_->SetColors(colors);
  Relayout();
}

UnitOrder HeatMap::order() const { return model_->order(); }
ValueScale HeatMap::scale() const { return model_->scale(); }
RangeMode HeatMap::range_mode() const { return model_->range_mode(); }

std::optional<std::int64_t> HeatMap::shown_step() const { return model_->frame().step; }

void HeatMap::SetSelectedLayers(std::set<std::int64_t> layers) {
  selected_layers_ = std::move(layers);
  update();
}

void HeatMap::SetCurrentLayer(std::optional<std::int64_t> layer) {
  current_layer_ = layer;
  update();
}

void HeatMap::SetCellNotes(CellNotes notes) { notes_ = std::move(notes); }

void HeatMap::SetEditing(Editing editing) { editing_ = editing; }

void HeatMap::Relayout() {
  painter_->Layout(*model_, size(), CaptionFont(*this), devicePixelRatioF());
  Redraw();
}

void HeatMap::Redraw() {
  if (!isVisible()) return;  // showEvent draws
  if (model_->RowCount() > 0 && painter_->bins() > 0) painter_->Draw(*model_);
  update();
}

void HeatMap::paintEvent(QPaintEvent* /*event*/) {
  if (painter_->pixel_ratio() != devicePixelRatioF()) Relayout();  // moved to another screen
  QPainter painter(this);
  HeatMapMarks marks{selected_layers_, current_layer_, std::nullopt};
  if (hasFocus() && cursor_) marks.cursor = {cursor_->row, cursor_->bin};
  painter_->Paint(painter, *model_, marks);
}

void HeatMap::resizeEvent(QResizeEvent* /*event*/) { Relayout(); }

void HeatMap::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Relayout();
}

void HeatMap::changeEvent(QEvent* event) {
  const auto type = event->type();
  if (type == QEvent::FontChange || type == QEvent::LanguageChange) Relayout();
  QWidget::changeEvent(event);
}

QSize HeatMap::sizeHint() const { return {480, 360}; }
QSize HeatMap::minimumSizeHint() const {
  const int line = fontMetrics().height();
  return {12 * line, 8 * line};
}

std::optional<HeatMapCell> HeatMap::CellAt(QPoint position) const {
  const auto row = painter_->RowAt(position);
  const auto bin = painter_->BinAt(position);
  if (!row || !bin || *row >= model_->RowCount()) return std::nullopt;
  const HeatMapCell cell = model_->Cell(*row, *bin, painter_->bins());
  if (cell.first >= model_->ColumnsOf(*row)) return std::nullopt;
  return cell;
}

QRect HeatMap::RowRect(std::size_t row) const {
  return row < model_->RowCount() ? painter_->RowRect(row).toRect() : QRect();
}

QString HeatMap::Title() const { return title_; }

QStringList HeatMap::Protocol() const {
  const HeatMapFrame& frame = model_->frame();
  const auto range = model_->range();
  QStringList lines;
  const QString criterion = frame.criterion.isEmpty() ? tr("none") : frame.criterion;
  lines.append(frame.step ? tr("Criterion %1, iteration %2").arg(criterion).arg(*frame.step)
                          : tr("Criterion %1").arg(criterion));
  const QString scale = model_->colors() == HeatMapColors::kDiverging
                            ? tr("difference, symmetric scale")
                        : model_->scale() == ValueScale::kLog ? tr("logarithmic scale")
                                                              : tr("linear scale");
  lines.append(
      tr("%1 from %2 to %3, 1st to 99th percentile, %4")
          .arg(scale,
               NumberText(range.low, NumberStyle::kPlain),
               NumberText(range.high, NumberStyle::kPlain),
               model_->range_mode() == RangeMode::kLocked ? tr("locked") : tr("per frame")));
  if (frame.columns.kind == HeatMapKind::kChannels) {
    lines.append(model_->order() == UnitOrder::kSorted
                     ? tr("Channels by falling importance, maximum per pixel")
                     : tr("Channels by index, maximum per pixel"));
  }
  return lines + frame.protocol;
}

TableData HeatMap::Table() const {
  const bool channels = model_->frame().columns.kind == HeatMapKind::kChannels;
  const bool difference = model_->colors() == HeatMapColors::kDiverging;
  return model_->Table({tr("Layer"),
                        channels ? tr("Channel") : tr("Head"),
                        difference ? tr("Difference") : tr("Importance"),
                        tr("State")},
                       {tr("kept"), tr("planned"), tr("pruned")});
}

void HeatMap::Render(QCPPainter& painter, QSize size) {
  const bool vector = painter.device()->paintEngine()->type() == QPaintEngine::Pdf;
  HeatMapPainter once;
  once.Layout(
      *model_, size, CaptionFont(*this), vector ? 2.0 : painter.device()->devicePixelRatioF());
  if (model_->RowCount() > 0 && once.bins() > 0) once.Draw(*model_);
  once.Paint(painter, *model_, {selected_layers_, current_layer_, std::nullopt});
}

}  // namespace sentei::viz
