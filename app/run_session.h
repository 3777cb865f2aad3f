// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.h"
#include "core/run/run_event.h"
#include "core/run/run_spec.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sentei::app {

/// Blocks SIGINT and SIGTERM in the calling thread and all it creates, so that a run's session can
/// wait for them. Call before any thread starts.
void BlockStopSignals();

/// Whether a run of this process is kept in the experiments database.
enum class Record : std::uint8_t { kYes, kNo };

/// What a run left behind for the command that started it: the events that carry results.
struct RunOutcome {
  std::string run_id;
  run::RunFinished finished;
  run::RunStarted started;
  std::vector<run::EvalDone> evaluations;
  std::optional<run::CompactionDone> compaction;
  std::optional<run::ExportDone> exported;
  std::optional<run::VerifyDone> verified;
  std::vector<run::SweepPoint> sweep;
  std::optional<run::SelfCheckDone> self_check;
  std::optional<run::StepDone> last_step;
  std::string generated;       ///< text of all tokens
  std::size_t unrecorded = 0;  ///< events that the database did not take

  /// 0, 5 when stopped, or the failure's code; 3 when the run went well but is not all recorded.
  [[nodiscard]] int exit_code() const;
};

/// Opens the engine, starts (or resumes) a run, shows its progress on standard error, records it,
/// and waits for its end. A database that can only be read is refused first. Ctrl-C is passed on:
/// once to finish the step and save, twice to end now. With Output::kJson every event goes to
/// standard output as one JSON line.
[[nodiscard]] RunOutcome ExecuteRun(const Context& context,
                                    const run::RunSpec& spec,
                                    Record record);
[[nodiscard]] RunOutcome ResumeRun(const Context& context, const std::string& run_id);

/// Prints the failure or the stop of a run, if it was one, and returns the exit code. A stopped run
/// is said to be resumable if its kind is.
int ConcludeRun(const RunOutcome& outcome);

}  // namespace sentei::app
