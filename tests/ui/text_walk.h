// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

namespace sentei::ui {

/// Every text of a visible widget under `root` that is wider or higher than its place, as
/// "object-name (Class): text, needs 120 px, has 90 px". Elided labels with a tool tip are fine.
[[nodiscard]] QStringList ClippedTexts(const QWidget& root);

/// Controls that can have the focus but have no name for screen readers.
[[nodiscard]] QStringList NamelessControls(const QWidget& root);

}  // namespace sentei::ui
