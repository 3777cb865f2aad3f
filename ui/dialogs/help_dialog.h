// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

#include <QString>
#include <utility>
#include <vector>

namespace sentei::ui {

/// What a page is for and how to use it.
void ShowHelpDialog(QWidget* parent, PageId page);
/// All keys of the program.
void ShowShortcutsDialog(QWidget* parent,
                         const std::vector<std::pair<QString, QString>>& shortcuts);

}  // namespace sentei::ui
