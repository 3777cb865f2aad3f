// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_path.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace sentei::plan {
namespace {

using Indices = std::vector<std::size_t>;

/// The common share of the units that has left when the block stands at `position`.
double LevelAt(const Block& block, std::size_t position) {
  return static_cast<double>(block.num_units - block.choices[position]) /
         static_cast<double>(block.num_units) / block.weight;
}

/// Blocks of `among` whose value is the smallest; with Pace::kSingle only the first of them.
Indices Smallest(std::span<const Block> blocks,
                 const Indices& among,
                 Pace pace,
                 const std::function<bool(const Block&)>& usable,
                 const std::function<double(const Block&)>& value) {
  double best = std::numeric_limits<double>::infinity();
  Indices found;
  for (const std::size_t b : among) {
    if (!usable(blocks[b])) continue;
    const double now = value(blocks[b]);
    if (now < best) found.clear();
    if (now < best || (now == best && pace == Pace::kJoint)) found.push_back(b);
    best = std::min(best, now);
  }
  return found;
}

Indices NextMove(std::span<const Block> blocks, const Indices& among, Pace pace) {
  return Smallest(
      blocks,
      among,
      pace,
      [](const Block& block) { return block.CanMove(); },
      [](const Block& block) { return LevelAt(block, block.at + 1); });
}

/// The move that was made last and may be taken back: `start` holds the positions to keep.
Indices LastMove(std::span<const Block> blocks,
                 const Indices& among,
                 Pace pace,
                 const std::vector<std::size_t>& start) {
  const Block* first = blocks.data();
  return Smallest(
      blocks,
      among,
      pace,
      [&](const Block& block) {
        return block.at > start[static_cast<std::size_t>(&block - first)];
      },
      [](const Block& block) { return -LevelAt(block, block.at); });
}

std::int64_t CostOf(std::span<const Block> blocks, const Indices& move) {
  std::int64_t cost = 0;
  for (const std::size_t b : move) {
    cost += blocks[b].RemovedAt(blocks[b].at + 1) - blocks[b].Removed();
  }
  return cost;
}

void Advance(std::vector<Block>& blocks, const Indices& move) {
  for (const std::size_t b : move) ++blocks[b].at;
}
void StepBack(std::vector<Block>& blocks, const Indices& move) {
  for (const std::size_t b : move) --blocks[b].at;
}

Indices Members(std::span<const Block> blocks, FamilyGroup group) {
  Indices members;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].group == group) members.push_back(b);
  }
  return members;
}

std::int64_t RoomOf(std::span<const Block> blocks, const Indices& among) {
  std::int64_t room = 0;
  for (const std::size_t b : among) {
    room += blocks[b].RemovedAt(blocks[b].choices.size() - 1) - blocks[b].Removed();
  }
  return room;
}

/// Parameters gone when every block had lost `level` of its units, fractions of units allowed.
double RemovedAtLevel(std::span<const Block> blocks, double level) {
  double removed = 0.0;
  for (const Block& block : blocks) {
    const double units = level * block.weight * static_cast<double>(block.num_units);
    const double wanted =
        units * static_cast<double>(block.unit_cost) - static_cast<double>(block.already_less);
    const auto most = static_cast<double>(block.RemovedAt(block.choices.size() - 1));
    removed += std::clamp(wanted, static_cast<double>(block.Removed()), most);
  }
  return removed;
}

double WaterLevel(std::span<const Block> blocks, std::int64_t asked) {
  double low = 0.0;
  double high = 1.0;
  for (const Block& block : blocks) high = std::max(high, LevelAt(block, block.choices.size() - 1));
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2.0;
    const bool enough = RemovedAtLevel(blocks, middle) >= static_cast<double>(asked);
    (enough ? high : low) = middle;
  }
  return high;
}

/// To the choice nearest to `level`, the one that takes less where two are equally near.
void AdvanceNear(Block& block, double level) {
  while (block.CanMove() && LevelAt(block, block.at) + LevelAt(block, block.at + 1) < 2.0 * level) {
    ++block.at;
  }
}

