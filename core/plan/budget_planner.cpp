// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_planner.h"

#include "core/base/error.h"
#include "core/plan/budget_path.h"
#include "core/plan/global_ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace sentei::plan {
namespace {

/// The fewest units any member of a family's block starts with: equal from the first event on.
std::vector<std::int64_t> StartCounts(const BudgetPlan& plan) {
  std::vector<std::int64_t> start(plan.families.size(), 0);
  for (const Block& block : MakeBlocks(plan)) {
    std::int64_t least = block.num_units;
    for (const std::size_t f : block.families) {
      least = std::min(least, plan.families[f].num_units);
    }
    for (const std::size_t f : block.families) start[f] = least;
  }
  return start;
}

/// The most units that may live after the first event: what forced units leave, equal in a block.
std::vector<std::int64_t> Ceilings(const BudgetPlan& plan, std::span<const UnitFamily> families) {
  std::vector<std::int64_t> ceilings(families.size(), 0);
  for (const Block& block : MakeBlocks(plan)) {
    std::int64_t forced = 0;
    std::int64_t least = block.num_units;
    std::int64_t quantum = 1;
    for (const std::size_t f : block.families) {
      const FamilyPlan& family = plan.families[f];
      forced += family.forced_count;
      least = std::min(least, family.num_units - family.forced_count);
      quantum = std::lcm(quantum, UnitQuantum(families[f]));
    }
    for (const std::size_t f : block.families) {
      ceilings[f] = forced == 0 ? families[f].num_units : least / quantum * quantum;
    }
  }
  return ceilings;
}

std::vector<std::int64_t> LocalCounts(const BudgetPlan& plan,
                                      std::span<const UnitFamily> families,
                                      double share) {
  const std::vector<std::int64_t> start = StartCounts(plan);
  std::vector<std::int64_t> counts;
  counts.reserve(families.size());
  for (std::size_t f = 0; f < families.size(); ++f) {
    counts.push_back(
        CountOnTheWay(start[f], plan.families[f].keep, UnitQuantum(families[f]), share));
  }
  return counts;
}

/// Puts every block where its members' live counts stand.
void PlaceBlocks(std::vector<Block>& blocks, const std::vector<std::int64_t>& live) {
  for (Block& block : blocks) {
    std::int64_t least = live[block.families.front()];
    for (const std::size_t f : block.families) least = std::min(least, live[f]);
    while (block.CanMove() && block.choices[block.at] > least) ++block.at;
  }
}

/// The share of a group's movable units that a ranking over all layers would let go.
double ShareTaken(const BudgetPlan& plan,
                  FamilyGroup group,
                  const std::vector<std::int64_t>& counts) {
  double units = 0.0;
  double taken = 0.0;
  for (std::size_t f = 0; f < counts.size(); ++f) {
    const FamilyPlan& family = plan.families[f];
    if (family.group() != group || family.choices.size() < 2) continue;
    units += static_cast<double>(family.num_units);
    taken += static_cast<double>(family.num_units - counts[f]);
  }
  return units > 0.0 ? taken / units : 0.0;
}

/// Mode global-uniform: the ranking divides the target between attention and FFN; within each every
/// layer loses the same number.
std::vector<std::int64_t> EqualisedCounts(const BudgetPlan& plan,
                                          std::span<const UnitFamily> families,
                                          double share,
                                          const KeepMask& keep,
                                          const UnitScores& scores,
                                          RankKey key) {
  const auto ranked = RankGlobally(plan, families, share, keep, scores, key);
  std::vector<Block> blocks = MakeBlocks(plan);
  const FamilyGroup finest = FinestGroup(blocks, Pace::kJoint);
  const FamilyGroup coarse =
      finest == FamilyGroup::kFfn ? FamilyGroup::kAttention : FamilyGroup::kFfn;
  PlaceBlocks(blocks, KeptCounts(keep));
  std::vector<std::size_t> start;
  for (const Block& block : blocks) start.push_back(block.at);
  const double part = std::min(share, 1.0) * static_cast<double>(plan.asked);
  const std::int64_t target =
      share >= 1.0 ? plan.asked : static_cast<std::int64_t>(std::ceil(part));
  WalkFrom(blocks, target, Pace::kJoint, ShareTaken(plan, coarse, ranked));
  if (share < 1.0) KeepReserve(blocks, start, plan.asked, Pace::kJoint);
  auto counts = CountsOf(blocks, families.size());
  const std::vector<std::int64_t> whole = StartCounts(plan);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    if (plan.families[f].choices.size() > 1) continue;
    counts[f] = CountOnTheWay(whole[f], counts[f], UnitQuantum(families[f]), share);
  }
  return counts;
}

void CheckShapes(const BudgetPlan& plan,
                 std::span<const UnitFamily> families,
                 double share,
                 const KeepMask& keep,
                 const UnitScores& scores) {
  SENTEI_CHECK(plan.families.size() == families.size() && keep.size() == families.size(),
               "{} planned, {} families, {} masks",
               plan.families.size(),
               families.size(),
               keep.size());
  SENTEI_CHECK(share >= 0.0, "share {}", share);
  SENTEI_CHECK(!plan.DecidedByScores() || scores.size() == families.size(),
               "{} scores for {}",
               scores.size(),
               families.size());
}

