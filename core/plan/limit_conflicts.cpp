// SPDX-License-Identifier: Apache-2.0
#include "core/plan/limit_conflicts.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace sentei::plan {
namespace {

[[noreturn]] void Contradiction(const FamilyPlan& plan, const std::string& what) {
  throw Error(ErrorCode::kUsage, fmt::format("budget for {}: {}", Where(plan), what));
}

void RequireKnown(const FamilyPlan& plan,
                  std::string_view name,
                  std::span<const std::int64_t> units) {
  if (units.empty() || units.back() < plan.num_units) return;
  Contradiction(
      plan,
      fmt::format(
          "unit {} is {}, but there are units 0 to {}", units.back(), name, plan.num_units - 1));
}

double MostLeaving(const FamilyPlan& plan, double cap) {
  return cap * static_cast<double>(plan.num_units) + 1e-9;
}

void CheckKeep(const FamilyPlan& plan, const FamilyLimit& limit) {
  const std::int64_t keep = *limit.keep;
  const std::int64_t leaving = plan.num_units - keep;
  if (leaving < 0) {
    Contradiction(plan, fmt::format("keep is {}, but there are {} units", keep, plan.num_units));
  }
  if (limit.locked.value_or(false) && leaving > 0) {
    Contradiction(plan, fmt::format("locked, yet keep is {} of {}", keep, plan.num_units));
  }
  if (limit.floor.value_or(1) > keep) {
    Contradiction(plan, fmt::format("keep is {}, below its floor {}", keep, *limit.floor));
  }
  if (static_cast<double>(leaving) > MostLeaving(plan, limit.cap.value_or(1.0))) {
    Contradiction(
        plan,
        fmt::format("keep {} of {} takes more than its cap {}", keep, plan.num_units, *limit.cap));
  }
  if (keep < plan.protected_count) {
    Contradiction(
        plan,
        fmt::format(
            "keep is {}, but its protected units need {} to stay", keep, plan.protected_count));
  }
  if (leaving < plan.forced_count) {
    Contradiction(plan,
                  fmt::format("keep is {}, but its forced units let only {} of {} stay",
                              keep,
                              plan.num_units - plan.forced_count,
                              plan.num_units));
  }
}

void CheckForced(const FamilyPlan& plan, const FamilyLimit& limit) {
  const std::int64_t staying = plan.num_units - plan.forced_count;
  if (limit.locked.value_or(false)) {
    Contradiction(
        plan, fmt::format("locked, yet unit {} is forced to leave", limit.forced_units.front()));
  }
  if (staying < plan.protected_count) {
    Contradiction(plan,
                  fmt::format("its forced units let {} of {} stay, but its protected units need {}",
                              staying,
                              plan.num_units,
                              plan.protected_count));
  }
  if (limit.keep.has_value()) return;
  if (static_cast<double>(plan.forced_count) > MostLeaving(plan, plan.cap)) {
    Contradiction(plan,
                  fmt::format("its forced units take {} of {}, more than its cap {}",
                              plan.forced_count,
                              plan.num_units,
                              plan.cap));
  }
  if (staying < plan.floor) {
    Contradiction(plan,
                  fmt::format("its forced units let {} of {} stay, below its floor {}",
                              staying,
                              plan.num_units,
                              plan.floor));
  }
}

}  // namespace

std::string_view GroupName(FamilyGroup group) {
  return group == FamilyGroup::kFfn ? "FFN" : "attention";
}

std::string Where(const FamilyPlan& plan) {
  return fmt::format("{} of layer {}", GroupName(plan.group()), plan.layer);
}

std::int64_t LowestCount(const FamilyPlan& plan) {
  const auto leaving = static_cast<std::int64_t>(std::floor(MostLeaving(plan, plan.cap)));
  return std::max({plan.floor, plan.num_units - leaving, plan.protected_count});
}

void RequireKnownUnits(const FamilyPlan& plan, const FamilyLimit& limit) {
  RequireKnown(plan, "protected", limit.protected_units);
  RequireKnown(plan, "forced", limit.forced_units);
}

void RequireConsistent(const FamilyPlan& plan, const FamilyLimit& limit) {
  if (limit.keep.has_value()) CheckKeep(plan, limit);
  if (!limit.forced_units.empty()) CheckForced(plan, limit);
}

}  // namespace sentei::plan
