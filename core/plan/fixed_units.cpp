// SPDX-License-Identifier: Apache-2.0
#include "core/plan/fixed_units.h"

#include "core/base/error.h"

#include <algorithm>

namespace sentei::plan {
namespace {

std::size_t IndexOf(const UnitFamily& family, std::int64_t unit) {
  SENTEI_CHECK(unit >= 0 && unit < family.num_units,
               "layer {} {}: unit {} of {}",
               family.layer,
               Name(family.kind),
               unit,
               family.num_units);
  return static_cast<std::size_t>(unit);
}

}  // namespace

std::vector<LeavingRank> LeavingRanks(const UnitFamily& family, FixedUnits fixed) {
  std::vector<LeavingRank> ranks(static_cast<std::size_t>(family.num_units), LeavingRank::kByScore);
  for (const std::int64_t unit : fixed.forced_units) {
    ranks[IndexOf(family, unit)] = LeavingRank::kForced;
  }
  for (const std::int64_t unit : fixed.protected_units) {
    ranks[IndexOf(family, unit)] = LeavingRank::kProtected;
  }
  return ranks;
}

std::int64_t FewestWith(const UnitFamily& family, std::span<const std::int64_t> units) {
  if (family.kind != UnitKind::kQueryStripe) return static_cast<std::int64_t>(units.size());
  std::vector<std::int64_t> in_group(static_cast<std::size_t>(UnitQuantum(family)), 0);
  for (const std::int64_t unit : units) {
    ++in_group[IndexOf(family, unit) / static_cast<std::size_t>(family.units_per_group)];
  }
  return UnitQuantum(family) * *std::max_element(in_group.begin(), in_group.end());
}

}  // namespace sentei::plan
