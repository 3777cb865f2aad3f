// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_layer_table.h"

#include "ui/language_binding.h"
#include "ui/pages/budget_selection_row.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QEvent>
#include <QVBoxLayout>

namespace sentei::ui {

BudgetLayerTable::BudgetLayerTable(Workspace& workspace,
                                   LayerTableModel& model,
                                   BudgetCommands& commands,
                                   LayerSelection& selection,
                                   QWidget* parent)
    : QFrame(parent), workspace_(workspace), model_(model), selection_(selection) {
  setObjectName(QStringLiteral("budget-table"));
  Mark(this, "area", "panel");
  header_ = new LayerTableHeader(model);
  view_ = new BudgetLayerView(model, commands);
  summary_ = new SelectionRow(commands, [this] { return view_->SelectedLayers(); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  column->addWidget(header_);
  column->addWidget(summary_);
  column->addWidget(view_, 1);
  setTabOrder(summary_, view_);
  view_->viewport()->installEventFilter(this);
  connect(view_, &BudgetLayerView::SelectionEdited, this, &BudgetLayerTable::TakeSelection);
  connect(&selection, &LayerSelection::Changed, this, &BudgetLayerTable::ShowSelection);
  connect(&model, &LayerTableModel::Refreshed, this, &BudgetLayerTable::RefreshSummary);
  connect(&workspace.settings(), &Settings::LevelChanged, this, &BudgetLayerTable::LayOut);
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, [this] {
    RefreshSummary();
    view_->viewport()->update();
  });
  OnLanguage(this, [this] { view_->setAccessibleName(tr("Layers")); });
  LayOut();
  TakeSelection();
}

void BudgetLayerTable::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  LayOut();
}

// The scroll bar comes and goes beside the rows.
bool BudgetLayerTable::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) LayOut();
  return QFrame::eventFilter(watched, event);
}

void BudgetLayerTable::LayOut() {
  const LayerColumns columns =
      LayOutColumns(view_->viewport()->width(), workspace_.settings().level());
  header_->SetColumns(columns);
  summary_->SetColumns(columns);
  view_->SetColumns(columns);
}

void BudgetLayerTable::TakeSelection() {
  std::set<std::int64_t> layers;
  for (const QModelIndex& index : view_->selectionModel()->selectedRows()) {
    layers.insert(model_.row(index.row()).layer);
  }
  std::optional<std::int64_t> current;
  if (view_->currentIndex().isValid()) current = view_->currentIndex().row();
  selection_.Set(std::move(layers), current);
  RefreshSummary();
}

void BudgetLayerTable::ShowSelection() {
  view_->Select(selection_.layers(), selection_.current());
  RefreshSummary();
}

void BudgetLayerTable::RefreshSummary() {
  std::vector<int> rows;
  if (model_.rowCount() > 0) {
    for (const std::int64_t layer : view_->SelectedLayers()) {
      if (layer < model_.rowCount()) rows.push_back(static_cast<int>(layer));
    }
  }
  summary_->Show(model_.Summary(rows), static_cast<int>(rows.size()));
}

}  // namespace sentei::ui
