// SPDX-License-Identifier: Apache-2.0
#include "ui/models/planned_units.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace sentei::ui {
namespace {

// 0 leaves first.
int RankOf(const plan::FamilyLimit& limit, std::int64_t unit) {
  if (std::ranges::binary_search(limit.forced_units, unit)) return 0;
  return std::ranges::binary_search(limit.protected_units, unit) ? 2 : 1;
}

void DropLowest(std::span<std::int64_t> units,
                std::int64_t leaving,
                const plan::FamilyLimit& limit,
                const std::vector<float>& scores,
                std::vector<std::uint8_t>& mask) {
  const auto key = [&](std::int64_t unit) {
    const float score = scores[static_cast<std::size_t>(unit)];
    return std::tuple(RankOf(limit, unit), std::isnan(score) ? 0.0F : score, unit);
  };
  const auto count = std::clamp<std::int64_t>(leaving, 0, std::ssize(units));
  std::ranges::nth_element(units, units.begin() + count, [&](auto first, auto second) {
    return key(first) < key(second);
  });
  for (const std::int64_t unit : units.first(static_cast<std::size_t>(count))) {
    mask[static_cast<std::size_t>(unit)] = 0;
  }
}

}  // namespace

viz::SharedMask PlannedMask(const plan::UnitFamily& family,
                            const viz::SharedValues& scores,
                            std::int64_t keep,
                            const plan::FamilyLimit& limit) {
  const auto units = static_cast<std::size_t>(family.num_units);
  if (scores == nullptr || scores->size() != units) return nullptr;
  auto mask = std::make_shared<std::vector<std::uint8_t>>(units, std::uint8_t{1});
  std::vector<std::int64_t> order(units);
  std::iota(order.begin(), order.end(), std::int64_t{0});
  const std::int64_t per_group = std::max<std::int64_t>(1, family.units_per_group);
  const std::int64_t groups = std::max<std::int64_t>(1, family.num_units / per_group);
  const std::int64_t leaving = (family.num_units - keep) / groups;
  for (std::int64_t group = 0; group < groups; ++group) {
    const std::span<std::int64_t> members(order.data() + group * per_group,
                                          static_cast<std::size_t>(per_group));
    DropLowest(members, leaving, limit, *scores, *mask);
  }
  return mask;
}

}  // namespace sentei::ui
