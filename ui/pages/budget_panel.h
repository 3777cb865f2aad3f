// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/layer_selection.h"
#include "ui/models/layer_table_model.h"

#include <QFrame>
#include <QTimer>
#include <QVBoxLayout>

namespace sentei::ui {

/// A panel of the Budget page: it looks at the layers and the selection that the page shares, and
/// is drawn anew at most once per turn of the event loop. GUI thread.
class BudgetPanel : public QFrame {
  Q_OBJECT

 protected:
  BudgetPanel(Workspace& workspace,
              LayerTableModel& model,
              BudgetCommands& commands,
              LayerSelection& selection,
              QWidget* parent);

  [[nodiscard]] Workspace& workspace() const { return workspace_; }
  [[nodiscard]] LayerTableModel& model() const { return model_; }
  [[nodiscard]] BudgetCommands& commands() const { return commands_; }
  [[nodiscard]] LayerSelection& selection() const { return selection_; }
  /// Where the panel's own widgets go.
  [[nodiscard]] QVBoxLayout* column() const { return column_; }
  /// Refresh, in the next turn of the event loop.
  void RefreshSoon() { refresh_.start(); }
  virtual void Refresh() = 0;

 private:
  Workspace& workspace_;
  LayerTableModel& model_;
  BudgetCommands& commands_;
  LayerSelection& selection_;
  QVBoxLayout* column_;
  QTimer refresh_;
};

}  // namespace sentei::ui
