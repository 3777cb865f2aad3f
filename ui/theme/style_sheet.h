// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/palette.h"

#include <QString>

namespace sentei::ui {

/// The rules that Fusion and a palette cannot express. Widgets opt in by dynamic properties:
///   kind = "primary" | "small" | "flat"   buttons
///   tone = see Tone                       labels
///   area = "page" | "raised" | "panel" | "header" | "sidebar"   frames
///   note = "success" | "warning" | "danger" | "info"            notes
/// `arrows` are files of pictures (see ArrowImages).
struct SheetArrows {
  QString up;
  QString down;
};
[[nodiscard]] QString StyleSheetOf(const ThemeTokens& tokens, const SheetArrows& arrows);

}  // namespace sentei::ui
