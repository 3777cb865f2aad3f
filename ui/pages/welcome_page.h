// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

class WelcomePage final : public Page {
  Q_OBJECT

 public:
  explicit WelcomePage(Workspace& workspace, QWidget* parent = nullptr);
};

}  // namespace sentei::ui
