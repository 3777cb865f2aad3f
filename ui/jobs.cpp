// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs.h"

#include <algorithm>

namespace sentei::ui {

bool IsOver(JobState state) {
  return state == JobState::kCompleted || state == JobState::kCancelled ||
         state == JobState::kFailed;
}

Jobs::Jobs(RunBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {
  connect(&bridge, &RunBridge::Accepted, this, &Jobs::OnAccepted);
  connect(&bridge, &RunBridge::Refused, this, &Jobs::OnRefused);
  connect(&bridge, &RunBridge::EventArrived, this, &Jobs::OnEvent);
}

Ticket Jobs::Start(const run::RunSpec& spec, const QString& name) {
  return Add(bridge_.Start(spec), spec, name);
}

Ticket Jobs::Resume(const QString& run_id, const run::RunSpec& spec, const QString& name) {
  return Add(bridge_.Resume(run_id), spec, name);
}

Ticket Jobs::Add(Ticket ticket, const run::RunSpec& spec, const QString& name) {
  Job job;
  job.ticket = ticket;
  job.spec = spec;
  job.name = name;
  jobs_.push_back(std::move(job));
  emit Added(ticket);
  return ticket;
}

void Jobs::Pause(const QString& run_id) {
  Job* job = At(run_id);
  if (job == nullptr || job->state != JobState::kRunning) return;
  bridge_.Pause(run_id);
  job->state = JobState::kPausing;
  emit Changed(job->ticket);
}

void Jobs::Continue(const QString& run_id) {
  Job* job = At(run_id);
  if (job == nullptr || (job->state != JobState::kPaused && job->state != JobState::kPausing)) {
    return;
  }
  bridge_.Continue(run_id);
  job->state = JobState::kRunning;
  emit Changed(job->ticket);
}

void Jobs::Stop(const QString& run_id) {
  Job* job = At(run_id);
  if (job == nullptr || IsOver(job->state)) return;
  bridge_.RequestStop(run_id);
  job->state = JobState::kStopping;
  emit Changed(job->ticket);
}

const Job* Jobs::Find(const QString& run_id) const {
  // A resumed run stands twice; its newest job counts.
  const auto found = std::find_if(jobs_.rbegin(), jobs_.rend(), [&](const Job& job) {
    return !run_id.isEmpty() && job.run_id == run_id;
  });
  return found == jobs_.rend() ? nullptr : &*found;
}

const Job* Jobs::FindTicket(Ticket ticket) const {
  const auto found = std::find_if(
      jobs_.begin(), jobs_.end(), [&](const Job& job) { return job.ticket == ticket; });
  return found == jobs_.end() ? nullptr : &*found;
}

Job* Jobs::At(Ticket ticket) { return const_cast<Job*>(FindTicket(ticket)); }    // NOLINT
Job* Jobs::At(const QString& run_id) { return const_cast<Job*>(Find(run_id)); }  // NOLINT

const Job* Jobs::current() const {
  const Job* first = nullptr;
  for (const Job& job : jobs_) {
    if (IsOver(job.state)) continue;
    if (job.state != JobState::kQueued) return &job;
    if (first == nullptr) first = &job;
  }
  return first;
}

int Jobs::queued() const {
  const auto open =
      std::count_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return !IsOver(job.state); });
  return std::max(0, static_cast<int>(open) - 1);
}

void Jobs::OnAccepted(Ticket ticket, const QString& run_id) {
  if (Job* job = At(ticket)) {
    job->run_id = run_id;
    emit Changed(ticket);
  }
}

void Jobs::OnRefused(Ticket ticket, const Failure& failure) {
  Job* job = At(ticket);
  if (job == nullptr) return;
  job->failure = failure;
  job->state = JobState::kFailed;
  emit Changed(ticket);
  emit Finished(ticket);
}

void Jobs::OnEvent(const QString& run_id, const run::RunEvent& event) {
  Job* job = At(run_id);
  if (job == nullptr) return;
  if (const auto* started = std::get_if<run::RunStarted>(&event)) {
    job->started = *started;
    if (job->state == JobState::kQueued) job->state = JobState::kRunning;
  } else if (const auto* phase = std::get_if<run::PhaseChanged>(&event)) {
    job->phase = phase->phase;
    job->progress = {};
  } else if (const auto* progress = std::get_if<run::Progress>(&event)) {
    job->progress = *progress;
  } else if (const auto* step = std::get_if<run::StepDone>(&event)) {
    job->last_step = *step;
  } else if (const auto* paused = std::get_if<run::Noted>(&event)) {
    if (paused->message == run::kPausedNote && job->state == JobState::kPausing) {
      job->state = JobState::kPaused;
    }
  } else if (const auto* finished = std::get_if<run::RunFinished>(&event)) {
    return Finish(*job, *finished);
  } else {
    return;
  }
  emit Changed(job->ticket);
}

void Jobs::Finish(Job& job, const run::RunFinished& finished) {
  job.finished = finished;
  switch (finished.outcome) {
    case run::Outcome::kCompleted:
      job.state = JobState::kCompleted;
      break;
    case run::Outcome::kCancelled:
      job.state = JobState::kCancelled;
      break;
    case run::Outcome::kFailed:
      job.state = JobState::kFailed;
      job.failure = Failure{finished.code, finished.message, finished.hint};
      break;
  }
  const Ticket ticket = job.ticket;
  emit Changed(ticket);
  emit Finished(ticket);
}

}  // namespace sentei::ui
