// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

class RunPage final : public Page {
  Q_OBJECT

 public:
  explicit RunPage(Workspace& workspace, QWidget* parent = nullptr);
  [[nodiscard]] DockUse dock() const override { return DockUse::kConsequences; }
};

}  // namespace sentei::ui
