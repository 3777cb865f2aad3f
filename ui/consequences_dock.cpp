// SPDX-License-Identifier: Apache-2.0
#include "ui/consequences_dock.h"

#include "ui/theme/theme.h"
#include "ui/workspace.h"

namespace sentei::ui {

ConsequencesDock::ConsequencesDock(Workspace& workspace, QWidget* parent)
    : QFrame(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("consequences-dock"));
  Mark(this, "area", "dock");
  setFixedWidth(Px(272));
}

}  // namespace sentei::ui
