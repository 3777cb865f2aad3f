// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

class SettingsPage final : public Page {
  Q_OBJECT

 public:
  explicit SettingsPage(Workspace& workspace, QWidget* parent = nullptr);
};

}  // namespace sentei::ui
