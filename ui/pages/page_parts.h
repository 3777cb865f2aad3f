// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QScrollArea>
#include <QWidget>
#include <functional>

class QPushButton;

namespace sentei::ui {

/// Small things that pages are built from.

/// A vertical scroll area around `content`, which it owns.
[[nodiscard]] QScrollArea* MakeScrollArea(QWidget* content);
/// A button without text yet, named for tests; belongs to whoever lays it out.
[[nodiscard]] QPushButton* MakePushButton(const QString& object_name, const char* kind = "");
/// Triggers an action of the window ("action-open-model"); nothing where the window has none.
void TriggerWindowAction(QWidget* widget, const QString& action);
/// A caption over a field; the caption's text is set by `text` in every language and is the field's
/// accessible name.
[[nodiscard]] QWidget* Captioned(QWidget* field, std::function<QString()> text);

}  // namespace sentei::ui
