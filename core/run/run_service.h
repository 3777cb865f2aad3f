// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/run/run_event.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace sentei::run {

/// Where the service may write and what it may read besides the spec's own paths.
struct RunEnvironment {
  std::filesystem::path data_dir;       ///< checkpoints under runs/<id>/checkpoints
  std::filesystem::path cache_dir;      ///< may be empty
  std::filesystem::path resources_dir;  ///< Hugging Face modelling code that exports carry
  /// Runs give way to other work of this process: niceness 5, and idle compute threads sleep
  /// instead of spinning (unless OMP_WAIT_POLICY says otherwise). For windows.
  bool background = false;
};

/// Starts any kind of run on a background thread and streams its events. One run owns the device;
/// further ones queue. All members may be called from any thread and never block, but Wait.
class RunService {
 public:
  virtual ~RunService() = default;

  /// Observers must outlive the service or be removed first; RemoveObserver returns after a call
  /// in progress has ended.
  virtual void AddObserver(RunObserver* observer) = 0;
  virtual void RemoveObserver(RunObserver* observer) = 0;

  /// Validates and queues; the run id is a ULID. Fails with kUsage or kInput before anything is
  /// computed.
  virtual Result<std::string> Start(const RunSpec& spec) = 0;
  /// Continues a run from its newest sound checkpoint under the same id.
  virtual Result<std::string> Resume(const std::string& run_id) = 0;
  virtual void Pause(const std::string& run_id) = 0;
  virtual void Continue(const std::string& run_id) = 0;
  /// First call: finish the optimizer step, save, end. Second: end after the current micro-batch
  /// with the last checkpoint.
  virtual void RequestStop(const std::string& run_id) = 0;
  virtual void CheckpointNow(const std::string& run_id) = 0;
  /// Adds a Noted event at the run's next micro-batch; a run that has ended ignores it.
  virtual void AddNote(const std::string& run_id, const std::string& text) = 0;
  /// Asks a pruning run to go on with these caps, floors and locks; mode, target and kinds must be
  /// those it has. Takes hold at its next step as BudgetChanged. Fails with kUsage naming the layer
  /// where a family has already lost more than its new cap, or where the target lies beyond what
  /// the caps allow; the run then goes on as before.
  virtual Result<void> ChangeBudget(const std::string& run_id, const plan::BudgetSpec& budget) = 0;
  /// Blocks until the run has emitted RunFinished to all observers; returns that event.
  virtual Result<RunFinished> Wait(const std::string& run_id) = 0;
};

/// The one symbol of libsentei_engine.so, opened with dlopen.
inline constexpr const char* kCreateRunServiceSymbol = "sentei_create_run_service";
using CreateRunServiceFn = RunService* (*)(const RunEnvironment*);

/// Opens the engine library ($SENTEI_ENGINE; beside the executable; ../lib/sentei) and creates its
/// service. Finds LibTorch where the engine does not know it or $SENTEI_LIBTORCH names one. Fails
/// with kInput naming the file looked for and the remedy. Not thread-safe; call once.
[[nodiscard]] Result<std::unique_ptr<RunService>> OpenEngine(const RunEnvironment& environment);

}  // namespace sentei::run
