// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/run_context.h"
#include "core/run/observer_list.h"
#include "core/run/run_service.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace sentei::engine {

/// The service behind libsentei_engine.so: one worker thread owns all tensors and runs jobs one
/// after the other in the order they came. Destruction stops the running job after its micro-batch,
/// drops queued ones (they finish as cancelled) and joins.
class TorchRunService final : public run::RunService {
 public:
  explicit TorchRunService(run::RunEnvironment environment);
  ~TorchRunService() override;
  TorchRunService(const TorchRunService&) = delete;
  TorchRunService& operator=(const TorchRunService&) = delete;

  void AddObserver(run::RunObserver* observer) override;
  void RemoveObserver(run::RunObserver* observer) override;
  Result<std::string> Start(const run::RunSpec& spec) override;
  Result<std::string> Resume(const std::string& run_id) override;
  void Pause(const std::string& run_id) override;
  void Continue(const std::string& run_id) override;
  void RequestStop(const std::string& run_id) override;
  void CheckpointNow(const std::string& run_id) override;
  void AddNote(const std::string& run_id, const std::string& text) override;
  Result<void> ChangeBudget(const std::string& run_id, const plan::BudgetSpec& budget) override;
  Result<run::RunFinished> Wait(const std::string& run_id) override;

 private:
  struct Job {
    std::string run_id;
    run::RunSpec spec;
    Beginning beginning = Beginning::kFresh;
    RunControl control;
    std::optional<run::RunFinished> finished;
  };
  using JobPtr = std::shared_ptr<Job>;

  Result<std::string> Enqueue(std::string run_id, run::RunSpec spec, Beginning beginning);
  /// Throws kUsage where a job is finished or prunes nothing.
  void RequirePruning(const Job& job) const;
  [[nodiscard]] EmitEvent EmitterOf(const Job& job);
  [[nodiscard]] JobPtr Find(const std::string& run_id) const;
  [[nodiscard]] JobPtr NextJob(const std::stop_token& stop);
  void WorkerBody(const std::stop_token& stop) noexcept;
  void Execute(Job& job) noexcept;
  [[nodiscard]] WorkerResult Dispatch(Job& job);

  run::RunEnvironment environment_;
  run::ObserverList observers_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<JobPtr> queue_;
  std::map<std::string, JobPtr> jobs_;
  std::jthread worker_;  ///< last: joins before the rest goes
};

}  // namespace sentei::engine
