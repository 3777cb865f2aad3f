// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs_strip.h"

#include "ui/dialogs/failure_dialog.h"
#include "ui/job_words.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/appearance.h"
#include "viz/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace sentei::ui {
namespace {

constexpr int kNarrow = 900;

QPushButton* MakeButton(const QString& name, const QString& icon) {
  auto* button = new QPushButton;
  button->setObjectName(name);
  Mark(button, "kind", "flat");
  button->setIcon(ThemedIcon(icon, IconRole::kText));
  return button;
}

QString IconOf(const Job& job) {
  switch (job.state) {
    case JobState::kQueued:
      return QStringLiteral("hourglass");
    case JobState::kPausing:
    case JobState::kPaused:
      return QStringLiteral("pause");
    case JobState::kCompleted:
      return QStringLiteral("check");
    case JobState::kFailed:
      return QStringLiteral("cross");
    case JobState::kCancelled:
    case JobState::kStopping:
      return QStringLiteral("stop");
    case JobState::kRunning:
      break;
  }
  return job.spec.kind == run::RunKind::kPrune ? QStringLiteral("scissors")
                                               : QStringLiteral("play");
}

IconRole RoleOf(JobState state) {
  if (state == JobState::kFailed) return IconRole::kDanger;
  if (state == JobState::kCompleted) return IconRole::kSuccess;
  return state == JobState::kRunning ? IconRole::kAccent : IconRole::kRest;
}

}  // namespace

JobsStrip::JobsStrip(Workspace& workspace, QWidget* parent)
    : QFrame(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("jobs-strip"));
  Mark(this, "area", "raised");
  setFixedHeight(Px(40));
  Build();
  connect(&workspace.jobs(), &Jobs::Added, this, &JobsStrip::Refresh);
  connect(&workspace.jobs(), &Jobs::Changed, this, &JobsStrip::Refresh);
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, &JobsStrip::Refresh);
  OnLanguage(this, [this] {
    setAccessibleName(tr("Jobs"));
    log_->setText(tr("Log"));
    details_->setText(tr("Details"));
    resume_->setText(tr("Resume"));
    Refresh();
  });
}

void JobsStrip::Build() {
  icon_ = new QLabel;
  name_ = new viz::ElidedLabel(Qt::ElideMiddle);
  name_->setFont(FontFor(TypeRole::kPanelTitle));
  name_->setObjectName(QStringLiteral("job-name"));
  kind_ = new viz::ElidedLabel;
  SetTone(kind_, Tone::kSecondary);
  bar_ = new QProgressBar;
  bar_->setTextVisible(false);
  bar_->setFixedWidth(Px(200));
  bar_->setRange(0, 1000);
  units_ = new viz::ElidedLabel;
  units_->setObjectName(QStringLiteral("job-progress"));
  time_ = new viz::ElidedLabel;
  SetTone(time_, Tone::kSecondary);
  queue_ = new QToolButton;
  queue_->setObjectName(QStringLiteral("job-queue"));
  connect(queue_, &QToolButton::clicked, this, &JobsStrip::ShowQueue);
  details_ = MakeButton(QStringLiteral("job-details"), QStringLiteral("info"));
  resume_ = MakeButton(QStringLiteral("job-resume"), QStringLiteral("resume"));
  pause_ = MakeButton(QStringLiteral("job-pause"), QStringLiteral("pause"));
  stop_ = MakeButton(QStringLiteral("job-stop"), QStringLiteral("stop"));
  log_ = MakeButton(QStringLiteral("job-log"), QStringLiteral("log"));
  connect(pause_, &QPushButton::clicked, this, &JobsStrip::TogglePause);
  connect(stop_, &QPushButton::clicked, this, &JobsStrip::Stop);
  connect(log_, &QPushButton::clicked, this, &JobsStrip::LogRequested);
  connect(details_, &QPushButton::clicked, this, [this] {
    if (const Job* job = shown(); job != nullptr && job->failure) {
      ShowFailureDialog(window(), *job->failure);
    }
  });
  connect(resume_, &QPushButton::clicked, this, [this] {
    if (const Job* job = shown()) workspace_.jobs().Resume(job->run_id, job->spec, job->name);
  });

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Px(12), 0, Px(8), 0);
  row->setSpacing(Px(10));
  for (QWidget* part : std::initializer_list<QWidget*>{icon_, name_, kind_, bar_}) {
    row->addWidget(part);
  }
  row->addWidget(units_, 1);
  row->addWidget(time_);
  for (QWidget* part :
       std::initializer_list<QWidget*>{queue_, details_, resume_, pause_, stop_, log_}) {
    row->addWidget(part);
  }
}

