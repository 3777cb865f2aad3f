// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStatusBar>

namespace sentei::viz {
class ElidedLabel;
class SegmentedSwitch;
}  // namespace sentei::viz

namespace sentei::ui {

class Workspace;

/// The line under everything: what the pointer or keyboard is on, the device, Basic or Advanced.
class StatusLine final : public QStatusBar {
  Q_OBJECT

 public:
  explicit StatusLine(Workspace& workspace, QWidget* parent = nullptr);

 private:
  Workspace& workspace_;
  viz::ElidedLabel* text_;
  viz::ElidedLabel* device_;
  viz::SegmentedSwitch* level_;
};

}  // namespace sentei::ui
