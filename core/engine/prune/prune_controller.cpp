// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/prune_controller.h"

#include "core/base/error.h"
#include "core/plan/budget_planner.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace sentei::engine {
namespace {

std::vector<bool> ActiveFamilies(const plan::BudgetPlan& budget) {
  std::vector<bool> active;
  for (const plan::FamilyPlan& family : budget.families) {
    active.push_back(family.choices.size() > 1 || family.choices.front() < family.num_units);
  }
  return active;
}

CriterionOptions OptionsOf(const PruneSetup& setup) {
  return {
      .power = setup.prune.squared ? ElementPower::kSquared : ElementPower::kAbsolute,
      .scope = setup.budget.DecidedByScores() ? RankingScope::kGlobal : RankingScope::kLocal,
      .gradients = setup.prune.keep_gradients ? GradientStore::kAccumulate : GradientStore::kStream,
      .seed = setup.seed,
      .tile = 0};
}

GateGradients GatesFor(run::Criterion criterion) {
  return NeedsOf(criterion) == CriterionNeeds::kGates ? GateGradients::kOn : GateGradients::kOff;
}

plan::UnitScores ToFloats(const UnitScores& scores) {
  plan::UnitScores values(scores.size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!scores[f].defined()) continue;
    const at::Tensor host = scores[f].to(at::kCPU, at::kFloat).contiguous();
    values[f].assign(host.data_ptr<float>(), host.data_ptr<float>() + host.numel());
  }
  return values;
}

}  // namespace

std::vector<plan::PruneMoment> EventsOf(const run::PruneSpec& prune, std::int64_t steps) {
  switch (prune.schedule) {
    case run::PruneSchedule::kIterative:
      return plan::PruneMoments({.steps = steps,
                                 .initial = prune.initial_ratio,
                                 .final = 1.0,
                                 .warmup = prune.warmup,
                                 .cooldown = prune.cooldown,
                                 .every = prune.every});
    case run::PruneSchedule::kOneShotThenTune:
      return {{static_cast<std::int64_t>(prune.warmup * static_cast<double>(steps)), 1.0}};
    case run::PruneSchedule::kOneShot:
      return {{0, 1.0}};
  }
  return {};
}

PruneController::PruneController(Decoder& model, PruneSetup setup)
    : model_(model),
      setup_(std::move(setup)),
      events_(EventsOf(setup_.prune, setup_.steps)),
      masks_(
          model, setup_.families, ActiveFamilies(setup_.budget), GatesFor(setup_.prune.criterion)),
      criterion_(MakeCriterion(setup_.prune.criterion, model, masks_, OptionsOf(setup_))),
      average_(setup_.prune.ema, setup_.prune.score_every) {
  SENTEI_CHECK(!events_.empty(), "a schedule of {} steps has no event", setup_.steps);
}

bool PruneController::one_shot() const {
  return setup_.prune.schedule != run::PruneSchedule::kIterative;
}

bool PruneController::ScoresAt(std::int64_t step) const {
  return !one_shot() && next_event_ < events_.size() && step % setup_.prune.score_every == 0;
}

bool PruneController::CalibrationDueAt(std::int64_t step) const {
  return one_shot() && next_event_ == 0 && step >= last_event_step();
}

ScoreAverage::Taken PruneController::TakeScores(std::int64_t step) {
  UnitScores scores = criterion_->Scores();
  if (!one_shot()) return average_.Update(scores, step / setup_.prune.score_every + 1);
  ScoreAverage check(0.0, 1);
  if (check.Update(scores, 1) == ScoreAverage::Taken::kNo) return ScoreAverage::Taken::kNo;
  average_.Set(std::move(scores));
  return ScoreAverage::Taken::kYes;
}

std::optional<run::PruneEventDone> PruneController::EventAt(std::int64_t step) {
  std::size_t due = next_event_;
  while (due < events_.size() && events_[due].step <= step) ++due;
  if (due == next_event_ || average_.empty()) return std::nullopt;
  next_event_ = due;
  const plan::UnitScores scores = ToFloats(average_.value());
  masks_.Apply(plan::NextKeepMask(setup_.budget,
                                  setup_.families,
                                  events_[due - 1].sigma,
                                  masks_.keep(),
                                  scores,
                                  criterion_->rank_key()));
  run::PruneEventDone done = Describe(due - 1, scores);
  done.step = step;
  return done;
}

run::PruneEventDone PruneController::Describe(std::size_t event,
                                              const plan::UnitScores& scores) const {
  run::PruneEventDone done{.step = events_[event].step,
                           .event = static_cast<std::int64_t>(event),
                           .sigma = events_[event].sigma,
                           .removed_parameters = masks_.removed_parameters(),
                           .removed_units = masks_.removed_units(),
                           .criterion = std::string(criterion_->name()),
                           .families = {}};
  for (std::size_t f = 0; f < scores.size(); ++f) done.families.push_back(StateOf(f, scores[f]));
  return done;
}

run::FamilyState PruneController::StateOf(std::size_t family,
                                          const std::vector<float>& scores) const {
  const std::vector<bool>& keep = masks_.keep()[family];
  return {.layer = setup_.families[family].layer,
          .kind = setup_.families[family].kind,
          .kept = masks_.kept(family),
          .scores = std::make_shared<const std::vector<float>>(scores),
          .keep = std::make_shared<const std::vector<std::uint8_t>>(keep.begin(), keep.end())};
}

run::ScoresUpdated PruneController::DescribeScores(std::int64_t step) const {
  run::ScoresUpdated update{
      .step = step, .criterion = std::string(criterion_->name()), .families = {}};
  const plan::UnitScores scores = ToFloats(average_.value());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!scores[f].empty()) update.families.push_back(StateOf(f, scores[f]));
  }
  return update;
}

void PruneController::ChangeBudget(plan::BudgetPlan budget) {
  SENTEI_CHECK(budget.families.size() == setup_.families.size(),
               "a plan of {} families for {}",
               budget.families.size(),
               setup_.families.size());
  setup_.budget = std::move(budget);
  masks_.Activate(ActiveFamilies(setup_.budget));
  criterion_ = MakeCriterion(setup_.prune.criterion, model_, masks_, OptionsOf(setup_));
}

double PruneController::Sparsity() const {
  return static_cast<double>(masks_.removed_parameters()) /
         static_cast<double>(setup_.budget.total);
}

double PruneController::TargetSparsityAt(std::int64_t step) const {
  double sigma = 0.0;
  for (const plan::PruneMoment& moment : events_) {
    if (moment.step <= step) sigma = moment.sigma;
  }
  return sigma * static_cast<double>(setup_.budget.asked) /
         static_cast<double>(setup_.budget.total);
}

void PruneController::Restore(const plan::KeepMask& keep,
                              UnitScores scores,
                              std::size_t events_done) {
  SENTEI_CHECK(events_done <= events_.size(), "{} of {} events", events_done, events_.size());
  next_event_ = events_done;
  masks_.Apply(keep);
  average_.Set(std::move(scores));
}

}  // namespace sentei::engine
