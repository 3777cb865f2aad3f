// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace sentei::ui {

class Workspace;

/// The command line that does what the draft says, to copy. Where flags cannot say it all, a job
/// file is saved and named.
class RunCommandBox final : public QFrame {
  Q_OBJECT

 public:
  explicit RunCommandBox(Workspace& workspace, QWidget* parent = nullptr);

  /// What Copy puts on the clipboard; empty while a job file has to be saved first.
  [[nodiscard]] const QString& command() const { return command_; }
  /// Writes the draft to a job file, from which the command then reads.
  void SaveJob(const QString& path);

 private:
  void Refresh();
  void AskForFile();
  void Copy();
  void Retranslate();

  Workspace& workspace_;
  QString command_;
  QString job_file_;      ///< written last
  std::string job_text_;  ///< what stands in it
  QLabel* title_;
  QLabel* remark_;
  QPlainTextEdit* text_;
  QPushButton* copy_;
  QPushButton* save_;
};

}  // namespace sentei::ui
