// SPDX-License-Identifier: Apache-2.0
#include "ui/main_window.h"

#include "core/run/remote_run_service.h"
#include "ui/consequences_dock.h"
#include "ui/core_sentence.h"
#include "ui/dialogs/close_dialog.h"
#include "ui/job_file.h"
#include "ui/jobs_strip.h"
#include "ui/language_binding.h"
#include "ui/log_panel.h"
#include "ui/make_page.h"
#include "ui/notifications.h"
#include "ui/open_path.h"
#include "ui/sidebar.h"
#include "ui/status_line.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/window_commands.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>

namespace sentei::ui {
namespace {

constexpr QSize kFirstSize(1440, 900);
constexpr QSize kSmallest(1024, 680);
constexpr int kNarrow = 1180;

}  // namespace

MainWindow::MainWindow(Workspace& workspace, QWidget* parent)
    : QMainWindow(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("main-window"));
  setWindowIcon(ApplicationIcon());
  setAcceptDrops(true);
  Build();
  Connect();
  new Notifications(*this, workspace_);
  RestoreLayout();
  ShowPage(PageId::kWelcome);
  OnLanguage(this, [this] { UpdateTitle(); });
}

void MainWindow::Build() {
  sidebar_ = new Sidebar(workspace_);
  stack_ = new QStackedWidget;
  note_ = new Note(NoteKind::kDanger);
  note_->setObjectName(QStringLiteral("window-note"));
  note_->hide();
  dock_ = new ConsequencesDock(workspace_);
  strip_ = new JobsStrip(workspace_);
  log_ = new LogPanel(workspace_);
  log_->setFixedHeight(Px(200));
  log_->hide();

  auto* middle = new QVBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(note_);
  middle->addWidget(stack_, 1);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(sidebar_);
  row->addLayout(middle, 1);
  row->addWidget(dock_);
  auto* centre = new QWidget;
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(row, 1);
  column->addWidget(log_);
  column->addWidget(strip_);
  setCentralWidget(centre);
  setStatusBar(new StatusLine(workspace_));
  commands_ = new WindowCommandSet(*this, workspace_);
}

void MainWindow::Connect() {
  connect(sidebar_, &Sidebar::PageRequested, this, &MainWindow::ShowPage);
  connect(strip_, &JobsStrip::LogRequested, this, &MainWindow::ToggleLog);
  connect(&workspace_, &Workspace::FailureRaised, this, &MainWindow::ShowNote);
  connect(&workspace_.session(), &ModelSession::Opened, this, [this] {
    note_->hide();
    UpdateTitle();
    if (current_ == PageId::kWelcome) ShowPage(PageId::kModel);
  });
  connect(&workspace_.session(), &ModelSession::Closed, this, &MainWindow::UpdateTitle);
  connect(&workspace_.jobs(), &Jobs::Finished, this, [this](Ticket ticket) {
    const Job* job = workspace_.jobs().FindTicket(ticket);
    const bool lost =
        job != nullptr && job->finished.has_value() && job->finished->rule == run::kEngineLostRule;
    if (lost) ShowNote({job->finished->code, job->finished->message, job->finished->hint});
  });
  QPushButton* close = note_->AddButton(QStringLiteral("window-note-close"));
  connect(close, &QPushButton::clicked, note_, &QWidget::hide);
  OnLanguage(note_, [close] { close->setText(tr("Close")); });
}

Page* MainWindow::page(PageId id) {
  Page*& known = pages_[id];
  if (known == nullptr) {
    known = MakePage(id, workspace_);
    stack_->addWidget(known);
    connect(known, &Page::NavigationRequested, this, &MainWindow::ShowPage);
  }
  return known;
}

void MainWindow::ShowPage(PageId id) {
  Page* shown = page(id);
  current_ = id;
  stack_->setCurrentWidget(shown);
  sidebar_->SetCurrent(id);
  dock_->SetPage(id);
  dock_->setVisible(shown->dock() == DockUse::kConsequences);
  workspace_.ShowStatus({});
  shown->OnShown();
  workspace_.settings().SetState(QStringLiteral("page"), static_cast<int>(id));
}

void MainWindow::ToggleLog() { log_->setVisible(!log_->isVisible()); }

void MainWindow::ResetLayout() {
  workspace_.settings().ResetState();
  resize(kFirstSize.boundedTo(screen()->availableSize()));
  log_->hide();
}

