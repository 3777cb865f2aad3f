// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/generate_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

GeneratePage::GeneratePage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kGenerate, workspace, parent) {
  setObjectName(QStringLiteral("generate-page"));
  OnLanguage(this, [this] { SetTitle(tr("Generate")); });
}

}  // namespace sentei::ui
