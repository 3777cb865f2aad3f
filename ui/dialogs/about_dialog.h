// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace sentei::ui {

/// Version, licences and the libraries that the program stands on.
void ShowAboutDialog(QWidget* parent);

}  // namespace sentei::ui
