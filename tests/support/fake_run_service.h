// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/observer_list.h"
#include "core/run/pause_gate.h"
#include "core/run/run_service.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace sentei::testing {

/// A RunService without an engine: every started run plays a script of events on its own thread,
/// waiting at the pause gate between them. RunStarted is emitted first when the script has none,
/// and RunFinished last. A stop ends the script after the event in progress with outcome
/// "cancelled".
class FakeRunService final : public run::RunService {
 public:
  using Script = std::vector<run::RunEvent>;

  explicit FakeRunService(Script script = {}) : script_(std::move(script)) {}
  ~FakeRunService() override;

  /// The script of runs started from now on.
  void SetScript(Script script);
  /// Start and Resume fail with this from now on.
  void FailStarts(Failure failure);
  /// Specs of runs started from now on are kept in files there, and Resume finds those that another
  /// process kept.
  void KeepSpecsIn(std::filesystem::path folder);
  /// Specs that Start accepted, in order.
  [[nodiscard]] std::vector<run::RunSpec> started() const;
  [[nodiscard]] std::int64_t stop_requests(const std::string& run_id) const;
  [[nodiscard]] std::int64_t checkpoint_requests(const std::string& run_id) const;

  void AddObserver(run::RunObserver* observer) override { observers_.Add(observer); }
  void RemoveObserver(run::RunObserver* observer) override { observers_.Remove(observer); }
  Result<std::string> Start(const run::RunSpec& spec) override;
  Result<std::string> Resume(const std::string& run_id) override;
  void Pause(const std::string& run_id) override;
  void Continue(const std::string& run_id) override;
  void RequestStop(const std::string& run_id) override;
  void CheckpointNow(const std::string& run_id) override;
  void AddNote(const std::string& run_id, const std::string& text) override;
  Result<void> ChangeBudget(const std::string& run_id, const plan::BudgetSpec& budget) override;
  Result<run::RunFinished> Wait(const std::string& run_id) override;

  /// Time between two events of runs started from now on; 0 at first.
  void SetEventInterval(std::chrono::milliseconds interval);
  /// Notes and budgets that were accepted, in order.
  [[nodiscard]] std::vector<std::string> notes() const;
  [[nodiscard]] std::vector<plan::BudgetSpec> budgets() const;

 private:
  struct Run {
    run::RunSpec spec;
    run::PauseGate gate;
    std::int64_t stop_requests = 0;
    std::int64_t checkpoint_requests = 0;
    std::optional<run::RunFinished> finished;
    std::jthread thread;
  };

  void Launch(const std::string& run_id, Run& run, std::int64_t resumed_from_step);
  void Play(const std::string& run_id,
            Run& run,
            const Script& script,
            std::int64_t resumed_from_step,
            std::chrono::milliseconds interval,
            const std::stop_token& stop);
  Run* Find(const std::string& run_id) const;
  Run* FindOrRead(const std::string& run_id);

  run::ObserverList observers_;
  mutable std::mutex mutex_;
  std::condition_variable finished_;
  Script script_;
  std::optional<Failure> failure_;
  std::chrono::milliseconds interval_{0};
  std::filesystem::path folder_;
  std::vector<std::string> notes_;
  std::vector<plan::BudgetSpec> budgets_;
  std::vector<run::RunSpec> started_;
  std::map<std::string, std::unique_ptr<Run>> runs_;
};

/// The events of a small prune run that went well: `steps` steps, a pruning event every 10 steps on
/// `layers` layers of 4 KV groups and 32 FFN channels, dense, pruned and tuned perplexities,
/// checkpoint, compaction, export and verification. Deterministic in its arguments.
[[nodiscard]] FakeRunService::Script PruneScript(std::int64_t steps, std::int64_t layers);
/// A spec that passes Validate for that script.
[[nodiscard]] run::RunSpec PruneSpecForScript(std::int64_t steps);
/// The RunStarted that FakeRunService emits for a spec.
[[nodiscard]] run::RunStarted StartedFor(const std::string& run_id, const run::RunSpec& spec);

}  // namespace sentei::testing