/// Advances or takes back coarse moves until the finest group can close what is left. Returns the
/// cost of the last move where it overshoots the target by itself, else 0.
std::int64_t SettleCoarse(std::vector<Block>& blocks,
                          const Indices& coarse,
                          const Indices& fine,
                          std::int64_t asked,
                          Pace pace,
                          const std::vector<std::size_t>& start) {
  while (Removed(blocks) > asked) {
    const Indices move = LastMove(blocks, coarse, pace, start);
    if (move.empty()) return 0;
    StepBack(blocks, move);
  }
  while (Removed(blocks) + RoomOf(blocks, fine) < asked) {
    const Indices move = NextMove(blocks, coarse, pace);
    if (move.empty()) return 0;
    const std::int64_t cost = CostOf(blocks, move);
    Advance(blocks, move);
    if (Removed(blocks) >= asked) return cost;
  }
  return 0;
}

/// The last position of a block whose level is at most `level`, or where it stands beyond that.
std::size_t PositionAt(const Block& block, double level) {
  std::size_t low = block.at;
  std::size_t high = block.choices.size();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (LevelAt(block, middle) <= level ? low : high) = middle;
  }
  return low;
}

std::int64_t RemovedUpTo(std::span<const Block> blocks, const Indices& among, double level) {
  std::int64_t removed = 0;
  for (const std::size_t b : among) removed += blocks[b].RemovedAt(PositionAt(blocks[b], level));
  return removed;
}

/// Makes all moves at once that NextMove would make one after the other while less than `asked` is
/// gone: moves go by level, so that those up to some level are a beginning of that order.
void AdvanceBelow(std::vector<Block>& blocks, const Indices& fine, std::int64_t asked) {
  std::int64_t others = Removed(blocks);
  for (const std::size_t b : fine) others -= blocks[b].Removed();
  double low = 0.0;
  double high = 0.0;
  for (const std::size_t b : fine) {
    high = std::max(high, LevelAt(blocks[b], blocks[b].choices.size() - 1));
  }
  if (others + RemovedUpTo(blocks, fine, low) >= asked) return;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2.0;
    const bool enough = others + RemovedUpTo(blocks, fine, middle) >= asked;
    (enough ? high : low) = middle;
  }
  for (const std::size_t b : fine) blocks[b].at = PositionAt(blocks[b], low);
}

std::int64_t CloseGap(std::vector<Block>& blocks,
                      const Indices& fine,
                      const Indices& coarse,
                      std::int64_t asked,
                      Pace pace) {
  std::int64_t step = 0;
  AdvanceBelow(blocks, fine, asked);
  while (Removed(blocks) < asked) {
    const Indices move = NextMove(blocks, fine, pace);
    if (move.empty()) break;
    step = CostOf(blocks, move);
    Advance(blocks, move);
  }
  if (step != 0) return step;
  const Indices next = NextMove(blocks, fine, pace);
  return CostOf(blocks, next.empty() ? NextMove(blocks, coarse, pace) : next);
}

FamilyGroup Other(FamilyGroup group) {
  return group == FamilyGroup::kFfn ? FamilyGroup::kAttention : FamilyGroup::kFfn;
}

std::vector<std::size_t> Positions(std::span<const Block> blocks) {
  std::vector<std::size_t> positions;
  for (const Block& block : blocks) positions.push_back(block.at);
  return positions;
}

std::int64_t WalkTo(std::vector<Block>& blocks, std::int64_t asked, Pace pace, double level) {
  const FamilyGroup finest = FinestGroup(blocks, pace);
  const Indices fine = Members(blocks, finest);
  const Indices coarse = Members(blocks, Other(finest));
  const std::vector<std::size_t> start = Positions(blocks);
  for (const std::size_t b : coarse) AdvanceNear(blocks[b], level);
  const std::int64_t overshoot = SettleCoarse(blocks, coarse, fine, asked, pace, start);
  if (overshoot != 0) return overshoot;
  return CloseGap(blocks, fine, coarse, asked, pace);
}

Block BlockOf(const BudgetPlan& plan, std::vector<std::size_t> members) {
  const FamilyPlan& first = plan.families[members.front()];
  Block block;
  block.group = first.group();
  block.choices = first.choices;
  block.weight = first.ratio > 0.0 ? first.ratio : 1.0;
  for (const std::size_t f : members) {
    block.num_units = std::max(block.num_units, plan.families[f].num_units);
    block.unit_cost += plan.families[f].unit_cost;
  }
  for (const std::size_t f : members) {
    const FamilyPlan& family = plan.families[f];
    block.already_less += family.unit_cost * (block.num_units - family.num_units);
  }
  block.families = std::move(members);
  return block;
}

