// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

namespace sentei::ui {

class Workspace;

/// What the budget (or the run in progress) makes of the model, at the right of Budget and Run.
class ConsequencesDock final : public QFrame {
  Q_OBJECT

 public:
  explicit ConsequencesDock(Workspace& workspace, QWidget* parent = nullptr);

 private:
  Workspace& workspace_;
};

}  // namespace sentei::ui
