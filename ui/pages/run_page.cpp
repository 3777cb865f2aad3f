// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

RunPage::RunPage(Workspace& workspace, QWidget* parent) : Page(PageId::kRun, workspace, parent) {
  setObjectName(QStringLiteral("run-page"));
  OnLanguage(this, [this] { SetTitle(tr("Run")); });
}

}  // namespace sentei::ui
