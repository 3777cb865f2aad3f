// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

namespace sentei::ui {

class WelcomeRecent;
class WelcomeRecovery;
class WelcomeStart;

/// The first page: runs to resume, ways to open a model, this computer, models opened last.
class WelcomePage final : public Page {
  Q_OBJECT

 public:
  explicit WelcomePage(Workspace& workspace, QWidget* parent = nullptr);

  void OnShown() override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QWidget* MakeTitle();

  WelcomeRecovery* recovery_;
  WelcomeStart* start_;
  WelcomeRecent* recent_;
  QBoxLayout* columns_;
};

}  // namespace sentei::ui
