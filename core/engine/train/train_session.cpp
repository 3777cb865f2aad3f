// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/train_session.h"

#include "core/base/error.h"
#include "core/base/host.h"
#include "core/base/sha256.h"
#include "core/engine/train/learning_rate.h"

#include <ATen/ATen.h>

#include <bit>
#include <chrono>
#include <cmath>

namespace sentei::engine {
namespace {

constexpr std::int64_t kNonFiniteLimit = 3;

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Decoder& WithLora(Decoder& model, const TrainSetup& setup) {
  AttachLora(model, setup.lora.rank, setup.lora.alpha, setup.seed);
  return model;
}

std::int64_t StepsOf(const TrainSetup& setup) {
  const bool no_tuning =
      setup.prune.has_value() && setup.prune->prune.schedule == run::PruneSchedule::kOneShot;
  return no_tuning ? 0 : setup.train.steps;
}

std::string BrokenPlace(const Decoder& model,
                        const at::Tensor& ids,
                        double loss,
                        const LoraParameters& parameters) {
  const auto num_layers = static_cast<std::int64_t>(model.layers.size());
  if (!std::isfinite(loss)) {
    const std::int64_t layer = FirstNonFiniteLayer(model, ids.to(model.device));
    if (layer < 0) return "the embedding";
    return layer < num_layers ? fmt::format("layer {}", layer) : "the output matrix";
  }
  const std::optional<std::int64_t> layer = parameters.LastLayerWithNonFiniteGradient();
  return layer.has_value() ? fmt::format("the gradient of layer {}", *layer) : "the gradient";
}

}  // namespace

TrainSession::TrainSession(Decoder& model, TrainSetup setup, BatchSource data)
    : model_(WithLora(model, setup)),
      setup_(std::move(setup)),
      data_(std::move(data)),
      parameters_(model_),
      optimizer_(parameters_.values(), setup_.train),
      pruning_(setup_.prune.has_value() ? std::make_unique<PruneController>(model_, *setup_.prune)
                                        : nullptr),
      micro_batch_(setup_.train.micro_batch, setup_.train.length),
      steps_(StepsOf(setup_)) {}

ForwardContext TrainSession::ContextOfStep() const {
  ForwardContext context;
  context.training = true;
  context.lora_dropout = setup_.lora.dropout;
  context.seed = setup_.seed;
  context.step = step_;
  return context;
}

bool TrainSession::CalibrationDue() const {
  return pruning_ != nullptr && pruning_->CalibrationDueAt(step_);
}

/// False when interrupted.
bool TrainSession::ScoreCalibration(std::int64_t micro_batch, const BetweenMicroBatches& between) {
  ForwardContext context = ContextOfStep();
  context.training = false;
  Criterion& criterion = pruning_->criterion();
  parameters_.ZeroGradients();
  criterion.Begin();
  if (criterion.needs() == CriterionNeeds::kNothing) return true;
  for (std::int64_t i = 0; i < setup_.prune->prune.calibration_batches; ++i) {
    const std::optional<double> loss =
        AccumulateGradients(model_, data_.At(i), micro_batch, context, &criterion, between);
    if (!loss.has_value()) return false;
  }
  return true;
}

std::optional<CalibrationReport> TrainSession::Calibrate(const BetweenMicroBatches& between) {
  CalibrationReport report;
  const bool scored = micro_batch_.Run(
      [&](std::int64_t size) { return ScoreCalibration(size, between); }, report.warnings);
  if (!scored) return std::nullopt;
  model_.CheckIntact();
  if (pruning_->TakeScores(step_) == ScoreAverage::Taken::kNo) {
    throw Error(ErrorCode::kInput,
                "the calibration scores are not finite",
                "Use --dtype f32 or another calibration text.");
  }
  std::optional<run::PruneEventDone> event = pruning_->EventAt(step_);
  SENTEI_CHECK(event.has_value(), "no pruning event is due at step {}", step_);
  report.event = *std::move(event);
  ZeroDead();
  return report;
}

std::optional<double> TrainSession::BatchGradients(const at::Tensor& ids,
                                                   std::int64_t micro_batch,
                                                   Criterion* criterion,
                                                   const BetweenMicroBatches& between) {
  parameters_.ZeroGradients();
  if (criterion != nullptr) criterion->Begin();
  return AccumulateGradients(model_, ids, micro_batch, ContextOfStep(), criterion, between);
}

std::optional<StepReport> TrainSession::Step(const BetweenMicroBatches& between) {
  const Clock::time_point start = Clock::now();
  const bool scored = pruning_ != nullptr && pruning_->ScoresAt(step_);
  Criterion* criterion = scored ? &pruning_->criterion() : nullptr;
  const at::Tensor ids = data_.At(step_);
  StepReport report;
  const std::optional<double> loss = micro_batch_.Run(
      [&](std::int64_t size) { return BatchGradients(ids, size, criterion, between); },
      report.warnings);
  if (!loss.has_value()) return std::nullopt;
  model_.CheckIntact();

  report.done.loss = *loss;
  report.done.learning_rate = LearningRateAt(setup_.train, step_);
  report.done.gradient_norm = parameters_.gradients().norm().item<double>();
  const bool finite = std::isfinite(*loss) && std::isfinite(report.done.gradient_norm);
  if (finite) {
    non_finite_ = 0;
    ScoreAndPrune(scored, report);
    ClipByNorm(parameters_.gradients(), setup_.train.clip_norm);
    optimizer_.Step(parameters_.gradients(), report.done.learning_rate);
  } else {
    CountNonFinite(*loss, ids, report);
  }
  ++step_;
  report.done.step = step_;
  report.done.steps = steps_;
  if (pruning_ != nullptr) {
    report.done.sparsity = pruning_->Sparsity();
    report.done.target_sparsity = pruning_->TargetSparsityAt(step_);
  }
  AddMetrics(report.done);
  report.done.tokens_per_second = static_cast<double>(ids.numel()) / SecondsSince(start);
  report.done.resident_memory = ResidentMemory();
  return report;
}

void TrainSession::ScoreAndPrune(bool scored, StepReport& report) {
  if (pruning_ == nullptr) return;
  if (scored) {
    report.scored = pruning_->TakeScores(step_) == ScoreAverage::Taken::kYes;
    if (!report.scored) {
      report.warnings.push_back(
          fmt::format("step {}: the scores are not finite and were not used", step_ + 1));
    }
  }
  if (pruning_->one_shot()) return;
  report.event = pruning_->EventAt(step_ + 1);
  if (report.event.has_value()) ZeroDead();
}

void TrainSession::ChangeBudget(plan::BudgetPlan budget) {
  SENTEI_CHECK(pruning_ != nullptr, "a session without pruning has no budget");
  pruning_->ChangeBudget(std::move(budget));
}

void TrainSession::ZeroDead() {
  for (const at::Tensor& flat :
       {parameters_.gradients(), optimizer_.first_moment(), optimizer_.second_moment()}) {
    pruning_->masks().ZeroDeadFactors([&](std::int64_t layer, plan::Projection projection) {
      return parameters_.ViewOf(flat, layer, projection);
    });
  }
}

void TrainSession::CountNonFinite(double loss, const at::Tensor& ids, StepReport& report) {
  const std::string place = BrokenPlace(model_, ids, loss, parameters_);
  if (++non_finite_ >= kNonFiniteLimit) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} steps in a row (the last is {}) were not finite, first in {}",
                            kNonFiniteLimit,
                            step_ + 1,
                            place),
                "Lower the learning rate or use --dtype f32, and resume from the last checkpoint.");
  }
  report.warnings.push_back(fmt::format("step {} was skipped: {} is not finite", step_ + 1, place));
}

void TrainSession::AddMetrics(const run::StepDone& done) {
  Sha256 hash;
  hash.Update(metrics_hash_);
  for (const double value : {done.loss, done.learning_rate, done.gradient_norm, done.sparsity}) {
    hash.UpdateNumber(std::bit_cast<std::uint64_t>(value));
  }
  metrics_hash_ = hash.HexDigest();
}

}  // namespace sentei::engine
