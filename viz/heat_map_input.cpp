// SPDX-License-Identifier: Apache-2.0
// The part of HeatMap that answers mouse and keyboard, and says what a cell is.
#include "viz/heat_map.h"
#include "viz/heat_map_model.h"
#include "viz/heat_map_painter.h"
#include "viz/plot_style.h"
#include "viz/spoken_value.h"
#include "viz/tool_tip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace sentei::viz {
namespace {

QString Number(std::size_t value) { return QLocale().toString(static_cast<qulonglong>(value)); }

}  // namespace

QString HeatMap::Describe(const HeatMapCell& cell) const {
  const HeatMapColumns& columns = model_->frame().columns;
  const QString layer = tr("Layer %1").arg(cell.layer);
  QString place;
  if (columns.kind == HeatMapKind::kKvGroups && columns.heads_per_group > 1) {
    place = tr("KV group %1 · heads %2–%3").arg(cell.unit).arg(cell.first).arg(cell.last);
  } else if (columns.kind != HeatMapKind::kChannels) {
    place = tr("head %1").arg(cell.first);
  } else if (cell.first == cell.last) {
    place = tr("channel %1").arg(Number(cell.unit));
  } else if (model_->order() == UnitOrder::kSorted) {
    place = tr("places %1–%2, channel %3")
                .arg(Number(cell.first), Number(cell.last), Number(cell.unit));
  } else {
    place = tr("channels %1–%2").arg(Number(cell.first), Number(cell.last));
  }
  QStringList lines{layer + QStringLiteral(" · ") + place};
  if (cell.value) {
    const QString value = NumberText(*cell.value, NumberStyle::kPlain);
    const bool one = cell.first == cell.last;
    QString importance;
    if (model_->colors() == HeatMapColors::kDiverging) {
      importance = one ? tr("difference %1").arg(value) : tr("largest difference %1").arg(value);
    } else {
      importance = one ? tr("importance %1").arg(value) : tr("largest importance %1").arg(value);
    }
    lines.append(tr("%1, rank %2 of %3").arg(importance, Number(cell.rank), Number(cell.ranked)));
  }
  switch (cell.fate) {
    case UnitFate::kKept:
      lines.append(tr("kept"));
      break;
    case UnitFate::kPlanned:
      lines.append(tr("planned to be pruned"));
      break;
    case UnitFate::kPruned:
      lines.append(tr("pruned"));
      break;
    case UnitFate::kBlank:
      lines.append(tr("not scored"));
      break;
  }
  if (notes_) lines += notes_(cell);
  return lines.join(QLatin1Char('\n'));
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
  const auto cell = CellAt(event->pos());
  setCursor(cell && editing_ == Editing::kOn ? Qt::PointingHandCursor : Qt::ArrowCursor);
  const QString text = cell ? Describe(*cell) : QString();
  emit CellDescribed(text);
  if (cell) {
    QToolTip::showText(event->globalPosition().toPoint(), ToolTipOf(text, TipForm::kLines), this);
  } else {
    QToolTip::hideText();
  }
}

bool HeatMap::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  event->accept();  // shown while the mouse moves; a second source would flicker
  return true;
}

void HeatMap::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  const auto cell = hasFocus() ? CursorCell() : std::nullopt;
  emit CellDescribed(cell ? Describe(*cell) : QString());
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
  const auto row = painter_->RowAt(event->position());
  if (!row || *row >= model_->RowCount() || event->button() != Qt::LeftButton) {
    QWidget::mousePressEvent(event);
    return;
  }
  const std::int64_t layer = model_->frame().rows[*row].layer;
  const auto cell = CellAt(event->pos());
  if (!cell) {
    if (event->position().x() < painter_->MapRect().left())
      emit RowSelected(layer, event->modifiers());
    return;
  }
  cursor_ = Cursor{*row, painter_->BinAt(event->position()).value_or(0)};
  update();
  emit RowSelected(layer, event->modifiers());
  if (cell->fate != UnitFate::kBlank) emit CellActivated(layer, cell->unit);
}

void HeatMap::wheelEvent(QWheelEvent* event) {
  if (!event->modifiers().testFlag(Qt::ControlModifier)) {
    event->ignore();
    return;
  }
  const QRectF map = painter_->MapRect();
  const double around = std::clamp((event->position().x() - map.left()) / map.width(), 0.0, 1.0);
  Zoom(event->angleDelta().y() > 0 ? 2.0 : 0.5, around);
}

/// Keeps the column under `around` (0 left, 1 right) where it is.
void HeatMap::Zoom(double factor, double around) {
  if (model_->frame().columns.kind != HeatMapKind::kChannels || model_->ColumnCount() == 0) return;
  const auto view = model_->view();
  const double size = static_cast<double>(view.size()) / factor;
  const double left =
      static_cast<double>(view.begin) + around * (static_cast<double>(view.size()) - size);
  model_->SetView(static_cast<std::size_t>(std::max(0.0, left)), static_cast<std::size_t>(size));
  Relayout();
  if (cursor_)
    SetCursorTo(static_cast<std::ptrdiff_t>(cursor_->row),
                static_cast<std::ptrdiff_t>(cursor_->bin));
}

