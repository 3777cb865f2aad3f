// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs.h"

#include <QFrame>
#include <QStringList>
#include <vector>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace sentei::ui {

class Workspace;

/// What the jobs of this session said: phases, notes, warnings, results; filtered by text. Keeps
/// the newest lines.
class LogPanel final : public QFrame {
  Q_OBJECT

 public:
  explicit LogPanel(Workspace& workspace, QWidget* parent = nullptr);

 private:
  void Take(const QString& run_id, const run::RunEvent& event);
  void Append(const QString& line);
  void Filter();

  Workspace& workspace_;
  QStringList lines_;
  QLabel* title_;
  QLineEdit* filter_;
  QPlainTextEdit* text_;
  QToolButton* copy_;
  QToolButton* close_;
};

}  // namespace sentei::ui
