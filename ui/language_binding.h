// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>
#include <functional>

namespace sentei::ui {

/// Calls `apply` now and after every change of the language, as long as `owner` lives: texts of
/// widgets are set inside it.
void OnLanguage(QWidget* owner, std::function<void()> apply);

}  // namespace sentei::ui
