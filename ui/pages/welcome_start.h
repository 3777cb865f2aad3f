// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

class CommandRow;

/// The left part of Welcome: ways to open something, where to drop it, what this computer is.
class WelcomeStart final : public QWidget {
  Q_OBJECT

 public:
  explicit WelcomeStart(Workspace& workspace, QWidget* parent = nullptr);

  /// Looks again at the Hugging Face cache and at this computer, in the background.
  void Refresh();

 private:
  [[nodiscard]] QWidget* MakeCommands();
  [[nodiscard]] QWidget* MakeDropArea();
  [[nodiscard]] QWidget* MakeComputer();
  void ScanHub();
  void LookAtComputer();
  void ShowCommands();

  Workspace& workspace_;
  CommandRow* demo_;
  CommandRow* open_;
  CommandRow* hub_;
  CommandRow* job_;
  QLabel* processor_;
  QLabel* memory_;
  QLabel* disk_;
  int found_ = -1;  ///< models in the cache; negative while not known
};

}  // namespace sentei::ui
