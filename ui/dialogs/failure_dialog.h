// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QWidget>

namespace sentei::ui {

/// Shows what happened and what to do, with details that can be opened and a report that can be
/// copied (versions and the English sentences; the home folder is written ~). Returns at once.
void ShowFailureDialog(QWidget* parent, const Failure& failure);

/// The report that Copy report puts on the clipboard.
[[nodiscard]] QString FailureReport(const Failure& failure);

}  // namespace sentei::ui
