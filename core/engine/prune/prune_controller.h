// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/prune/criterion.h"
#include "core/engine/prune/ema.h"
#include "core/engine/prune/masks.h"
#include "core/plan/budget_solver.h"
#include "core/plan/schedule.h"
#include "core/run/run_event.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sentei::engine {

/// What decides when and which units leave.
struct PruneSetup {
  std::vector<plan::UnitFamily> families;
  plan::BudgetPlan budget;
  run::PruneSpec prune;
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
};

/// The events of a run: those of the schedule, or one for the one-shot schedules, at the share
/// warmup of the steps (0 for kOneShot).
[[nodiscard]] std::vector<plan::PruneMoment> EventsOf(const run::PruneSpec& prune,
                                                      std::int64_t steps);

/// Scores, smooths, and lets units leave at the events of the schedule (LoRAPrune, iterative
/// schedule). Belongs to the run's thread; the decoder must outlive it.
class PruneController {
 public:
  PruneController(Decoder& model, PruneSetup setup);

  /// Whether the optimizer step after `step` finished ones is scored; not after the last event.
  [[nodiscard]] bool ScoresAt(std::int64_t step) const;
  [[nodiscard]] Criterion& criterion() { return *criterion_; }
  /// Takes the scores gathered since criterion().Begin() into the moving average, or in place of it
  /// for a one-shot event, after `step` finished steps. Returns kNo when they are not finite and
  /// were dropped.
  ScoreAverage::Taken TakeScores(std::int64_t step);

  /// The event that closes step `step`, if one is due (one that a skipped step missed still is):
  /// units leave, gates close, LoRA of dead units becomes zero. The caller zeroes gradients and
  /// moments with masks().ZeroDeadFactors.
  [[nodiscard]] std::optional<run::PruneEventDone> EventAt(std::int64_t step);
  [[nodiscard]] bool one_shot() const;
  /// A one-shot event is due before the next step and needs calibration batches.
  [[nodiscard]] bool CalibrationDueAt(std::int64_t step) const;
  [[nodiscard]] std::int64_t last_event_step() const { return events_.back().step; }

  /// Share of all parameters masked, and the share that the schedule asks for after `step`.
  [[nodiscard]] double Sparsity() const;
  [[nodiscard]] double TargetSparsityAt(std::int64_t step) const;

  /// Goes on with another plan of the same model and units, made for what is left (ReplanBudget).
  /// Families that may lose units now are scored from the next step on; families that may not any
  /// more still are.
  void ChangeBudget(plan::BudgetPlan budget);
  /// Average scores and masks of the families that are scored, after `step` steps.
  [[nodiscard]] run::ScoresUpdated DescribeScores(std::int64_t step) const;

  [[nodiscard]] const UnitMasks& masks() const { return masks_; }
  [[nodiscard]] const UnitScores& scores() const { return average_.value(); }
  /// All events have happened.
  [[nodiscard]] bool finished() const { return next_event_ == events_.size(); }
  [[nodiscard]] std::size_t events_done() const { return next_event_; }
  void Restore(const plan::KeepMask& keep, UnitScores scores, std::size_t events_done);

 private:
  [[nodiscard]] run::FamilyState StateOf(std::size_t family,
                                         const std::vector<float>& scores) const;
  [[nodiscard]] run::PruneEventDone Describe(std::size_t event,
                                             const plan::UnitScores& scores) const;

  Decoder& model_;
  PruneSetup setup_;
  std::vector<plan::PruneMoment> events_;
  std::size_t next_event_ = 0;
  UnitMasks masks_;
  std::unique_ptr<Criterion> criterion_;
  ScoreAverage average_;
};

}  // namespace sentei::engine
