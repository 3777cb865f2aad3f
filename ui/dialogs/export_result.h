// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"
#include "ui/models/export_subject.h"

#include <QFrame>
#include <optional>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabBar;

namespace sentei::ui {

class Note;

/// What an export came to: whether it was verified, the numbers that prove it, and texts to copy.
class ExportResult final : public QFrame {
  Q_OBJECT

 public:
  explicit ExportResult(QWidget* parent = nullptr);

  void Show(const ExportSubject& subject,
            plan::ExportProfile profile,
            plan::ExportDType dtype,
            const run::ExportDone& done,
            const std::optional<run::VerifyDone>& proof);
  /// It failed or was cancelled: nothing was written.
  void ShowFailure(const QString& headline, const QString& explanation);
  void ShowCancelled();

 private:
  void ShowProof(const std::optional<run::VerifyDone>& proof);
  void ShowSnippet(int index);
  void Retranslate();

  Note* note_;
  QLabel* facts_;
  QWidget* snippets_panel_;
  QTabBar* tabs_;
  QPushButton* copy_;
  QPlainTextEdit* text_;
  QLabel* remark_;
  std::vector<ExportSnippet> snippets_;
};

}  // namespace sentei::ui
