// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/run_bridge.h"

#include <QObject>
#include <cstdint>
#include <optional>
#include <vector>

namespace sentei::ui {

enum class JobState : std::uint8_t {
  kQueued,  ///< asked for; not yet begun
  kRunning,
  kPausing,  ///< the micro-batch in progress is being finished
  kPaused,
  kStopping,  ///< the step is being finished and saved; asking again stops at once
  kCompleted,
  kCancelled,
  kFailed,
};
[[nodiscard]] bool IsOver(JobState state);

/// One run of this session as the window shows it.
struct Job {
  Ticket ticket = 0;
  QString run_id;  ///< empty until the service has accepted it
  run::RunSpec spec;
  QString name;  ///< model and kind, or the note
  JobState state = JobState::kQueued;
  run::Phase phase = run::Phase::kLoad;
  run::Progress progress;
  std::optional<run::RunStarted> started;
  std::optional<run::StepDone> last_step;
  std::optional<run::RunFinished> finished;
  std::optional<Failure> failure;  ///< why it was refused or failed
};

/// The jobs of this session, oldest first; the jobs strip, the pages and the closing dialog look at
/// it. GUI thread.
class Jobs final : public QObject {
  Q_OBJECT

 public:
  explicit Jobs(RunBridge& bridge, QObject* parent = nullptr);

  /// Starts a run under a name that people will recognise.
  Ticket Start(const run::RunSpec& spec, const QString& name);
  Ticket Resume(const QString& run_id, const run::RunSpec& spec, const QString& name);
  void Pause(const QString& run_id);
  void Continue(const QString& run_id);
  /// The first call finishes the step and saves; the second ends now.
  void Stop(const QString& run_id);

  [[nodiscard]] const std::vector<Job>& all() const { return jobs_; }
  [[nodiscard]] const Job* Find(const QString& run_id) const;
  [[nodiscard]] const Job* FindTicket(Ticket ticket) const;
  /// The job that owns the device now, or the next in the queue; nullptr when all are over.
  [[nodiscard]] const Job* current() const;
  [[nodiscard]] int queued() const;

 signals:
  void Added(sentei::ui::Ticket ticket);
  /// State, phase, progress or newest step of a job changed.
  void Changed(sentei::ui::Ticket ticket);
  void Finished(sentei::ui::Ticket ticket);

 private:
  Job* At(Ticket ticket);
  Job* At(const QString& run_id);
  void OnAccepted(Ticket ticket, const QString& run_id);
  void OnRefused(Ticket ticket, const Failure& failure);
  void OnEvent(const QString& run_id, const run::RunEvent& event);
  void Finish(Job& job, const run::RunFinished& finished);
  Ticket Add(Ticket ticket, const run::RunSpec& spec, const QString& name);

  RunBridge& bridge_;
  std::vector<Job> jobs_;
};

}  // namespace sentei::ui
