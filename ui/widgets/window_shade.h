// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace sentei::ui {

/// Darkens a whole window under a modal dialog, as long as it lives. Child of the window; follows
/// its size and takes no input.
class WindowShade final : public QWidget {
  Q_OBJECT

 public:
  explicit WindowShade(QWidget* window);

  bool eventFilter(QObject* watched, QEvent* event) override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace sentei::ui
