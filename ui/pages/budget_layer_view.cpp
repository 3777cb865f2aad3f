// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_layer_view.h"

#include "ui/theme/theme.h"
#include "ui/widgets/kept_slider.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

constexpr int kKeySteps = 4;

LayerColumn ColumnOf(FamilyGroup group) {
  return group == FamilyGroup::kFfn ? LayerColumn::kFfn : LayerColumn::kAttention;
}

}  // namespace

BudgetLayerView::BudgetLayerView(LayerTableModel& model, BudgetCommands& commands, QWidget* parent)
    : QTableView(parent),
      layers_(model),
      commands_(commands),
      delegate_(new BudgetLayerDelegate(model, this)) {
  setObjectName(QStringLiteral("budget-layers"));
  setModel(&model);
  setItemDelegate(delegate_);
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setEditTriggers(DoubleClicked | EditKeyPressed);
  setShowGrid(false);
  setTabKeyNavigation(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  horizontalHeader()->hide();
  horizontalHeader()->setMinimumSectionSize(1);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(1);
  verticalHeader()->setDefaultSectionSize(Px(24));
  connect(
      delegate_, &BudgetLayerDelegate::Wanted, this, [this](FamilyGroup group, std::int64_t count) {
        if (currentIndex().isValid()) {
          commands_.SetKept({layers_.row(currentIndex().row()).layer}, group, count);
        }
      });
  connect(delegate_, &BudgetLayerDelegate::EditorLeft, this, [this] { setFocus(); });
  connect(&model, &QAbstractItemModel::modelReset, this, [this] {
    delegate_->SetCurrentRow(-1);
    if (layers_.rowCount() > 0) setCurrentIndex(layers_.index(0, ToColumn(LayerColumn::kFfn)));
  });
}

void BudgetLayerView::SetColumns(const LayerColumns& columns) {
  delegate_->SetColumns(columns);
  for (int column = 0; column < kLayerColumns; ++column) {
    const int width = columns.widths.at(static_cast<std::size_t>(column));
    setColumnHidden(column, width == 0);
    if (width > 0) setColumnWidth(column, width);
  }
  if (currentIndex().isValid()) {
    for (const FamilyGroup group : {FamilyGroup::kAttention, FamilyGroup::kFfn}) {
      const QModelIndex cell = layers_.index(currentIndex().row(), ToColumn(ColumnOf(group)));
      if (QWidget* editor = indexWidget(cell)) delegate_->setEditorData(editor, cell);
    }
  }
  viewport()->update();
}

LayerList BudgetLayerView::SelectedLayers() const {
  LayerList layers;
  for (const QModelIndex& index : selectionModel()->selectedRows()) {
    layers.push_back(layers_.row(index.row()).layer);
  }
  if (layers.empty() && currentIndex().isValid()) {
    layers.push_back(layers_.row(currentIndex().row()).layer);
  }
  std::ranges::sort(layers);
  return layers;
}

void BudgetLayerView::Select(const std::set<std::int64_t>& layers,
                             std::optional<std::int64_t> current) {
  selecting_ = true;
  QItemSelection selection;
  for (const std::int64_t layer : layers) {
    const QModelIndex index = layers_.index(static_cast<int>(layer), 0);
    if (index.isValid()) selection.select(index, index);
  }
  if (current.has_value()) {
    const QModelIndex index = layers_.index(static_cast<int>(*current), ToColumn(ColumnOf(group_)));
    if (index.isValid() && index != currentIndex()) {
      selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
      scrollTo(index);
    }
  }
  selectionModel()->select(selection,
                           QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  selecting_ = false;
}

QRect BudgetLayerView::SliderRect(int row, FamilyGroup group) const {
  return delegate_->SliderRect(visualRect(layers_.index(row, ToColumn(ColumnOf(group)))), group);
}

std::optional<BudgetLayerView::Hit> BudgetLayerView::SliderAt(QPoint position) const {
  const QModelIndex index = indexAt(position);
  if (!index.isValid()) return std::nullopt;
  for (const FamilyGroup group : {FamilyGroup::kAttention, FamilyGroup::kFfn}) {
    const QRect slider = SliderRect(index.row(), group);
    if (slider.contains(position)) return Hit{index.row(), group, slider};
  }
  return std::nullopt;
}

void BudgetLayerView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  const bool left = event->button() == Qt::LeftButton;
  const bool plain = event->modifiers() == Qt::NoModifier;
  if (left && plain && index.isValid() && index.column() == ToColumn(LayerColumn::kLock)) {
    commands_.ToggleLock({layers_.row(index.row()).layer});
    return;
  }
  const auto hit = SliderAt(event->pos());
  if (!left || !plain || !hit.has_value()) {
    if (index.isValid() && index.column() == ToColumn(LayerColumn::kAttention))
      group_ = FamilyGroup::kAttention;
    if (index.isValid() && index.column() == ToColumn(LayerColumn::kFfn))
      group_ = FamilyGroup::kFfn;
    return QTableView::mousePressEvent(event);
  }
  group_ = hit->group;
  const QModelIndex cell = layers_.index(hit->row, ToColumn(ColumnOf(group_)));
  const bool selected = selectionModel()->isRowSelected(hit->row, {});
  selectionModel()->setCurrentIndex(
      cell,
      selected ? QItemSelectionModel::NoUpdate
               : QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  setFocus(Qt::MouseFocusReason);
  drag_ = Drag{hit->group, hit->row, hit->row, 0, false};
  MoveDrag(event->pos());
}

void BudgetLayerView::MoveDrag(QPoint position) {
  const int row = std::clamp(
      rowAt(std::clamp(position.y(), 0, viewport()->height() - 1)), 0, layers_.rowCount() - 1);
  if (rowAt(position.y()) < 0 && position.y() > 0 && drag_->painting) return;
  drag_->painting = drag_->painting || row != drag_->first_row;
  if (!drag_->painting) {
    drag_->count =
        CountAt(SliderRect(row, drag_->group), layers_.row(row).of(drag_->group), position.x());
  } else if (row == drag_->last_row) {
    return;
  }
  // A fast drag skips rows between two moves.
  LayerList painted;
  const auto [low, high] = std::minmax(row, drag_->last_row);
  for (int each = low; each <= high; ++each) painted.push_back(layers_.row(each).layer);
  drag_->last_row = row;
  commands_.SetKept(painted, drag_->group, drag_->count, Merge::kSameDrag);
}

void BudgetLayerView::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_.has_value()) return QTableView::mouseMoveEvent(event);
  MoveDrag(event->pos());
}

