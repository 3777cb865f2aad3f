// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"
#include "ui/jobs.h"
#include "ui/models/export_subject.h"

#include <QDialog>
#include <QString>
#include <cstdint>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class ExportProfiles;
class ExportResult;
class ExportTarget;
class Note;
class Workspace;

/// Writes a run's result or the open model: profiles with reasons at the left; target, progress and
/// the verified result at the right. An export goes on when the dialog is closed. Deleted when
/// closed.
class ExportDialog final : public QDialog {
  Q_OBJECT

 public:
  /// `run_id` empty: the open model as it is.
  ExportDialog(Workspace& workspace, const QString& run_id, QWidget* parent = nullptr);

 signals:
  /// The budget was set so that the next run fits the profile; it is to be shown.
  void BudgetAsked();

 private:
  enum class Stage : std::uint8_t { kReading, kChoosing, kWorking, kEnded };

  void Build();
  QWidget* BuildChoice();
  QWidget* BuildSide();
  QWidget* BuildFooter();
  void Connect();
  void ReadSubject(const QString& run_id);
  void OpenModelOf(const run::RunRecord& record);
  void ReadModelAsIs();
  void TakeSubject(Result<ExportSubject> subject);
  void ShowChoice();
  void Fix(plan::ExportProfile profile, ExportFix fix);
  void Begin();
  void OnJob(Ticket ticket);
  void OnEvent(const QString& run_id, const run::RunEvent& event);
  void End(const Job& job);
  void ShowFolder();
  void SetStage(Stage stage);
  void RefreshFooter();
  void Retranslate();
  [[nodiscard]] QString DefaultFolder() const;

  Workspace& workspace_;
  Stage stage_ = Stage::kReading;
  std::optional<ExportSubject> subject_;
  std::optional<Failure> problem_;
  Ticket ticket_ = 0;
  QString job_run_;
  std::optional<run::ExportDone> done_;
  std::optional<run::VerifyDone> proof_;
  QLabel* title_;
  viz::ElidedLabel* subtitle_;
  QLabel* question_;
  ExportProfiles* profiles_;
  ExportTarget* target_;
  QStackedWidget* side_;
  Note* problem_note_;
  Note* partial_;
  QLabel* progress_text_;
  QProgressBar* progress_;
  ExportResult* result_;
  QPushButton* show_folder_;
  QPushButton* again_;
  QPushButton* cancel_;
  QPushButton* close_;
  QPushButton* export_;
};

/// Opens the export dialog for the result of a finished pruning run (`run_id`; empty: the newest
/// of this session, else the open model as it is). The window under it is darkened.
void ShowExportDialog(QWidget* parent, Workspace& workspace, const QString& run_id = {});

}  // namespace sentei::ui
