// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/data_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

DataPage::DataPage(Workspace& workspace, QWidget* parent) : Page(PageId::kData, workspace, parent) {
  setObjectName(QStringLiteral("data-page"));
  OnLanguage(this, [this] { SetTitle(tr("Data")); });
}

}  // namespace sentei::ui
