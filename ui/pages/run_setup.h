// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_needs.h"

#include <QWidget>

namespace sentei::ui {

class PanelRow;
class RunForm;
class Workspace;

/// The run being prepared: settings at the left; what is missing, the estimate and the command at
/// the right.
class RunSetup final : public QWidget {
  Q_OBJECT

 public:
  explicit RunSetup(Workspace& workspace, QWidget* parent = nullptr);

  void FocusSetting(std::string_view key);

 signals:
  void MissingAsked(sentei::ui::Missing::Where where);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  RunForm* form_;
  PanelRow* row_;
};

}  // namespace sentei::ui
