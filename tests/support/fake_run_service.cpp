// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_run_service.h"

#include "core/run/ulid.h"

#include <fstream>
#include <utility>

namespace sentei::testing {

FakeRunService::~FakeRunService() {
  std::vector<std::jthread> threads;
  {
    const std::scoped_lock lock(mutex_);
    for (auto& [id, run] : runs_) threads.push_back(std::move(run->thread));
  }
  for (std::jthread& thread : threads) thread.request_stop();
}

void FakeRunService::SetScript(Script script) {
  const std::scoped_lock lock(mutex_);
  script_ = std::move(script);
}

void FakeRunService::FailStarts(Failure failure) {
  const std::scoped_lock lock(mutex_);
  failure_ = std::move(failure);
}

std::vector<run::RunSpec> FakeRunService::started() const {
  const std::scoped_lock lock(mutex_);
  return started_;
}

std::int64_t FakeRunService::stop_requests(const std::string& run_id) const {
  const std::scoped_lock lock(mutex_);
  const Run* run = Find(run_id);
  return run == nullptr ? 0 : run->stop_requests;
}

std::int64_t FakeRunService::checkpoint_requests(const std::string& run_id) const {
  const std::scoped_lock lock(mutex_);
  const Run* run = Find(run_id);
  return run == nullptr ? 0 : run->checkpoint_requests;
}

Result<std::string> FakeRunService::Start(const run::RunSpec& spec) {
  try {
    run::Validate(spec);
  } catch (const Error& error) {
    return Failure{error.code(), error.what(), error.hint()};
  }
  const std::scoped_lock lock(mutex_);
  if (failure_.has_value()) return *failure_;
  const std::string id = run::NewUlid();
  auto& run = runs_[id];
  run = std::make_unique<Run>();
  run->spec = spec;
  started_.push_back(spec);
  if (!folder_.empty()) std::ofstream(folder_ / (id + ".json")) << run::ToJson(spec).dump();
  Launch(id, *run, -1);
  return id;
}

Result<std::string> FakeRunService::Resume(const std::string& run_id) {
  std::jthread old;
  {
    const std::scoped_lock lock(mutex_);
    if (failure_.has_value()) return *failure_;
    Run* run = FindOrRead(run_id);
    if (run == nullptr) {
      return Failure{ErrorCode::kInput, fmt::format("There is no run {}", run_id), {}};
    }
    old = std::move(run->thread);
  }
  if (old.joinable()) old.join();
  const std::scoped_lock lock(mutex_);
  Run& run = *runs_.at(run_id);
  run.finished.reset();
  Launch(run_id, run, 0);
  return run_id;
}

void FakeRunService::Launch(const std::string& run_id, Run& run, std::int64_t resumed_from_step) {
  run.thread =
      std::jthread([this, run_id, &run, script = script_, resumed_from_step, interval = interval_](
                       const std::stop_token& stop) {
        Play(run_id, run, script, resumed_from_step, interval, stop);
      });
}

void FakeRunService::Play(const std::string& run_id,
                          Run& run,
                          const Script& script,
                          std::int64_t resumed_from_step,
                          std::chrono::milliseconds interval,
                          const std::stop_token& stop) {
  run::RunFinished finished;
  finished.rule = "steps";
  finished.seconds = 1.0;
  finished.peak_memory = 1 << 20;
  run::RunStarted started = StartedFor(run_id, run.spec);
  started.resumed_from_step = resumed_from_step;
  observers_.Notify(run_id, started);
  for (const run::RunEvent& event : script) {
    if (const auto* end = std::get_if<run::RunFinished>(&event)) {
      finished = *end;
      break;
    }
    if (run.gate.Wait(stop) == run::PauseGate::Answer::kStop) {
      finished.outcome = run::Outcome::kCancelled;
      finished.rule = "user";
      break;
    }
    observers_.Notify(run_id, event);
    if (interval.count() > 0) std::this_thread::sleep_for(interval);
  }
  observers_.Notify(run_id, finished);
  const std::scoped_lock lock(mutex_);
  run.finished = finished;
  finished_.notify_all();
}

void FakeRunService::Pause(const std::string& run_id) {
  const std::scoped_lock lock(mutex_);
  if (Run* run = Find(run_id)) run->gate.Pause();
}

void FakeRunService::Continue(const std::string& run_id) {
  const std::scoped_lock lock(mutex_);
  if (Run* run = Find(run_id)) run->gate.Continue();
}

void FakeRunService::RequestStop(const std::string& run_id) {
  const std::scoped_lock lock(mutex_);
  if (Run* run = Find(run_id)) {
    ++run->stop_requests;
    run->thread.request_stop();
  }
}

void FakeRunService::CheckpointNow(const std::string& run_id) {
  const std::scoped_lock lock(mutex_);
  if (Run* run = Find(run_id)) ++run->checkpoint_requests;
}

void FakeRunService::AddNote(const std::string& run_id, const std::string& text) {
  {
    const std::scoped_lock lock(mutex_);
    if (Find(run_id) == nullptr) return;
    notes_.push_back(text);
  }
  observers_.Notify(run_id, run::Noted{text});
}

Result<void> FakeRunService::ChangeBudget(const std::string& run_id,
                                          const plan::BudgetSpec& budget) {
  {
    const std::scoped_lock lock(mutex_);
    if (failure_.has_value()) return *failure_;
    if (Find(run_id) == nullptr) {
      return Failure{ErrorCode::kInput, fmt::format("There is no run {}", run_id), {}};
    }
    budgets_.push_back(budget);
  }
  observers_.Notify(run_id, run::BudgetChanged{0, nlohmann::json(budget).dump()});
  return {};
}

void FakeRunService::KeepSpecsIn(std::filesystem::path folder) {
  const std::scoped_lock lock(mutex_);
  std::filesystem::create_directories(folder);
  folder_ = std::move(folder);
}

void FakeRunService::SetEventInterval(std::chrono::milliseconds interval) {
  const std::scoped_lock lock(mutex_);
  interval_ = interval;
}

std::vector<std::string> FakeRunService::notes() const {
  const std::scoped_lock lock(mutex_);
  return notes_;
}

std::vector<plan::BudgetSpec> FakeRunService::budgets() const {
  const std::scoped_lock lock(mutex_);
  return budgets_;
}

Result<run::RunFinished> FakeRunService::Wait(const std::string& run_id) {
  std::unique_lock lock(mutex_);
  Run* run = Find(run_id);
  if (run == nullptr) {
    return Failure{ErrorCode::kInput, fmt::format("There is no run {}", run_id), {}};
  }
  finished_.wait(lock, [run] { return run->finished.has_value(); });
  return *run->finished;
}

FakeRunService::Run* FakeRunService::Find(const std::string& run_id) const {
  const auto found = runs_.find(run_id);
  return found == runs_.end() ? nullptr : found->second.get();
}

FakeRunService::Run* FakeRunService::FindOrRead(const std::string& run_id) {
  if (Run* run = Find(run_id); run != nullptr || folder_.empty()) return run;
  std::ifstream file(folder_ / (run_id + ".json"));
  const nlohmann::json spec = nlohmann::json::parse(file, nullptr, false);
  if (!spec.is_object()) return nullptr;
  auto& run = runs_[run_id];
  run = std::make_unique<Run>();
  run->spec = run::RunSpecFromJson(spec);
  return run.get();
}

}  // namespace sentei::testing