std::optional<HeatMapCell> HeatMap::CursorCell() const {
  if (!cursor_ || cursor_->row >= model_->RowCount() || cursor_->bin >= painter_->bins()) {
    return std::nullopt;
  }
  return model_->Cell(cursor_->row, cursor_->bin, painter_->bins());
}

void HeatMap::SetCursorTo(std::ptrdiff_t row, std::ptrdiff_t bin) {
  const auto rows = static_cast<std::ptrdiff_t>(model_->RowCount());
  const auto bins = static_cast<std::ptrdiff_t>(painter_->bins());
  if (rows == 0 || bins == 0) return;
  row = std::clamp<std::ptrdiff_t>(row, 0, rows - 1);
  cursor_ = Cursor{static_cast<std::size_t>(row),
                   static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(bin, 0, bins - 1))};
  Announce();
  update();
}

/// Beyond the edge of a zoomed view, the view moves with the cursor. In KV groups a step is a
/// group.
void HeatMap::MoveCursor(std::ptrdiff_t rows, std::ptrdiff_t bins) {
  if (!cursor_) {
    SetCursorTo(0, 0);
    return;
  }
  const HeatMapColumns& columns = model_->frame().columns;
  auto bin = static_cast<std::ptrdiff_t>(cursor_->bin);
  if (columns.kind == HeatMapKind::kKvGroups) {
    bins *= static_cast<std::ptrdiff_t>(columns.heads_per_group);
  }
  bin += bins;
  const auto count = static_cast<std::ptrdiff_t>(painter_->bins());
  const auto view = model_->view();
  const bool left = bin < 0 && view.begin > 0;
  const bool right = bin >= count && view.end < model_->ColumnCount();
  if (left || right) {
    const std::size_t shift = std::max<std::size_t>(1, view.size() / 4);
    const std::size_t begin = left ? view.begin - std::min(shift, view.begin) : view.begin + shift;
    const std::size_t position = view.begin + cursor_->bin * view.size() / painter_->bins();
    model_->SetView(begin, view.size());
    Relayout();
    const auto now =
        static_cast<std::ptrdiff_t>(position) - static_cast<std::ptrdiff_t>(model_->view().begin);
    bin = now * count / static_cast<std::ptrdiff_t>(view.size()) + bins;
  }
  SetCursorTo(static_cast<std::ptrdiff_t>(cursor_->row) + rows, bin);
}

void HeatMap::Announce() {
  const auto cell = CursorCell();
  const QString text = cell ? Describe(*cell) : QString();
  Speak(*this, text);
  emit CellDescribed(text);
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
  const bool plain =
      (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
  if (model_->RowCount() == 0 || !plain) {
    QWidget::keyPressEvent(event);
    return;
  }
  if (!HandleMove(event->key()) && !HandleCommand(event->key())) QWidget::keyPressEvent(event);
}

bool HeatMap::HandleMove(int key) {
  const auto row = static_cast<std::ptrdiff_t>(cursor_ ? cursor_->row : 0);
  constexpr std::ptrdiff_t kPageRows = 8;
  switch (key) {
    case Qt::Key_Left:
      MoveCursor(0, -1);
      return true;
    case Qt::Key_Right:
      MoveCursor(0, 1);
      return true;
    case Qt::Key_Up:
      MoveCursor(-1, 0);
      return true;
    case Qt::Key_Down:
      MoveCursor(1, 0);
      return true;
    case Qt::Key_PageUp:
      MoveCursor(-kPageRows, 0);
      return true;
    case Qt::Key_PageDown:
      MoveCursor(kPageRows, 0);
      return true;
    case Qt::Key_Home:
      SetCursorTo(row, 0);
      return true;
    case Qt::Key_End:
      SetCursorTo(row, static_cast<std::ptrdiff_t>(painter_->bins()) - 1);
      return true;
    default:
      return false;
  }
}

bool HeatMap::HandleCommand(int key) {
  const auto cell = CursorCell();
  const double around = cursor_ && painter_->bins() > 0 ? static_cast<double>(cursor_->bin) /
                                                              static_cast<double>(painter_->bins())
                                                        : 0.5;
  const bool unit = cell && cell->fate != UnitFate::kBlank;
  switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      Zoom(2.0, around);
      return true;
    case Qt::Key_Minus:
      Zoom(0.5, around);
      return true;
    case Qt::Key_0:
      Zoom(1e-9, 0.5);
      return true;
    case Qt::Key_P:
      if (unit && editing_ == Editing::kOn) emit ProtectRequested(cell->layer, cell->unit);
      return true;
    case Qt::Key_Delete:
      if (unit && editing_ == Editing::kOn) emit ForceRequested(cell->layer, cell->unit);
      return true;
    case Qt::Key_C:
      if (cell && cell->value) {
        QGuiApplication::clipboard()->setText(QString::number(*cell->value, 'g', 9));
      }
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (unit) emit CellActivated(cell->layer, cell->unit);
      return true;
    default:
      return false;
  }
}

void HeatMap::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (!cursor_ && IsKeyboardFocus(*event)) {
    SetCursorTo(0, 0);
  } else {
    Announce();
  }
  update();
}

void HeatMap::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace sentei::viz
