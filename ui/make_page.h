// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

[[nodiscard]] Page* MakePage(PageId id, Workspace& workspace);

}  // namespace sentei::ui
