// SPDX-License-Identifier: Apache-2.0
#include "core/engine/torch_run_service.h"

#include "core/base/error.h"
#include "core/base/host.h"
#include "core/base/logging.h"
#include "core/base/memory_pressure.h"
#include "core/engine/run_model.h"
#include "core/engine/run_preflight.h"
#include "core/engine/run_store.h"
#include "core/engine/translate_exception.h"
#include "core/run/ulid.h"

#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <utility>

namespace sentei::engine {
namespace {

using Clock = std::chrono::steady_clock;

// Inter-op threads can be set once in a process, before they are first used.
void LimitInterOpThreads() {
  try {
    at::set_num_interop_threads(1);
  } catch (const c10::Error&) {
    Log(LogLevel::kDebug, "inter-op threads were set before");
  }
}

// Threads have a niceness of their own on Linux; the compute threads that this one starts inherit
// it.
void GiveWay() {
  constexpr int kNiceness = 5;
  const auto thread = static_cast<id_t>(::gettid());
  const int now = ::getpriority(PRIO_PROCESS, thread);
  if (now >= kNiceness) return;
  if (::setpriority(PRIO_PROCESS, thread, kNiceness) != 0) {
    Log(LogLevel::kDebug, "the run's thread keeps its niceness of {}", now);
  }
}

Failure NotFound(const std::string& run_id) {
  return {ErrorCode::kUsage, fmt::format("no run {} was started here", run_id), {}};
}

run::RunFinished FinishedBy(const Failure& failure) {
  run::RunFinished finished;
  const bool stopped = failure.code == ErrorCode::kStopped;
  finished.outcome = stopped ? run::Outcome::kCancelled : run::Outcome::kFailed;
  finished.rule = stopped ? "user" : "error";
  finished.code = failure.code;
  finished.message = failure.message;
  finished.hint = failure.hint;
  return finished;
}

}  // namespace

TorchRunService::TorchRunService(run::RunEnvironment environment)
    : environment_(std::move(environment)),
      worker_([this](const std::stop_token& stop) { WorkerBody(stop); }) {}

TorchRunService::~TorchRunService() {
  worker_.request_stop();
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, job] : jobs_) {
    job->control.RequestStop();
    job->control.RequestStop();
  }
}

void TorchRunService::AddObserver(run::RunObserver* observer) { observers_.Add(observer); }
void TorchRunService::RemoveObserver(run::RunObserver* observer) { observers_.Remove(observer); }

Result<std::string> TorchRunService::Start(const run::RunSpec& spec) {
  try {
    Preflight(spec, environment_);
    return Enqueue(run::NewUlid(), spec, Beginning::kFresh);
  } catch (...) {
    return TranslateException(std::current_exception());
  }
}

Result<std::string> TorchRunService::Resume(const std::string& run_id) {
  try {
    if (!run::IsUlid(run_id)) {
      throw Error(ErrorCode::kUsage,
                  fmt::format("'{}' is no run id", run_id),
                  "`sentei runs list` shows the ids.");
    }
    run::RunSpec spec = LoadRunSpec(environment_.data_dir / "runs" / run_id);
    PreflightResume(run_id, spec, environment_);
    return Enqueue(run_id, std::move(spec), Beginning::kResumed);
  } catch (...) {
    return TranslateException(std::current_exception());
  }
}

Result<std::string> TorchRunService::Enqueue(std::string run_id,
                                             run::RunSpec spec,
                                             Beginning beginning) {
  auto job = std::make_shared<Job>();
  job->run_id = run_id;
  job->spec = std::move(spec);
  job->beginning = beginning;
  const std::scoped_lock lock(mutex_);
  const auto known = jobs_.find(run_id);
  if (known != jobs_.end() && !known->second->finished.has_value()) {
    return Failure{ErrorCode::kUsage, fmt::format("run {} is not finished yet", run_id), {}};
  }
  jobs_[run_id] = job;
  queue_.push_back(std::move(job));
  changed_.notify_all();
  return run_id;
}

TorchRunService::JobPtr TorchRunService::Find(const std::string& run_id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = jobs_.find(run_id);
  return found == jobs_.end() ? nullptr : found->second;
}