const Job* JobsStrip::shown() const { return workspace_.jobs().FindTicket(ticket_); }

void JobsStrip::Refresh() {
  const Job* running = workspace_.jobs().current();
  if (running != nullptr) {
    ticket_ = running->ticket;
  } else if (!workspace_.jobs().all().empty()) {
    ticket_ = workspace_.jobs().all().back().ticket;
  }
  const Job* job = shown();
  job == nullptr ? ShowIdle() : ShowJob(*job);
  RefreshButtons(job);
}

void JobsStrip::ShowIdle() {
  const int side = Px(16);
  icon_->setPixmap(ThemedIcon(QStringLiteral("check")).pixmap(QSize(side, side)));
  name_->clear();
  kind_->clear();
  units_->setText(tr("No jobs running"));
  SetTone(units_, Tone::kSecondary);
  time_->clear();
  bar_->hide();
}

void JobsStrip::ShowJob(const Job& job) {
  const int side = Px(16);
  icon_->setPixmap(ThemedIcon(IconOf(job), RoleOf(job.state)).pixmap(QSize(side, side)));
  name_->setText(job.name);
  kind_->setText(KindWord(job.spec.kind));
  units_->setText(ProgressWords(job));
  SetTone(units_, job.state == JobState::kFailed ? Tone::kDanger : Tone::kNormal);
  time_->setText(TimeWords(job));
  const double share = ShareDone(job);
  bar_->setVisible(!IsOver(job.state) && job.state != JobState::kQueued);
  bar_->setValue(share < 0.0 ? 0 : static_cast<int>(1000.0 * share));
  bar_->setAccessibleName(units_->text());
  const bool paused = job.state == JobState::kPaused || job.state == JobState::kPausing;
  Mark(bar_, "paused", paused ? "true" : "false");
}

void JobsStrip::RefreshButtons(const Job* job) {
  const bool open = job != nullptr && !IsOver(job->state);
  const bool resumable = job != nullptr && job->spec.kind == run::RunKind::kPrune &&
                         !job->run_id.isEmpty() &&
                         (job->state == JobState::kFailed || job->state == JobState::kCancelled);
  pause_->setVisible(open);
  stop_->setVisible(open);
  details_->setVisible(job != nullptr && job->failure.has_value());
  resume_->setVisible(resumable);
  const int queued = workspace_.jobs().queued();
  queue_->setVisible(queued > 0);
  queue_->setText(tr("%n queued", nullptr, queued));
  if (!open) return;
  const bool paused = job->state == JobState::kPaused || job->state == JobState::kPausing;
  pause_->setText(paused ? tr("Continue") : tr("Pause"));
  pause_->setIcon(
      ThemedIcon(paused ? QStringLiteral("play") : QStringLiteral("pause"), IconRole::kText));
  pause_->setEnabled(job->state == JobState::kRunning || paused);
  stop_->setText(job->state == JobState::kStopping ? tr("Stop now") : tr("Stop"));
  stop_->setEnabled(!job->run_id.isEmpty());
}

void JobsStrip::ShowQueue() {
  QMenu menu(this);
  for (const Job& job : workspace_.jobs().all()) {
    if (IsOver(job.state) || job.ticket == ticket_) continue;
    QAction* action =
        menu.addAction(tr("Cancel %1 (%2)")
                           .arg(QString(job.name).replace(QLatin1Char('&'), QStringLiteral("&&")),
                                KindWord(job.spec.kind)));
    connect(
        action, &QAction::triggered, this, [this, id = job.run_id] { workspace_.jobs().Stop(id); });
  }
  menu.exec(queue_->mapToGlobal(QPoint(0, -menu.sizeHint().height())));
}

void JobsStrip::TogglePause() {
  const Job* job = shown();
  if (job == nullptr) return;
  if (job->state == JobState::kRunning) {
    workspace_.jobs().Pause(job->run_id);
  } else {
    workspace_.jobs().Continue(job->run_id);
  }
}

void JobsStrip::Stop() {
  if (const Job* job = shown()) workspace_.jobs().Stop(job->run_id);
}

void JobsStrip::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  kind_->setVisible(width() >= Px(kNarrow) * 12 / 10);
  time_->setVisible(width() >= Px(kNarrow));
}

}  // namespace sentei::ui
