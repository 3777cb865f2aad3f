// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_panel.h"

namespace sentei::ui {

BudgetPanel::BudgetPanel(Workspace& workspace,
                         LayerTableModel& model,
                         BudgetCommands& commands,
                         LayerSelection& selection,
                         QWidget* parent)
    : QFrame(parent),
      workspace_(workspace),
      model_(model),
      commands_(commands),
      selection_(selection),
      column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(0);
  refresh_.setSingleShot(true);
  refresh_.setInterval(0);
  connect(&refresh_, &QTimer::timeout, this, [this] { Refresh(); });
}

}  // namespace sentei::ui
