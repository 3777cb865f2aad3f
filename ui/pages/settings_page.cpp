// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/settings_page.h"

#include "ui/language_binding.h"

namespace sentei::ui {

SettingsPage::SettingsPage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kSettings, workspace, parent) {
  setObjectName(QStringLiteral("settings-page"));
  OnLanguage(this, [this] { SetTitle(tr("Settings")); });
}

}  // namespace sentei::ui
