// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/run_control.h"
#include "core/run/run_event.h"
#include "core/run/run_service.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <string>

namespace sentei::engine {

enum class Beginning : std::uint8_t { kFresh, kResumed };

/// What every worker gets. Lives on the run's thread.
struct RunContext {
  std::string run_id;
  run::RunSpec spec;  ///< threads, device and dtype resolved
  run::RunEnvironment environment;
  Beginning beginning = Beginning::kFresh;
  RunControl* control = nullptr;
  EmitEvent emit;

  [[nodiscard]] std::filesystem::path RunDirectory(const std::string& id) const {
    return environment.data_dir / "runs" / id;
  }
};

/// How a run ended when nothing was thrown.
struct WorkerResult {
  run::Outcome outcome = run::Outcome::kCompleted;
  std::string rule = "done";  ///< the stop rule that fired, or "done"
};

/// The workers, one file each. They throw Error; kStopped means cancelled.
[[nodiscard]] WorkerResult RunPrune(RunContext& context);      ///< kPrune and kTune
[[nodiscard]] WorkerResult RunEval(RunContext& context);       ///< kEval
[[nodiscard]] WorkerResult RunGenerate(RunContext& context);   ///< kGenerate
[[nodiscard]] WorkerResult RunExport(RunContext& context);     ///< kExport
[[nodiscard]] WorkerResult RunVerify(RunContext& context);     ///< kVerify
[[nodiscard]] WorkerResult RunSweep(RunContext& context);      ///< kSweep
[[nodiscard]] WorkerResult RunSelfCheck(RunContext& context);  ///< kSelfCheck

}  // namespace sentei::engine