void MainWindow::OpenPath(const QString& path) {
  switch (KindOfPath(path)) {
    case PathKind::kText:
      workspace_.draft().Edit([&path](run::RunSpec& spec) { spec.train.text.path = ToStd(path); });
      return ShowPage(PageId::kData);
    case PathKind::kJob: {
      const Result<run::RunSpec> spec = ReadJobFile(path);
      if (!spec.has_value()) return workspace_.ShowFailure(spec.error());
      if (!spec.value().model.empty()) workspace_.OpenModelFor(spec.value());
      return ShowPage(PageId::kRun);
    }
    case PathKind::kModel:
    case PathKind::kOther:
      workspace_.session().Open(ModelArgument(path));
  }
}

void MainWindow::ShowNote(const Failure& failure) {
  note_->SetText(CoreSentence(failure.message), CoreSentence(failure.hint));
  note_->show();
}

void MainWindow::UpdateTitle() {
  const OpenedModelPtr& model = workspace_.session().model();
  setWindowTitle(model == nullptr ? tr("Sentei") : tr("%1 – Sentei").arg(model->name));
}

void MainWindow::RestoreLayout() {
  setMinimumSize(kSmallest.boundedTo(screen()->availableSize()));
  resize(kFirstSize.boundedTo(screen()->availableSize()));
  const QByteArray geometry = workspace_.settings().State(QStringLiteral("geometry")).toByteArray();
  if (!geometry.isEmpty()) restoreGeometry(geometry);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  workspace_.settings().SetState(QStringLiteral("geometry"), saveGeometry());
  workspace_.settings().Sync();
  if (closing_) return event->accept();
  switch (AskBeforeClosing(this, workspace_)) {
    case CloseAnswer::kNothingRuns:
      closing_ = true;
      event->accept();
      QApplication::quit();
      return;
    case CloseAnswer::kKeepRunning:
      event->ignore();
      QuitWhenJobsEnded();
      hide();
      return;
    case CloseAnswer::kPauseAndQuit:
      SetJobsAside();
      [[fallthrough]];
    case CloseAnswer::kStop:
      event->ignore();
      StopAllJobs();
      QuitWhenJobsEnded();
      return;
    case CloseAnswer::kStay:
      event->ignore();
  }
}

void MainWindow::SetJobsAside() {
  QStringList paused = workspace_.settings().paused_runs();
  for (const Job& job : workspace_.jobs().all()) {
    const bool resumable = job.spec.kind == run::RunKind::kPrune && !job.run_id.isEmpty();
    if (resumable && !IsOver(job.state)) paused.append(job.run_id);
  }
  paused.removeDuplicates();
  workspace_.settings().SetPausedRuns(paused);
  workspace_.settings().Sync();
}

void MainWindow::StopAllJobs() {
  std::vector<QString> open;
  for (const Job& job : workspace_.jobs().all()) {
    if (!IsOver(job.state)) open.push_back(job.run_id);
  }
  for (const QString& id : open) workspace_.jobs().Stop(id);
}

void MainWindow::QuitWhenJobsEnded() {
  WhenJobsEnded(workspace_, this, [this] {
    if (isVisible() && !closing_asked_) return;
    closing_ = true;
    QApplication::quit();
  });
  closing_asked_ = true;
}

void MainWindow::Raise() {
  show();
  closing_asked_ = false;  // who comes back wants to stay
  setWindowState(windowState() & ~Qt::WindowMinimized);
  raise();
  activateWindow();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  const bool narrow = width() < Px(kNarrow);
  sidebar_->SetWidth(narrow ? Sidebar::Width::kFolded : Sidebar::Width::kFull);
  dock_->SetFold(narrow ? ConsequencesDock::Fold::kStrip : ConsequencesDock::Fold::kOpen);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (urls.isEmpty() || !urls.front().isLocalFile()) return;
  const QString path = urls.front().toLocalFile();
  const PathKind kind = KindOfPath(path);
  if (kind == PathKind::kOther) return;
  workspace_.ShowStatus(kind == PathKind::kModel  ? tr("Drop to open this model")
                        : kind == PathKind::kText ? tr("Drop to use this text for pruning")
                                                  : tr("Drop to open this job"));
  event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  workspace_.ShowStatus({});
  event->acceptProposedAction();
  OpenPath(event->mimeData()->urls().front().toLocalFile());
}

}  // namespace sentei::ui
