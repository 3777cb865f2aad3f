// SPDX-License-Identifier: Apache-2.0
#include "app/run_session.h"

#include "app/progress_observer.h"
#include "app/result_value.h"
#include "core/base/error.h"
#include "core/base/untrusted_text.h"
#include "core/run/run_service.h"
#include "storage/run_recorder.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

namespace sentei::app {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

// Passes every stop signal on to the run until the token says that the run has ended.
void ForwardStops(const std::stop_token& ended,
                  run::RunService& service,
                  const std::string& run_id) {
  const sigset_t signals = StopSignals();
  const timespec wait{.tv_sec = 0, .tv_nsec = 100'000'000};
  int received = 0;
  while (!ended.stop_requested()) {
    if (sigtimedwait(&signals, nullptr, &wait) < 0) continue;
    ++received;
    // Not fmt::print, which throws where standard error cannot be written.
    std::fputs(received == 1
                   ? "\nStopping after this step and saving; Ctrl-C again stops at once.\n"
                   : "\nStopping now; the last checkpoint stays.\n",
               stderr);
    service.RequestStop(run_id);
  }
}

std::unique_ptr<storage::RunRecorder> OpenRecorder(const Context& context) {
  storage::Connection connection = storage::Connection::Open(context.DatabasePath());
  connection.RequireWritable();
  return std::make_unique<storage::RunRecorder>(
      std::move(connection), [](const std::string&, const std::string& message) {
        fmt::print(stderr, "Warning: {}\n", Printable(message));
      });
}

RunOutcome Execute(const Context& context,
                   Record record,
                   const std::function<Result<std::string>(run::RunService&)>& start) {
  std::unique_ptr<storage::RunRecorder> recorder;
  if (record == Record::kYes) recorder = OpenRecorder(context);
  const auto service = Unwrap(run::OpenEngine(context.Environment()));
  ProgressObserver progress(context.output);
  service->AddObserver(&progress);
  if (recorder) service->AddObserver(recorder.get());
  const std::string run_id = Unwrap(start(*service));
  std::jthread signals(
      [&](const std::stop_token& ended) { ForwardStops(ended, *service, run_id); });
  const run::RunFinished finished = Unwrap(service->Wait(run_id));
  signals.request_stop();
  signals.join();
  if (recorder) service->RemoveObserver(recorder.get());
  service->RemoveObserver(&progress);
  RunOutcome outcome = progress.Take();
  outcome.run_id = run_id;
  outcome.finished = finished;
  if (recorder) outcome.unrecorded = recorder->Flush();
  return outcome;
}

// Only training leaves checkpoints.
bool IsResumable(const RunOutcome& outcome) {
  const auto spec = nlohmann::json::parse(outcome.started.spec_json, nullptr, false);
  return spec.is_object() && spec.contains("train");
}

}  // namespace

void BlockStopSignals() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int RunOutcome::exit_code() const {
  switch (finished.outcome) {
    case run::Outcome::kCompleted:
      if (verified.has_value() && !verified->verified) return ExitCode(ErrorCode::kVerification);
      return unrecorded > 0 ? ExitCode(ErrorCode::kIo) : 0;
    case run::Outcome::kCancelled:
      return ExitCode(ErrorCode::kStopped);
    case run::Outcome::kFailed:
      return ExitCode(finished.code);
  }
  return 1;
}

RunOutcome ExecuteRun(const Context& context, const run::RunSpec& spec, Record record) {
  return Execute(context, record, [&](run::RunService& service) { return service.Start(spec); });
}

RunOutcome ResumeRun(const Context& context, const std::string& run_id) {
  return Execute(
      context, Record::kYes, [&](run::RunService& service) { return service.Resume(run_id); });
}

int ConcludeRun(const RunOutcome& outcome) {
  const run::RunFinished& finished = outcome.finished;
  if (outcome.unrecorded > 0) {
    ReportFailure({ErrorCode::kIo,
                   fmt::format("The database did not take the last {} events of run {}",
                               outcome.unrecorded,
                               outcome.run_id),
                   "Its checkpoints and exports are written; only their record is incomplete."});
  }
  if (finished.outcome == run::Outcome::kFailed) {
    return ReportFailure({finished.code, finished.message, finished.hint});
  }
  if (finished.outcome == run::Outcome::kCancelled) {
    if (IsResumable(outcome)) {
      fmt::print(
          stderr, "Stopped. `sentei prune --resume {}` goes on where it ended.\n", outcome.run_id);
    } else {
      fmt::print(stderr, "Stopped run {}.\n", outcome.run_id);
    }
  }
  return outcome.exit_code();
}

}  // namespace sentei::app
