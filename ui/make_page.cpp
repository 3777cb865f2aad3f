// SPDX-License-Identifier: Apache-2.0
#include "ui/make_page.h"

#include "ui/pages/budget_page.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/data_page.h"
#include "ui/pages/generate_page.h"
#include "ui/pages/model_page.h"
#include "ui/pages/run_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/welcome_page.h"

namespace sentei::ui {

Page* MakePage(PageId id, Workspace& workspace) {
  switch (id) {
    case PageId::kWelcome:
      return new WelcomePage(workspace);
    case PageId::kModel:
      return new ModelPage(workspace);
    case PageId::kData:
      return new DataPage(workspace);
    case PageId::kBudget:
      return new BudgetPage(workspace);
    case PageId::kRun:
      return new RunPage(workspace);
    case PageId::kCompare:
      return new ComparePage(workspace);
    case PageId::kGenerate:
      return new GeneratePage(workspace);
    case PageId::kSettings:
      return new SettingsPage(workspace);
  }
  return nullptr;
}

}  // namespace sentei::ui