bool MustStayEqual(const BudgetPlan& plan, const FamilyPlan& family) {
  if (NeedsUniformWidths(plan.profile)) return true;
  const bool free = family.kept_whole == KeptWhole::kNo && !family.exact;
  return plan.mode == BudgetMode::kGlobalUniform && free;
}

}  // namespace

std::int64_t Block::LargestMove() const {
  std::int64_t largest = 0;
  for (std::size_t i = at; i + 1 < choices.size(); ++i) {
    largest = std::max(largest, unit_cost * (choices[i] - choices[i + 1]));
  }
  return largest;
}

std::vector<Block> MakeBlocks(const BudgetPlan& plan) {
  std::vector<Block> blocks;
  Indices equal_attention;
  Indices equal_ffn;
  for (std::size_t f = 0; f < plan.families.size(); ++f) {
    const FamilyPlan& family = plan.families[f];
    if (!MustStayEqual(plan, family)) {
      blocks.push_back(BlockOf(plan, {f}));
    } else {
      (family.group() == FamilyGroup::kFfn ? equal_ffn : equal_attention).push_back(f);
    }
  }
  if (!equal_attention.empty()) blocks.push_back(BlockOf(plan, std::move(equal_attention)));
  if (!equal_ffn.empty()) blocks.push_back(BlockOf(plan, std::move(equal_ffn)));
  return blocks;
}

Pace PaceOf(BudgetMode mode) {
  const bool single = mode == BudgetMode::kCustom || mode == BudgetMode::kGlobal;
  return single ? Pace::kSingle : Pace::kJoint;
}

std::int64_t Removed(std::span<const Block> blocks) {
  std::int64_t removed = 0;
  for (const Block& block : blocks) removed += block.Removed();
  return removed;
}

std::vector<std::int64_t> CountsOf(std::span<const Block> blocks, std::size_t num_families) {
  std::vector<std::int64_t> counts(num_families, 0);
  for (const Block& block : blocks) {
    for (const std::size_t f : block.families) counts.at(f) = block.choices[block.at];
  }
  return counts;
}

FamilyGroup FinestGroup(std::span<const Block> blocks, Pace pace) {
  const auto size = [&](FamilyGroup group) {
    std::int64_t size_of_move = 0;
    for (const Block& block : blocks) {
      if (block.group != group) continue;
      const std::int64_t move = block.LargestMove();
      size_of_move = pace == Pace::kJoint ? size_of_move + move : std::max(size_of_move, move);
    }
    return size_of_move == 0 ? std::numeric_limits<std::int64_t>::max() : size_of_move;
  };
  return size(FamilyGroup::kFfn) <= size(FamilyGroup::kAttention) ? FamilyGroup::kFfn
                                                                  : FamilyGroup::kAttention;
}

std::int64_t Walk(std::vector<Block>& blocks, std::int64_t asked, Pace pace) {
  return WalkTo(blocks, asked, pace, WaterLevel(blocks, asked));
}

std::int64_t WalkFrom(std::vector<Block>& blocks,
                      std::int64_t asked,
                      Pace pace,
                      double coarse_share) {
  return WalkTo(blocks, asked, pace, coarse_share);
}

std::int64_t CountOnTheWay(std::int64_t start,
                           std::int64_t keep,
                           std::int64_t quantum,
                           double share) {
  if (share >= 1.0) return keep;
  const auto quanta = static_cast<double>((start - keep) / quantum);
  return start - quantum * static_cast<std::int64_t>(std::floor(quanta * share + 0.5));
}

void KeepReserve(std::vector<Block>& blocks,
                 const std::vector<std::size_t>& start,
                 std::int64_t final_asked,
                 Pace pace) {
  std::vector<Block> from = blocks;
  for (std::size_t b = 0; b < from.size(); ++b) from[b].at = start[b];
  const FamilyGroup finest = FinestGroup(from, pace);
  const Indices fine = Members(blocks, finest);
  const Indices coarse = Members(blocks, Other(finest));
  const std::int64_t coarse_move = CostOf(blocks, NextMove(blocks, coarse, pace));
  while (coarse_move > 0) {
    const std::int64_t room = RoomOf(blocks, fine);
    if (room >= final_asked - Removed(blocks)) return;
    const Indices move = LastMove(blocks, fine, pace, start);
    if (move.empty() || room >= coarse_move) return;
    StepBack(blocks, move);
  }
}

}  // namespace sentei::plan
