// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.h"
#include "app/run_session.h"
#include "app/terminal.h"
#include "core/run/run_event.h"

#include <cstdint>
#include <mutex>
#include <string>

namespace sentei::app {

/// Shows a run to the person who started it: phases, steps with loss and sparsity, results and
/// warnings on standard error; with Output::kJson also every event on standard output. Gathers the
/// events that carry results. Called on the run's thread; Take() after the run has ended.
class ProgressObserver : public run::RunObserver {
 public:
  explicit ProgressObserver(Output output) : output_(output) {}
  void OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept override;
  [[nodiscard]] RunOutcome Take();

 private:
  void Gather(const run::RunEvent& event);
  void Show(const run::RunStarted& event);
  void Show(const run::PhaseChanged& event);
  void Show(const run::Progress& event);
  void Show(const run::StepDone& event);
  void Show(const run::EvalDone& event);
  void Show(const run::PruneEventDone& event);
  void Show(const run::CheckpointSaved& event);
  void Show(const run::TokenGenerated& event);
  void Show(const run::CompactionDone& event);
  void Show(const run::ExportDone& event);
  void Show(const run::VerifyDone& event);
  void Show(const run::ScoresUpdated&) {}  // for maps only
  void Show(const run::SweepPoint& event);
  void Show(const run::SelfCheckDone& event);
  void Show(const run::BudgetChanged& event);
  void Show(const run::Warned& event);
  void Show(const run::Noted& event);
  void Show(const run::RunFinished& event);

  Output output_;
  std::mutex mutex_;
  RunOutcome outcome_;
  ProgressLine line_;
  std::string phase_;
  double eta_seconds_ = -1.0;
};

}  // namespace sentei::app
