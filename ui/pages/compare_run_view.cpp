// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_run_view.h"

#include "ui/pages/compare_run_delegate.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

namespace sentei::ui {

RunTableView::RunTableView(RunTableModel& model, RunSelection& selection, QWidget* parent)
    : QTableView(parent), model_(model), selection_(selection) {
  setObjectName(QStringLiteral("compare-runs"));
  setModel(&model);
  setItemDelegate(new RunRowDelegate(selection, this));
  setSelectionMode(QAbstractItemView::NoSelection);
  setEditTriggers(QAbstractItemView::DoubleClicked);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(Px(26));
  horizontalHeader()->setSectionsMovable(true);
  horizontalHeader()->setFixedHeight(Px(28));
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setMinimumSectionSize(Px(24));
  horizontalHeader()->setStretchLastSection(true);
  horizontalHeader()->setSectionsClickable(true);
  // The title of the column carries the arrow: beside numbers there is no room for the header's.
  connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &RunTableView::SortBy);
}

void RunTableView::SortBy(int column) {
  const bool again = static_cast<int>(model_.sort_column()) == column;
  const bool rising = again && model_.sort_order() == Qt::DescendingOrder;
  const std::string before = current();
  model_.sort(column, rising || !again ? Qt::AscendingOrder : Qt::DescendingOrder);
  SetCurrent(before);
  emit SortChanged();
}

std::string RunTableView::current() const {
  const ListedRun* run = model_.RunAt(currentIndex().row());
  return run == nullptr ? std::string() : run->summary.id;
}

void RunTableView::SetCurrent(const std::string& id) {
  const int row = model_.RowOf(id);
  if (row < 0) return;
  const int column =
      currentIndex().isValid() ? currentIndex().column() : static_cast<int>(RunColumn::kName);
  setCurrentIndex(model_.index(row, column));
}

std::vector<std::string> RunTableView::Concerned() const {
  const std::string id = current();
  if (id.empty() || selection_.Contains(id)) return selection_.ids();
  return {id};
}

RunSelection::Choice RunTableView::ChoiceAt(int row) const {
  const ListedRun* run = model_.RunAt(row);
  if (run == nullptr) return {};
  return {run->summary.id,
          IsBaseline(run->summary) ? RunSelection::Role::kBaseline : RunSelection::Role::kRun};
}

std::vector<RunSelection::Choice> RunTableView::Range(int from, int to) const {
  std::vector<RunSelection::Choice> choices;
  for (int row = std::min(from, to); row <= std::max(from, to); ++row) {
    RunSelection::Choice choice = ChoiceAt(row);
    if (!choice.id.empty()) choices.push_back(std::move(choice));
  }
  return choices;
}

void RunTableView::ClickRun(int row, RunColumn column, Qt::KeyboardModifiers modifiers) {
  const RunSelection::Choice choice = ChoiceAt(row);
  if (column == RunColumn::kStar) {
    emit StarToggled(ToQString(choice.id));
    return;
  }
  if (modifiers.testFlag(Qt::ShiftModifier)) return selection_.Add(Range(anchor_, row));
  anchor_ = row;
  if (column == RunColumn::kMark || modifiers.testFlag(Qt::ControlModifier)) {
    return selection_.Toggle(choice);
  }
  selection_.Set({choice});
}

void RunTableView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  QTableView::mousePressEvent(event);
  if (!index.isValid() || event->button() != Qt::LeftButton) return;
  if (model_.RunAt(index.row()) == nullptr) return;
  ClickRun(index.row(), static_cast<RunColumn>(index.column()), event->modifiers());
}

bool RunTableView::HandleKey(QKeyEvent& event) {
  const int row = currentIndex().row();
  const bool control = event.modifiers().testFlag(Qt::ControlModifier);
  if (event.key() == Qt::Key_Escape) {
    selection_.Clear();
    return true;
  }
  if (control && event.key() == Qt::Key_A) {
    selection_.Add(Range(0, model_.rowCount() - 1));
    return true;
  }
  if (control && event.key() == Qt::Key_Z && undo_ == Undo::kOffered) {
    emit UndoRequested();
    return true;
  }
  if (model_.RunAt(row) == nullptr) return false;
  switch (event.key()) {
    case Qt::Key_Space:
      anchor_ = row;
      selection_.Toggle(ChoiceAt(row));
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      anchor_ = row;
      selection_.Set({ChoiceAt(row)});
      return true;
    case Qt::Key_Delete:
      emit TrashRequested();
      return true;
    case Qt::Key_F2: {
      const QModelIndex here = currentIndex();
      const bool editable = InfoOf(static_cast<RunColumn>(here.column())).editable;
      edit(editable ? here : model_.index(row, static_cast<int>(RunColumn::kName)));
      return true;
    }
    default:
      return false;
  }
}

void RunTableView::keyPressEvent(QKeyEvent* event) {
  if (state() == QAbstractItemView::EditingState || !HandleKey(*event)) {
    QTableView::keyPressEvent(event);
  }
}

bool RunTableView::event(QEvent* event) {
  // The window's menu would undo an edit of the budget instead.
  if (event->type() == QEvent::ShortcutOverride && undo_ == Undo::kOffered) {
    if (static_cast<QKeyEvent*>(event)->matches(QKeySequence::Undo)) event->accept();
  }
  return QTableView::event(event);
}

void RunTableView::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  if (!keyboard) {
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid()) return;
    setCurrentIndex(index);
  }
  if (current().empty()) return;
  const QPoint at = keyboard ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft())
                             : event->globalPos();
  emit MenuRequested(at);
}

void RunTableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QTableView::currentChanged(current, previous);
  // The bar at the left belongs to the whole row.
  viewport()->update();
  emit CurrentChanged();
}

}  // namespace sentei::ui
