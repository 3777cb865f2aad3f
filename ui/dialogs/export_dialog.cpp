// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_dialog.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/dialogs/export_profiles.h"
#include "ui/dialogs/export_result.h"
#include "ui/dialogs/export_target.h"
#include "ui/job_words.h"
#include "ui/main_window.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/widgets/window_shade.h"
#include "ui/workspace.h"
#include "viz/appearance.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QDesktopServices>
#include <QDir>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>
#include <cmath>

namespace sentei::ui {
namespace {

const QString kFolderKey = QStringLiteral("export-folder");

QString FileName(QString name) {
  for (QChar& c : name) {
    const bool plain = c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_') ||
                       c == QLatin1Char('.');
    if (!plain) c = QLatin1Char('-');
  }
  while (name.startsWith(QLatin1Char('.'))) name.remove(0, 1);
  return name.isEmpty() ? QStringLiteral("model") : name.left(100);
}

QString NewestResult(const Jobs& jobs) {
  for (auto job = jobs.all().rbegin(); job != jobs.all().rend(); ++job) {
    if (job->spec.kind == run::RunKind::kPrune && job->state == JobState::kCompleted) {
      return job->run_id;
    }
  }
  return {};
}

}  // namespace

ExportDialog::ExportDialog(Workspace& workspace, const QString& run_id, QWidget* parent)
    : QDialog(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("export-dialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowModality(Qt::WindowModal);
  Build();
  Connect();
  Retranslate();
  SetStage(Stage::kReading);
  ReadSubject(run_id);
}

void ExportDialog::Connect() {
  connect(profiles_, &ExportProfiles::Chosen, this, &ExportDialog::ShowChoice);
  connect(profiles_, &ExportProfiles::FixAsked, this, &ExportDialog::Fix);
  connect(target_, &ExportTarget::Changed, this, &ExportDialog::RefreshFooter);
  connect(target_, &ExportTarget::DTypeChanged, this, [this] {
    if (subject_.has_value()) profiles_->Show(*subject_, target_->dtype());
  });
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, [this] {
    if (subject_.has_value()) profiles_->Show(*subject_, target_->dtype());
  });
  connect(export_, &QPushButton::clicked, this, &ExportDialog::Begin);
  connect(again_, &QPushButton::clicked, this, [this] { SetStage(Stage::kChoosing); });
  connect(cancel_, &QPushButton::clicked, this, [this] { workspace_.jobs().Stop(job_run_); });
  connect(close_, &QPushButton::clicked, this, &QDialog::reject);
  connect(show_folder_, &QPushButton::clicked, this, &ExportDialog::ShowFolder);
  connect(&workspace_.jobs(), &Jobs::Changed, this, &ExportDialog::OnJob);
  connect(&workspace_.bridge(), &RunBridge::EventArrived, this, &ExportDialog::OnEvent);
}

void ExportDialog::ReadSubject(const QString& run_id) {
  if (run_id.isEmpty()) return ReadModelAsIs();
  workspace_.library().Ask(
      this,
      [id = ToStd(run_id)](storage::RunStore& store) { return store.Show(id); },
      [this](const Result<run::RunRecord>& record) {
        if (!record.has_value()) return TakeSubject(record.error());
        OpenModelOf(record.value());
      });
}

void ExportDialog::OpenModelOf(const run::RunRecord& record) {
  const OpenedModelPtr open = workspace_.session().model();
  const std::string& path = record.summary.model_path;
  const bool same = open != nullptr && open->source->path().string() == path;
  profiles_->SetFixes(same ? ExportProfiles::Fixes::kOffered : ExportProfiles::Fixes::kOff);
  InBackground(
      this,
      [record, open = same ? open : nullptr, path, cache = workspace_.locations().cache_dir] {
        const OpenedModelPtr model = open != nullptr ? open : ReadModel(ToQString(path), cache);
        return SubjectOf(record, *model);
      },
      [this](Result<ExportSubject> subject) { TakeSubject(std::move(subject)); });
}

void ExportDialog::ReadModelAsIs() {
  const OpenedModelPtr model = workspace_.session().model();
  if (model == nullptr) {
    return TakeSubject(Failure{ErrorCode::kUsage,
                               ToStd(tr("There is nothing to export")),
                               ToStd(tr("Open a model, or finish a run."))});
  }
  InBackground(
      this,
      [model] { return SubjectOf(*model); },
      [this](Result<ExportSubject> subject) { TakeSubject(std::move(subject)); });
}

void ExportDialog::TakeSubject(Result<ExportSubject> subject) {
  if (!subject.has_value()) {
    problem_ = subject.error();
    problem_note_->SetKind(NoteKind::kDanger);
    problem_note_->SetText(CoreSentence(problem_->message), CoreSentence(problem_->hint));
    side_->setCurrentWidget(problem_note_->parentWidget());
    return;
  }
  subject_ = std::move(subject).value();
  profiles_->SetChosen(subject_->profile);
  profiles_->Show(*subject_, subject_->dtype);
  target_->Show(*subject_, profiles_->chosen());
  target_->SetDType(subject_->dtype);
  target_->SetFolder(DefaultFolder());
  partial_->setVisible(!subject_->complete);
  SetStage(Stage::kChoosing);
  Retranslate();
}

QString ExportDialog::DefaultFolder() const {
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
                            QStringLiteral("/Sentei");
  const QString parent = workspace_.settings().State(kFolderKey, documents).toString();
  QString name = FileName(subject_->name);
  if (subject_->removed > 0.0) {
    name += QStringLiteral("-pruned-%1").arg(std::lround(100.0 * subject_->removed));
  }
  QString folder = QDir(parent).filePath(name);
  for (int number = 2; QFileInfo::exists(folder) && number < 100; ++number) {
    folder = QDir(parent).filePath(QStringLiteral("%1-%2").arg(name).arg(number));
  }
  return folder;
}

void ExportDialog::ShowChoice() {
  if (!subject_.has_value()) return;
  target_->Show(*subject_, profiles_->chosen());
  profiles_->Show(*subject_, target_->dtype());
  RefreshFooter();
}

void ExportDialog::Fix(plan::ExportProfile profile, ExportFix fix) {
  if (!subject_.has_value()) return;
  if (fix == ExportFix::kOtherDType) {
    target_->SetDType(plan::ExportDType::kBF16);
    return ShowChoice();
  }
  BudgetState next = workspace_.budget().state();
  next.spec = FixedBudget(*subject_, fix);
  next.profile = profile;
  workspace_.budget().Edit(fix == ExportFix::kMakeUniform ? tr("Make uniform") : tr("Round to 256"),
                           next);
  emit BudgetAsked();
  reject();
}

void ExportDialog::Begin() {
  if (!subject_.has_value() || !target_->IsReady()) return;
  run::RunSpec spec;
  spec.kind = run::RunKind::kExport;
  spec.model = subject_->model_path;
  const run::RunSpec draft = workspace_.draft().spec();
  spec.device = draft.device;
  spec.threads = draft.threads;
  spec.output = target_->Output(profiles_->chosen());
  done_.reset();
  proof_.reset();
  job_run_.clear();
  workspace_.settings().SetState(kFolderKey, QFileInfo(target_->folder()).absolutePath());
  SetStage(Stage::kWorking);
  ticket_ = workspace_.jobs().Start(spec, tr("Export of %1").arg(subject_->name));
}

void ExportDialog::OnJob(Ticket ticket) {
  if (ticket != ticket_ || stage_ != Stage::kWorking) return;
  const Job& job = *workspace_.jobs().FindTicket(ticket);
  job_run_ = job.run_id;
  const double share = ShareDone(job);
  progress_->setRange(0, share < 0.0 ? 0 : 1000);
  progress_->setValue(share < 0.0 ? 0 : static_cast<int>(1000.0 * share));
  const QString time = TimeWords(job);
  progress_text_->setText(time.isEmpty() ? ProgressWords(job)
                                         : QStringLiteral("%1 · %2").arg(ProgressWords(job), time));
  RefreshFooter();
  if (IsOver(job.state)) End(job);
}

void ExportDialog::OnEvent(const QString& run_id, const run::RunEvent& event) {
  const Job* job = workspace_.jobs().FindTicket(ticket_);
  if (job == nullptr || job->run_id != run_id) return;
  if (const auto* done = std::get_if<run::ExportDone>(&event)) done_ = *done;
  if (const auto* proof = std::get_if<run::VerifyDone>(&event)) proof_ = *proof;
}

void ExportDialog::End(const Job& job) {
  if (done_.has_value() && job.state != JobState::kCancelled) {
    result_->Show(*subject_, profiles_->chosen(), target_->dtype(), *done_, proof_);
  } else if (job.state == JobState::kFailed && job.failure.has_value()) {
    result_->ShowFailure(CoreSentence(job.failure->message), CoreSentence(job.failure->hint));
  } else {
    result_->ShowCancelled();
  }
  workspace_.library().NotifyChanged();
  SetStage(Stage::kEnded);
}

void ExportDialog::ShowFolder() {
  if (done_.has_value()) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(ToQString(done_->path)));
  }
}

