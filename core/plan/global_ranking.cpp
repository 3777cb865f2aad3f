// SPDX-License-Identifier: Apache-2.0
#include "core/plan/global_ranking.h"

#include "core/base/error.h"
#include "core/plan/budget_path.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace sentei::plan {
namespace {

/// The share of its cap that a family may always give: early scores are noisy.
constexpr double kEarlyCapShare = 0.25;

/// One family on its way down, its live units in the order in which they leave.
struct Runner {
  const FamilyPlan* plan = nullptr;
  std::vector<double> sums;  ///< sums[i]: keys of the first i units in that order
  std::int64_t live = 0;     ///< units alive before this event
  std::int64_t kept = 0;
  std::int64_t lowest = 0;  ///< fewest that may stay after this event

  /// The next smaller count, or `kept` where there is none this time.
  [[nodiscard]] std::int64_t Next() const {
    const auto next =
        std::upper_bound(plan->choices.begin(), plan->choices.end(), kept, std::greater<>());
    return next == plan->choices.end() || *next < lowest ? kept : *next;
  }
  [[nodiscard]] std::int64_t Cost() const { return (kept - Next()) * plan->unit_cost; }
  [[nodiscard]] double Key() const {
    const auto from = static_cast<std::size_t>(live - kept);
    const auto to = static_cast<std::size_t>(live - Next());
    return (sums[to] - sums[from]) / static_cast<double>(to - from);
  }
  /// Parameters that caps let go from here on, over all events.
  [[nodiscard]] std::int64_t Room() const {
    return std::max<std::int64_t>(0, kept - plan->choices.back()) * plan->unit_cost;
  }
};

std::int64_t LowestNow(const FamilyPlan& plan, double share) {
  if (share >= 1.0) return plan.choices.back();
  const double part = std::max(share, kEarlyCapShare) * static_cast<double>(plan.cap_units());
  return plan.num_units - static_cast<std::int64_t>(std::floor(part + 1e-9));
}

/// Turns scores of live units, in order of leaving, into keys that compare across families.
void ScaleKeys(std::vector<double>& values, const FamilyPlan& plan, RankKey key) {
  if (values.empty()) return;
  if (key == RankKey::kPerParameter) {
    for (double& value : values) value /= static_cast<double>(plan.unit_cost);
    return;
  }
  double mean = 0.0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  double variance = 0.0;
  for (const double value : values) {
    variance += (value - mean) * (value - mean) / static_cast<double>(values.size());
  }
  const double deviation = std::sqrt(variance);
  for (double& value : values) value = deviation > 0.0 ? (value - mean) / deviation : 0.0;
}

Runner MakeRunner(const FamilyPlan& plan,
                  const UnitFamily& family,
                  std::span<const float> scores,
                  const std::vector<bool>& keep,
                  double share,
                  RankKey key) {
  Runner runner;
  runner.plan = &plan;
  if (plan.choices.size() == 1) {
    runner.live = std::count(keep.begin(), keep.end(), true);
    const std::int64_t way =
        CountOnTheWay(plan.num_units, plan.choices.front(), UnitQuantum(family), share);
    runner.kept = std::min({runner.live, way, plan.num_units - plan.forced_count});
    runner.lowest = runner.kept;
    return runner;
  }
  std::vector<double> values;
  for (const std::int64_t unit : RemovalOrder(family, scores, keep, plan.fixed())) {
    values.push_back(static_cast<double>(scores[static_cast<std::size_t>(unit)]));
  }
  ScaleKeys(values, plan, key);
  runner.sums.assign(values.size() + 1, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) runner.sums[i + 1] = runner.sums[i] + values[i];
  runner.live = static_cast<std::int64_t>(values.size());
  runner.kept = plan.forced_count > 0 ? std::min(runner.live, plan.choices.front()) : runner.live;
  runner.lowest = LowestNow(plan, share);
  return runner;
}

/// The greedy choice among all families and the guard over what the last event must reach.
class Ranking {
 public:
  Ranking(const BudgetPlan& plan, double share)
      : asked_(plan.asked),
        target_(share >= 1.0 ? plan.asked
                             : static_cast<std::int64_t>(
                                   std::ceil(share * static_cast<double>(plan.asked)))),
        step_(plan.step) {
    const std::vector<Block> blocks = MakeBlocks(plan);
    finest_ = FinestGroup(blocks, Pace::kSingle);
  }

