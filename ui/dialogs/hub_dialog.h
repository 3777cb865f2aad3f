// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace sentei::ui {

class Workspace;

/// Lists the models that the Hugging Face tools have downloaded and opens the chosen one. Those
/// that are not complete are disabled and say why. Returns at once.
void ShowHubDialog(QWidget* parent, Workspace& workspace);

}  // namespace sentei::ui
