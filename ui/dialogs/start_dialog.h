// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_needs.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace sentei::ui {

class RunMissing;
class RunNeedsBox;
class Workspace;

/// The last look before a run: what it will do, what it takes, the command line, and what is still
/// missing. Accepted means start. Deleted when closed.
class StartDialog final : public QDialog {
  Q_OBJECT

 public:
  explicit StartDialog(Workspace& workspace, QWidget* parent = nullptr);

 signals:
  /// A missing part is to be mended elsewhere; the dialog has closed.
  void MissingAsked(sentei::ui::Missing::Where where);

 private:
  QWidget* MakeFacts();
  void RefreshStart();
  void Retranslate();

  Workspace& workspace_;
  QLabel* title_;
  QLabel* subtitle_;
  QLabel* facts_;
  RunMissing* missing_;
  RunNeedsBox* needs_;
  QPushButton* start_;
  QPushButton* cancel_;
};

/// "SmolLM2-135M-Instruct, 20.0 % smaller": the name a new run gets unless it has a note.
[[nodiscard]] QString RunName(Workspace& workspace, const run::RunSpec& spec);

}  // namespace sentei::ui
