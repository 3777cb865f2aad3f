// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QWidget>
#include <functional>

namespace sentei::ui {

/// Calls `then` once when `window` has been painted and the event loop answers again.
void AfterFirstPaint(QWidget* window, std::function<void()> then);

/// Milliseconds since the kernel started this process, to its tick of 10 ms.
[[nodiscard]] double MillisecondsSinceProcessStart();

}  // namespace sentei::ui
