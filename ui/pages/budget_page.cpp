// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

BudgetPage::BudgetPage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kBudget, workspace, parent) {
  setObjectName(QStringLiteral("budget-page"));
  OnLanguage(this, [this] { SetTitle(tr("Budget")); });
}

}  // namespace sentei::ui
