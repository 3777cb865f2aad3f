// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/run_context.h"
#include "core/engine/run_model.h"
#include "core/engine/run_store.h"
#include "core/engine/run_texts.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/train_session.h"
#include "core/plan/budget_solver.h"
#include "core/run/progress_eta.h"
#include "core/run/stop_rule.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sentei::engine {

/// A pruning or tuning run from the opened file to the verified export, one member function for
/// each part. Lives on the run's thread.
class PruneRun {
 public:
  explicit PruneRun(RunContext& context);
  [[nodiscard]] WorkerResult Execute();

 private:
  using Clock = std::chrono::steady_clock;

  void Open();
  void ReadTexts();
  void Prepare();
  void Restore();
  void MeasureDense();
  void TellExpectedTime() const;
  [[nodiscard]] WorkerResult Train();
  /// The rule that ends the run, or nullopt; one step or calibration otherwise.
  [[nodiscard]] std::optional<WorkerResult> Advance(const run::StopRules& rules);
  void AfterStep(const StepReport& report);
  void TellScores();
  /// From now on the user may ask for new caps.
  void OpenBudget();
  /// Takes over what it had taken over before it was interrupted.
  void ReplayBudgetChanges(const nlohmann::json& changes);
  /// Goes on with the caps that the user asked for, if there are any.
  void TakeBudgetChange();
  void TellUnits();
  void MeasureQuickly();
  void MeasurePruned();
  void AfterTraining(const std::string& rule);
  void ExportResult();

  [[nodiscard]] bool prunes() const { return context_.spec.kind == run::RunKind::kPrune; }
  void Evaluate(const Decoder& model, const std::string& stage);
  [[nodiscard]] bool Evaluated(const std::string& stage) const;
  void SaveIfDue();
  void Save();
  [[nodiscard]] double TrainSeconds() const;

  RunContext& context_;
  RunLock lock_;
  CheckpointStore store_;
  std::optional<CheckpointStore::Loaded> loaded_;
  OpenedModel opened_;
  std::vector<plan::UnitFamily> families_;
  std::optional<plan::BudgetPlan> budget_;
  std::optional<BudgetBasis> basis_;  ///< with the limits that hold now
  nlohmann::json budget_changes_ = nlohmann::json::array();
  std::unique_ptr<Decoder> model_;
  std::optional<text::ModelTokenizer> tokenizer_;
  TokenText training_;  ///< until the session owns it
  std::string training_hash_;
  std::optional<TokenText> evaluation_;
  std::unique_ptr<TrainSession> session_;
  std::vector<run::EvalDone> evaluations_;
  std::optional<double> quick_perplexity_;
  run::ProgressEta eta_;
  std::int64_t saved_step_ = -1;
  double seconds_before_ = 0.0;  ///< training time of earlier processes
  Clock::time_point train_start_;
  Clock::time_point saved_at_;
  std::optional<Clock::time_point> scores_told_at_;
  std::chrono::duration<double> not_training_{0};  ///< pauses and evaluations since train_start_
};

}  // namespace sentei::engine