void ExportDialog::SetStage(Stage stage) {
  stage_ = stage;
  side_->setCurrentIndex(static_cast<int>(stage));
  profiles_->SetEditing(stage == Stage::kChoosing ? ExportProfiles::Editing::kOn
                                                  : ExportProfiles::Editing::kOff);
  RefreshFooter();
}

void ExportDialog::RefreshFooter() {
  const bool working = stage_ == Stage::kWorking;
  const bool ended = stage_ == Stage::kEnded;
  show_folder_->setVisible(ended && done_.has_value());
  again_->setVisible(ended);
  cancel_->setVisible(working);
  cancel_->setEnabled(!job_run_.isEmpty());
  export_->setVisible(!ended && !working);
  export_->setEnabled(stage_ == Stage::kChoosing && target_->IsReady());
  close_->setToolTip(working ? viz::ToolTipOf(tr("The export goes on; see the jobs below."))
                             : QString());
}

void ShowExportDialog(QWidget* parent, Workspace& workspace, const QString& run_id) {
  const QString result = run_id.isEmpty() ? NewestResult(workspace.jobs()) : run_id;
  QWidget* window = parent == nullptr ? nullptr : parent->window();
  auto* dialog = new ExportDialog(workspace, result, window);
  if (window != nullptr) {
    auto* shade = new WindowShade(window);
    QObject::connect(dialog, &QObject::destroyed, shade, &QObject::deleteLater);
  }
  if (auto* main = qobject_cast<MainWindow*>(window)) {
    QObject::connect(
        dialog, &ExportDialog::BudgetAsked, main, [main] { main->ShowPage(PageId::kBudget); });
  }
  dialog->open();
}

}  // namespace sentei::ui
