// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/prune/prune_controller.h"
#include "core/engine/train/adamw.h"
#include "core/engine/train/batch_source.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/gradient_pass.h"
#include "core/engine/train/lora_parameters.h"
#include "core/engine/train/micro_batch.h"
#include "core/run/run_event.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sentei::engine {

/// What a training session computes. Without `prune` it is plain LoRA tuning.
struct TrainSetup {
  run::TrainSpec train;
  run::LoraSpec lora;
  std::uint64_t seed = 0;
  std::optional<PruneSetup> prune;
};

struct StepReport {
  run::StepDone done;
  std::optional<run::PruneEventDone> event;
  bool scored = false;  ///< the moving average is new
  std::vector<std::string> warnings;
};

struct CalibrationReport {
  run::PruneEventDone event;
  std::vector<std::string> warnings;
};

/// LoRA training with pruning events: one optimizer step at a time, every step a function of the
/// state before it and (seed, step), so that Restore(Snapshot()) changes no bit of what follows.
/// Belongs to one thread; the decoder must outlive it.
class TrainSession {
 public:
  /// Attaches LoRA (a function of the seed) and the masks to `model`.
  TrainSession(Decoder& model, TrainSetup setup, BatchSource data);

  [[nodiscard]] std::int64_t step() const { return step_; }
  /// Steps to train: 0 for a one-shot schedule without tuning.
  [[nodiscard]] std::int64_t steps() const { return steps_; }

  /// A one-shot event is due: score calibration batches and let units leave. nullopt: interrupted.
  [[nodiscard]] bool CalibrationDue() const;
  [[nodiscard]] std::optional<CalibrationReport> Calibrate(const BetweenMicroBatches& between);

  /// One optimizer step; nullopt when interrupted, and then the session must be thrown away. A step
  /// whose loss or gradient is not finite moves no parameter; the third in a row throws kInput
  /// naming the layer. Memory that runs out halves the micro-batch once, with a warning, and the
  /// step is done again; the second time throws kOutOfMemory.
  [[nodiscard]] std::optional<StepReport> Step(const BetweenMicroBatches& between);

  [[nodiscard]] Checkpoint Snapshot() const;
  /// Throws kInput when the checkpoint is not of this run's spec and model.
  void Restore(const Checkpoint& checkpoint);

  /// PruneController::ChangeBudget, between two steps of a pruning session.
  void ChangeBudget(plan::BudgetPlan budget);

  [[nodiscard]] const PruneController* pruning() const { return pruning_.get(); }
  [[nodiscard]] const LoraParameters& parameters() const { return parameters_; }
  /// SHA-256 over the metrics of all steps so far.
  [[nodiscard]] const std::string& metrics_hash() const { return metrics_hash_; }

 private:
  [[nodiscard]] ForwardContext ContextOfStep() const;
  /// nullopt: interrupted. The mean loss; gradients and, with `criterion`, its observations are
  /// new.
  [[nodiscard]] std::optional<double> BatchGradients(const at::Tensor& ids,
                                                     std::int64_t micro_batch,
                                                     Criterion* criterion,
                                                     const BetweenMicroBatches& between);
  [[nodiscard]] bool ScoreCalibration(std::int64_t micro_batch, const BetweenMicroBatches& between);
  void ScoreAndPrune(bool scored, StepReport& report);
  void ZeroDead();
  void CountNonFinite(double loss, const at::Tensor& ids, StepReport& report);
  void AddMetrics(const run::StepDone& done);

  Decoder& model_;
  TrainSetup setup_;
  BatchSource data_;
  LoraParameters parameters_;
  AdamW optimizer_;
  std::unique_ptr<PruneController> pruning_;
  MicroBatch micro_batch_;
  std::int64_t steps_;
  std::int64_t step_ = 0;
  std::int64_t non_finite_ = 0;  ///< steps in a row
  std::string metrics_hash_;
};

}  // namespace sentei::engine
