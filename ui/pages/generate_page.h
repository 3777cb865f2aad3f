// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

class GeneratePage final : public Page {
  Q_OBJECT

 public:
  explicit GeneratePage(Workspace& workspace, QWidget* parent = nullptr);
};

}  // namespace sentei::ui
