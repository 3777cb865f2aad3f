// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

ComparePage::ComparePage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kCompare, workspace, parent) {
  setObjectName(QStringLiteral("compare-page"));
  OnLanguage(this, [this] { SetTitle(tr("Compare")); });
}

}  // namespace sentei::ui