void BudgetLayerView::mouseReleaseEvent(QMouseEvent* event) {
  if (!drag_.has_value()) return QTableView::mouseReleaseEvent(event);
  drag_.reset();
  commands_.EndDrag();
}

void BudgetLayerView::FocusCount(const QString& typed) {
  if (!currentIndex().isValid()) return;
  const QModelIndex cell = layers_.index(currentIndex().row(), ToColumn(ColumnOf(group_)));
  if (auto* editor = qobject_cast<KeptEditor*>(indexWidget(cell))) editor->FocusCount(typed);
}

bool BudgetLayerView::HandleCommand(QKeyEvent* event) {
  const bool control = event->modifiers().testFlag(Qt::ControlModifier);
  const int steps = event->modifiers().testFlag(Qt::ShiftModifier) ? kKeySteps : 1;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      if (control) {
        group_ = event->key() == Qt::Key_Left ? FamilyGroup::kAttention : FamilyGroup::kFfn;
        emit SelectionEdited();
      } else {
        commands_.StepKept(SelectedLayers(), group_, event->key() == Qt::Key_Left ? -steps : steps);
      }
      return true;
    case Qt::Key_Space:
      commands_.ToggleLock(SelectedLayers());
      return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      commands_.ResetToTarget(SelectedLayers());
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      FocusCount({});
      return true;
    default:
      break;
  }
  const QString text = event->text();
  if (control || text.isEmpty() || !text.front().isDigit()) return false;
  FocusCount(text);
  return true;
}

void BudgetLayerView::keyPressEvent(QKeyEvent* event) {
  if (HandleCommand(event)) return event->accept();
  QTableView::keyPressEvent(event);
}

void BudgetLayerView::MoveEditors(int from, int to) {
  for (const FamilyGroup group : {FamilyGroup::kAttention, FamilyGroup::kFfn}) {
    const int column = ToColumn(ColumnOf(group));
    if (from >= 0 && from < layers_.rowCount()) closePersistentEditor(layers_.index(from, column));
    if (to >= 0) openPersistentEditor(layers_.index(to, column));
  }
}

void BudgetLayerView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QTableView::currentChanged(current, previous);
  if (current.row() == previous.row() && current.isValid()) return;
  delegate_->SetCurrentRow(current.row());
  const bool typing = viewport()->isAncestorOf(focusWidget());
  MoveEditors(previous.row(), current.row());
  if (typing) setFocus();
  viewport()->update();
  if (!selecting_) emit SelectionEdited();
}

void BudgetLayerView::selectionChanged(const QItemSelection& selected,
                                       const QItemSelection& deselected) {
  QTableView::selectionChanged(selected, deselected);
  if (!selecting_) emit SelectionEdited();
}

void BudgetLayerView::contextMenuEvent(QContextMenuEvent* event) {
  const LayerList layers = SelectedLayers();
  if (layers.empty()) return;
  QMenu menu(this);
  menu.addAction(tr("Lock or unlock"), this, [&] { commands_.ToggleLock(layers); });
  menu.addAction(tr("Reset to target"), this, [&] { commands_.ResetToTarget(layers); });
  menu.addSeparator();
  menu.addAction(tr("Keep all heads"), this, [&] {
    commands_.SetKept(layers,
                      FamilyGroup::kAttention,
                      layers_.row(static_cast<int>(layers.front())).attention.units);
  });
  menu.addAction(tr("Keep all channels"), this, [&] {
    commands_.SetKept(
        layers, FamilyGroup::kFfn, layers_.row(static_cast<int>(layers.front())).ffn.units);
  });
  menu.exec(event->globalPos());
}

}  // namespace sentei::ui
