// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QFocusEvent;
class QWidget;

namespace sentei::viz {

/// Makes the widget an image to screen readers whose value is what Speak said last. Plots have no
/// accessible children: their cells are read one at a time, or from the table.
void MakeSpoken(QWidget& widget);
/// Sets the value and tells screen readers of it.
void Speak(QWidget& widget, const QString& value);

/// Whether the keyboard brought the focus: only then is it shown.
[[nodiscard]] bool IsKeyboardFocus(const QFocusEvent& event);

}  // namespace sentei::viz
