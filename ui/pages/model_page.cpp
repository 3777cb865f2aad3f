// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

ModelPage::ModelPage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kModel, workspace, parent) {
  setObjectName(QStringLiteral("model-page"));
  OnLanguage(this, [this] { SetTitle(tr("Model")); });
}

}  // namespace sentei::ui
