// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

/// Families that always have the same count, walking down one list of choices.
struct Block {
  std::vector<std::size_t> families;
  FamilyGroup group = FamilyGroup::kFfn;
  std::vector<std::int64_t> choices;  ///< counts that may stay, descending
  std::int64_t num_units = 0;         ///< of the largest member
  std::int64_t unit_cost = 0;         ///< parameters that leave with one unit of every member
  std::int64_t already_less = 0;  ///< parameters by which smaller members fall short of num_units
  double weight = 1.0;            ///< how fast it walks when several share a target
  std::size_t at = 0;             ///< index into choices

  [[nodiscard]] std::int64_t RemovedAt(std::size_t position) const {
    return unit_cost * (num_units - choices[position]) - already_less;
  }
  [[nodiscard]] std::int64_t Removed() const { return RemovedAt(at); }
  [[nodiscard]] bool CanMove() const { return at + 1 < choices.size(); }
  /// Most parameters that one move takes.
  [[nodiscard]] std::int64_t LargestMove() const;
};

/// Whether blocks that reach the same share of their units together move together.
enum class Pace : std::uint8_t { kJoint, kSingle };

/// One block per family, or per group of families that must stay equal, in the plan's order.
[[nodiscard]] std::vector<Block> MakeBlocks(const BudgetPlan& plan);
[[nodiscard]] Pace PaceOf(BudgetMode mode);
[[nodiscard]] std::int64_t Removed(std::span<const Block> blocks);
/// The count of every family.
[[nodiscard]] std::vector<std::int64_t> CountsOf(std::span<const Block> blocks,
                                                 std::size_t num_families);
/// The group whose moves are smaller: the one that closes the gap to a target.
[[nodiscard]] FamilyGroup FinestGroup(std::span<const Block> blocks, Pace pace);

/// Walks the blocks from where they stand until at least `asked` parameters are gone: the coarse
/// group to the choice nearest to the share that both groups need, the finest group as far as
/// the rest takes. Returns the size of the move that closed the gap (the next possible one where
/// none was needed): the removed parameters are less than that above `asked`.
std::int64_t Walk(std::vector<Block>& blocks, std::int64_t asked, Pace pace);
/// The same with the coarse group's positions given by the share of its units that should leave.
std::int64_t WalkFrom(std::vector<Block>& blocks,
                      std::int64_t asked,
                      Pace pace,
                      double coarse_share);

/// From `start` units to `keep` in whole quanta, `share` of the way, halves taken.
[[nodiscard]] std::int64_t CountOnTheWay(std::int64_t start,
                                         std::int64_t keep,
                                         std::int64_t quantum,
                                         double share);

/// Takes back moves of the finest group made since `start` until, whatever coarse moves follow, it
/// has the room to close the gap to `final_asked`. For events before the last.
void KeepReserve(std::vector<Block>& blocks,
                 const std::vector<std::size_t>& start,
                 std::int64_t final_asked,
                 Pace pace);

}  // namespace sentei::plan