  void Add(Runner runner) {
    removed_ += (runner.plan->num_units - runner.kept) * runner.plan->unit_cost;
    if (IsFine(runner)) fine_room_ += runner.Room();
    runners_.push_back(std::move(runner));
  }

  void Run() {
    while (removed_ < target_) {
      Runner* next = Pick();
      if (next == nullptr) next = ForcedPick();
      if (next == nullptr) return;
      Take(*next);
    }
  }

  [[nodiscard]] const std::vector<Runner>& runners() const { return runners_; }

 private:
  [[nodiscard]] bool IsFine(const Runner& runner) const { return runner.plan->group() == finest_; }

  /// The largest unit that a coarse family could still be asked to give; 0 without one.
  [[nodiscard]] std::int64_t LargestCoarse() const {
    std::int64_t largest = 0;
    for (const Runner& runner : runners_) {
      if (!IsFine(runner) && runner.Room() > 0) {
        largest = std::max(largest, LargestGap(runner));
      }
    }
    return largest;
  }
  static std::int64_t LargestGap(const Runner& runner) {
    const auto next = std::upper_bound(
        runner.plan->choices.begin(), runner.plan->choices.end(), runner.kept, std::greater<>());
    return (runner.kept - *next) * runner.plan->unit_cost;
  }

  [[nodiscard]] bool MayTake(const Runner& runner, std::int64_t coarse) const {
    const std::int64_t cost = runner.Cost();
    if (!IsFine(runner)) return cost < target_ - removed_ + step_;
    const bool fine_alone = asked_ - removed_ <= fine_room_;
    return coarse == 0 || fine_alone || fine_room_ - cost >= coarse - step_;
  }

  Runner* Pick() {
    const std::int64_t coarse = LargestCoarse();
    Runner* best = nullptr;
    double best_key = std::numeric_limits<double>::infinity();
    for (Runner& runner : runners_) {
      if (runner.Next() == runner.kept || !MayTake(runner, coarse)) continue;
      const double key = runner.Key();
      if (best != nullptr && key >= best_key) continue;
      best = &runner;
      best_key = key;
    }
    return best;
  }

  /// At the last event, where no move fits: the smallest that there is.
  Runner* ForcedPick() {
    if (target_ != asked_) return nullptr;
    Runner* best = nullptr;
    for (Runner& runner : runners_) {
      if (runner.Next() == runner.kept) continue;
      if (best == nullptr || runner.Cost() < best->Cost()) best = &runner;
    }
    return best;
  }

  void Take(Runner& runner) {
    const std::int64_t cost = runner.Cost();
    runner.kept = runner.Next();
    removed_ += cost;
    if (IsFine(runner)) fine_room_ -= cost;
  }

  std::int64_t asked_;
  std::int64_t target_;
  std::int64_t step_;
  FamilyGroup finest_ = FamilyGroup::kFfn;
  std::int64_t removed_ = 0;
  std::int64_t fine_room_ = 0;
  std::vector<Runner> runners_;
};

}  // namespace

std::vector<std::int64_t> RankGlobally(const BudgetPlan& plan,
                                       std::span<const UnitFamily> families,
                                       double share,
                                       const KeepMask& keep,
                                       const UnitScores& scores,
                                       RankKey key) {
  Ranking ranking(plan, share);
  for (std::size_t f = 0; f < families.size(); ++f) {
    ranking.Add(MakeRunner(plan.families[f], families[f], scores[f], keep[f], share, key));
  }
  ranking.Run();
  std::vector<std::int64_t> counts;
  counts.reserve(families.size());
  for (const Runner& runner : ranking.runners()) counts.push_back(runner.kept);
  return counts;
}

}  // namespace sentei::plan
