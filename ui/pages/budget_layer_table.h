// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/layer_selection.h"
#include "ui/pages/budget_layer_view.h"

#include <QFrame>

class QToolButton;

namespace sentei::ui {

class LayerTableHeader;
class SelectionRow;

/// The layer table as a panel: captions, the row that edits the selection, the rows.
class BudgetLayerTable final : public QFrame {
  Q_OBJECT

 public:
  BudgetLayerTable(Workspace& workspace,
                   LayerTableModel& model,
                   BudgetCommands& commands,
                   LayerSelection& selection,
                   QWidget* parent = nullptr);

  [[nodiscard]] BudgetLayerView* view() const { return view_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void LayOut();
  void TakeSelection();
  void ShowSelection();
  void RefreshSummary();

  Workspace& workspace_;
  LayerTableModel& model_;
  LayerSelection& selection_;
  LayerTableHeader* header_;
  SelectionRow* summary_;
  BudgetLayerView* view_;
};

}  // namespace sentei::ui
