// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"
#include "core/plan/fixed_units.h"
#include "core/plan/unit_family.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

/// One score per unit of every family, original numbering; scores of units that have left are not
/// read. Families whose scores are not read either (local modes' counts) may be empty.
using UnitScores = std::vector<std::vector<float>>;

/// How units of different families are compared in the global modes.
enum class RankKey : std::uint8_t {
  kPerParameter,  ///< raw score over the unit's parameters
  kZScore,        ///< standardised among the live units of the family; for gates
};

/// Units that stay in every family after an event at `share` of the way (sigma over sigma_f, 0..1).
/// Forced units are away after the first event in every mode, whatever its share.
/// Never more than live in `keep`; at share 1 exactly the plan's counts (uniform and custom) or, in
/// the global modes, asked <= removed < asked + step within every cap.
/// Uniform and custom: round(share * what leaves), halves up; alignment holds at share 1, equal
/// widths from the first event. Global modes: greedy by ascending key, in aligned steps at every
/// event, with caps of max(share, 0.25) of their own on the way. Throws kInternal naming layer and
/// unit where a live unit's score is not finite.
[[nodiscard]] std::vector<std::int64_t> CountsAt(const BudgetPlan& plan,
                                                 std::span<const UnitFamily> families,
                                                 double share,
                                                 const KeepMask& keep,
                                                 const UnitScores& scores,
                                                 RankKey key = RankKey::kPerParameter);

/// Live units in the order in which they leave: forced ones first, protected ones last, ascending
/// score, ties by lower index. For query stripes one head of every KV group in turn, each group's
/// first in that order.
[[nodiscard]] std::vector<std::int64_t> RemovalOrder(const UnitFamily& family,
                                                     std::span<const float> scores,
                                                     const std::vector<bool>& keep,
                                                     FixedUnits fixed = {});

/// Lets the live units that are first in RemovalOrder go until `kept` stay; units that have left
/// stay away. `kept` is a multiple of UnitQuantum(family); a `kept` above what lives changes
/// nothing. Throws kInternal where a protected unit would have to leave.
[[nodiscard]] std::vector<bool> SelectUnits(const UnitFamily& family,
                                            std::span<const float> scores,
                                            const std::vector<bool>& keep,
                                            std::int64_t kept,
                                            FixedUnits fixed = {});

/// CountsAt, then SelectUnits for every family.
[[nodiscard]] KeepMask NextKeepMask(const BudgetPlan& plan,
                                    std::span<const UnitFamily> families,
                                    double share,
                                    const KeepMask& keep,
                                    const UnitScores& scores,
                                    RankKey key = RankKey::kPerParameter);

}  // namespace sentei::plan
