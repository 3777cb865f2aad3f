// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

WelcomePage::WelcomePage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kWelcome, workspace, parent) {
  setObjectName(QStringLiteral("welcome-page"));
  OnLanguage(this, [this] { SetTitle(tr("Welcome")); });
}

}  // namespace sentei::ui
