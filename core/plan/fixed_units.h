// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/unit_family.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

/// Units of one family whose fate the budget decides instead of their scores; numbers of the dense
/// model, ascending. A view: the limit or plan that it was made from must outlive it.
struct FixedUnits {
  std::span<const std::int64_t> protected_units{};  ///< never leave
  std::span<const std::int64_t> forced_units{};     ///< leave before all others
};

/// What is asked before the scores when units line up to leave.
enum class LeavingRank : std::uint8_t { kForced, kByScore, kProtected };

/// The rank of every unit. Throws kInternal for a unit that the family does not have.
[[nodiscard]] std::vector<LeavingRank> LeavingRanks(const UnitFamily& family, FixedUnits fixed);

/// Fewest units that stay, or leave, with all of `units` among them. Query stripes take one head of
/// every KV group: the group with most of `units` counts for all groups.
[[nodiscard]] std::int64_t FewestWith(const UnitFamily& family,
                                      std::span<const std::int64_t> units);

}  // namespace sentei::plan