void CheckFamily(const UnitFamily& family,
                 std::span<const float> scores,
                 const std::vector<bool>& keep) {
  const auto units = static_cast<std::size_t>(family.num_units);
  SENTEI_CHECK(keep.size() == units && scores.size() == units,
               "layer {} {}: {} units, {} masks, {} scores",
               family.layer,
               Name(family.kind),
               units,
               keep.size(),
               scores.size());
  for (std::size_t u = 0; u < units; ++u) {
    SENTEI_CHECK(!keep[u] || std::isfinite(scores[u]),
                 "layer {} {}: the score of unit {} is {}",
                 family.layer,
                 Name(family.kind),
                 u,
                 scores[u]);
  }
}

std::vector<std::int64_t> Leaving(std::vector<std::int64_t> units,
                                  std::span<const float> scores,
                                  const std::vector<LeavingRank>& ranks) {
  const auto key = [&](std::int64_t unit) {
    const auto u = static_cast<std::size_t>(unit);
    return std::pair(ranks[u], scores[u]);
  };
  std::stable_sort(
      units.begin(), units.end(), [&](std::int64_t a, std::int64_t b) { return key(a) < key(b); });
  return units;
}

/// The first head to leave of every KV group, then the second of every group, and so on.
std::vector<std::int64_t> StripeOrder(const UnitFamily& family,
                                      std::span<const float> scores,
                                      const std::vector<LeavingRank>& ranks,
                                      const std::vector<std::int64_t>& live) {
  std::vector<std::vector<std::int64_t>> groups(static_cast<std::size_t>(UnitQuantum(family)));
  for (const std::int64_t unit : live) {
    groups[static_cast<std::size_t>(unit / family.units_per_group)].push_back(unit);
  }
  for (auto& group : groups) group = Leaving(std::move(group), scores, ranks);
  std::vector<std::int64_t> order;
  order.reserve(live.size());
  for (std::size_t rank = 0; order.size() < live.size(); ++rank) {
    for (const auto& group : groups) {
      SENTEI_CHECK(rank < group.size(), "layer {}: KV groups of different sizes", family.layer);
      order.push_back(group[rank]);
    }
  }
  return order;
}

}  // namespace

std::vector<std::int64_t> CountsAt(const BudgetPlan& plan,
                                   std::span<const UnitFamily> families,
                                   double share,
                                   const KeepMask& keep,
                                   const UnitScores& scores,
                                   RankKey key) {
  CheckShapes(plan, families, share, keep, scores);
  std::vector<std::int64_t> counts;
  switch (plan.mode) {
    case BudgetMode::kUniform:
    case BudgetMode::kCustom:
      counts = LocalCounts(plan, families, share);
      break;
    case BudgetMode::kGlobal:
      counts = RankGlobally(plan, families, share, keep, scores, key);
      break;
    case BudgetMode::kGlobalUniform:
      counts = EqualisedCounts(plan, families, share, keep, scores, key);
      break;
  }
  const auto live = KeptCounts(keep);
  const auto ceilings = Ceilings(plan, families);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    counts[f] = std::min({counts[f], live[f], ceilings[f]});
  }
  return counts;
}

std::vector<std::int64_t> RemovalOrder(const UnitFamily& family,
                                       std::span<const float> scores,
                                       const std::vector<bool>& keep,
                                       FixedUnits fixed) {
  CheckFamily(family, scores, keep);
  const auto ranks = LeavingRanks(family, fixed);
  std::vector<std::int64_t> live = KeptUnits(keep);
  if (family.kind == UnitKind::kQueryStripe) return StripeOrder(family, scores, ranks, live);
  return Leaving(std::move(live), scores, ranks);
}

std::vector<bool> SelectUnits(const UnitFamily& family,
                              std::span<const float> scores,
                              const std::vector<bool>& keep,
                              std::int64_t kept,
                              FixedUnits fixed) {
  SENTEI_CHECK(kept >= 0 && kept % UnitQuantum(family) == 0,
               "layer {} {}: {} units cannot stay",
               family.layer,
               Name(family.kind),
               kept);
  std::vector<bool> selected = keep;
  const std::int64_t live = std::count(keep.begin(), keep.end(), true);
  if (kept >= live) return selected;
  const auto order = RemovalOrder(family, scores, keep, fixed);
  for (std::int64_t i = 0; i < live - kept; ++i) {
    selected[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = false;
  }
  for (const std::int64_t unit : fixed.protected_units) {
    const auto u = static_cast<std::size_t>(unit);
    SENTEI_CHECK(selected[u] == keep[u],
                 "layer {} {}: {} units cannot stay without the protected unit {}",
                 family.layer,
                 Name(family.kind),
                 kept,
                 unit);
  }
  return selected;
}

KeepMask NextKeepMask(const BudgetPlan& plan,
                      std::span<const UnitFamily> families,
                      double share,
                      const KeepMask& keep,
                      const UnitScores& scores,
                      RankKey key) {
  const auto counts = CountsAt(plan, families, share, keep, scores, key);
  KeepMask next;
  next.reserve(families.size());
  for (std::size_t f = 0; f < families.size(); ++f) {
    const std::span<const float> own =
        f < scores.size() ? std::span<const float>(scores[f]) : std::span<const float>();
    next.push_back(SelectUnits(families[f], own, keep[f], counts[f], plan.families[f].fixed()));
  }
  return next;
}

}  // namespace sentei::plan