void TorchRunService::Pause(const std::string& run_id) {
  if (const JobPtr job = Find(run_id)) job->control.Pause();
}
void TorchRunService::Continue(const std::string& run_id) {
  if (const JobPtr job = Find(run_id)) job->control.Continue();
}
void TorchRunService::RequestStop(const std::string& run_id) {
  if (const JobPtr job = Find(run_id)) job->control.RequestStop();
}
void TorchRunService::CheckpointNow(const std::string& run_id) {
  if (const JobPtr job = Find(run_id)) job->control.RequestCheckpoint();
}

void TorchRunService::AddNote(const std::string& run_id, const std::string& text) {
  if (const JobPtr job = Find(run_id)) job->control.AddNote(text);
}

Result<void> TorchRunService::ChangeBudget(const std::string& run_id,
                                           const plan::BudgetSpec& budget) {
  const JobPtr job = Find(run_id);
  if (job == nullptr) return NotFound(run_id);
  try {
    RequirePruning(*job);
    plan::Validate(budget);
    job->control.budget().Request(budget);
    return {};
  } catch (...) {
    return TranslateException(std::current_exception());
  }
}

void TorchRunService::RequirePruning(const Job& job) const {
  const std::scoped_lock lock(mutex_);
  if (job.spec.kind == run::RunKind::kPrune && !job.finished.has_value()) return;
  throw Error(ErrorCode::kUsage,
              job.finished.has_value() ? fmt::format("run {} is finished", job.run_id)
                                       : fmt::format("run {} has no budget", job.run_id));
}

Result<run::RunFinished> TorchRunService::Wait(const std::string& run_id) {
  const JobPtr job = Find(run_id);
  if (job == nullptr) return NotFound(run_id);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return job->finished.has_value(); });
  return *job->finished;
}

TorchRunService::JobPtr TorchRunService::NextJob(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !queue_.empty(); });
  if (queue_.empty()) return nullptr;
  JobPtr job = queue_.front();
  queue_.pop_front();
  return job;
}

void TorchRunService::WorkerBody(const std::stop_token& stop) noexcept {
  LimitInterOpThreads();
  if (environment_.background) GiveWay();
  while (const JobPtr job = NextJob(stop)) Execute(*job);
}

void TorchRunService::Execute(Job& job) noexcept {
  const Clock::time_point start = Clock::now();
  const SparesTheDesktop victim;
  run::RunFinished finished;
  try {
    const WorkerResult result = Dispatch(job);
    finished.outcome = result.outcome;
    finished.rule = result.rule;
  } catch (...) {
    finished = FinishedBy(TranslateException(std::current_exception()));
  }
  job.control.EmitNotes(EmitterOf(job));
  finished.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  finished.peak_memory = PeakResidentMemory();
  observers_.Notify(job.run_id, finished);
  const std::scoped_lock lock(mutex_);
  job.finished = std::move(finished);
  changed_.notify_all();
}

EmitEvent TorchRunService::EmitterOf(const Job& job) {
  return [this, &job](const run::RunEvent& event) { observers_.Notify(job.run_id, event); };
}

WorkerResult TorchRunService::Dispatch(Job& job) {
  job.control.ThrowIfStopped();
  RunContext context{.run_id = job.run_id,
                     .spec = job.spec,
                     .environment = environment_,
                     .beginning = job.beginning,
                     .control = &job.control,
                     .emit = EmitterOf(job)};
  ResolveSpec(context.spec);
  switch (context.spec.kind) {
    case run::RunKind::kPrune:
    case run::RunKind::kTune:
      return RunPrune(context);
    case run::RunKind::kEval:
      return RunEval(context);
    case run::RunKind::kGenerate:
      return RunGenerate(context);
    case run::RunKind::kExport:
      return RunExport(context);
    case run::RunKind::kVerify:
      return RunVerify(context);
    case run::RunKind::kSweep:
      return RunSweep(context);
    case run::RunKind::kSelfCheck:
      return RunSelfCheck(context);
    default:
      break;
  }
  throw Error(ErrorCode::kUsage,
              fmt::format("runs of kind {} are not available yet", run::Name(context.spec.kind)));
}

}  // namespace sentei::engine
