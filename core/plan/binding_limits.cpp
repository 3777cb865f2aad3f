// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_limits.h"
#include "core/plan/limit_conflicts.h"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace sentei::plan {
namespace {

std::string LimitName(const FamilyPlan& plan) {
  switch (plan.kept_whole) {
    case KeptWhole::kOuterLayer:
      return "the default lock of the outer layers";
    case KeptWhole::kFewUnits:
      return fmt::format("the default lock of families with fewer than {} units", kFewUnits);
    case KeptWhole::kByRequest:
      return "the lock";
    case KeptWhole::kNoRoom:
      return plan.protected_units.empty() ? "cap, floor and alignment"
                                          : "cap, floor, protected units and alignment";
    case KeptWhole::kNo:
      break;
  }
  if (plan.exact) return fmt::format("keep {}", plan.choices.back());
  if (LowestCount(plan) == plan.floor) return fmt::format("floor {}", plan.floor);
  if (LowestCount(plan) == plan.protected_count) {
    return fmt::format("{} protected units", plan.protected_units.size());
  }
  return fmt::format("cap {}", plan.cap);
}

}  // namespace

std::string FormatRanges(std::span<const std::int64_t> numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ", ";
    text +=
        last == i ? fmt::format("{}", numbers[i]) : fmt::format("{}-{}", numbers[i], numbers[last]);
    i = last + 1;
  }
  return text;
}

std::string BindingLimits(std::span<const FamilyPlan> families) {
  std::map<std::pair<FamilyGroup, std::string>, std::vector<std::int64_t>> layers;
  for (const FamilyPlan& plan : families) {
    layers[{plan.group(), LimitName(plan)}].push_back(plan.layer);
  }
  std::string text;
  for (const auto& [key, numbers] : layers) {
    if (!text.empty()) text += "; ";
    const std::string_view group = GroupName(key.first);
    const std::string ranges = FormatRanges(numbers);
    text += numbers.size() == 1
                ? fmt::format("{} on the {} of layer {}", key.second, group, ranges)
                : fmt::format("{} on the {} of layers {}", key.second, group, ranges);
  }
  return text;
}

}  // namespace sentei::plan
