// SPDX-License-Identifier: Apache-2.0
#include "core/engine/budget_changes.h"

#include "core/base/error.h"

#include <set>
#include <string>
#include <utility>

namespace sentei::engine {
namespace {

[[noreturn]] void RefuseChange(const std::string& field) {
  throw Error(
      ErrorCode::kUsage,
      fmt::format("the new budget has another {} than the run", field),
      "Caps, floors and locks of a running run may change; start another run for the rest.");
}

const plan::LayerLimit& LimitOf(const plan::BudgetSpec& spec, std::int64_t layer) {
  static const plan::LayerLimit none;
  for (const plan::LayerLimit& limit : spec.layers) {
    if (limit.layer == layer) return limit;
  }
  return none;
}

void RequireSameCounts(std::int64_t layer,
                       const plan::FamilyLimit& current,
                       const plan::FamilyLimit& wanted) {
  if (current.ratio != wanted.ratio) RefuseChange(fmt::format("ratio of layer {}", layer));
  if (current.keep != wanted.keep) RefuseChange(fmt::format("keep of layer {}", layer));
}

}  // namespace

plan::BudgetPlan BudgetBasis::Replan(const plan::BudgetSpec& wanted,
                                     const std::vector<std::int64_t>& kept) const {
  return plan::ReplanBudget(description, families, wanted, profile, dtype, kept);
}

void RequireSameTarget(const plan::BudgetSpec& current, const plan::BudgetSpec& wanted) {
  if (wanted.mode != current.mode) RefuseChange("mode");
  if (wanted.target_kind != current.target_kind) RefuseChange("kind of target");
  if (wanted.target != current.target) RefuseChange("target");
  if (wanted.attention_kind != current.attention_kind) RefuseChange("attention unit");
  if (wanted.ffn_alignment != current.ffn_alignment) RefuseChange("alignment");
  std::set<std::int64_t> layers;
  for (const plan::LayerLimit& limit : current.layers) layers.insert(limit.layer);
  for (const plan::LayerLimit& limit : wanted.layers) layers.insert(limit.layer);
  for (const std::int64_t layer : layers) {
    const plan::LayerLimit& before = LimitOf(current, layer);
    const plan::LayerLimit& after = LimitOf(wanted, layer);
    RequireSameCounts(layer, before.attention, after.attention);
    RequireSameCounts(layer, before.ffn, after.ffn);
  }
}

void BudgetChanges::Open(BudgetBasis basis, std::vector<std::int64_t> kept) {
  const std::scoped_lock lock(mutex_);
  basis_ = std::move(basis);
  kept_ = std::move(kept);
}

void BudgetChanges::Tell(std::vector<std::int64_t> kept) {
  const std::scoped_lock lock(mutex_);
  kept_ = std::move(kept);
}

void BudgetChanges::Accept(const plan::BudgetSpec& spec) {
  const std::scoped_lock lock(mutex_);
  if (basis_.has_value()) basis_->spec = spec;
}

BudgetChanges::Closed BudgetChanges::Close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  return std::exchange(wanted_, std::nullopt) ? Closed::kOverARequest : Closed::kQuietly;
}

void BudgetChanges::Request(const plan::BudgetSpec& wanted) {
  const std::scoped_lock lock(mutex_);
  if (closed_) {
    throw Error(ErrorCode::kUsage,
                "the run's last pruning event is over: no unit leaves any more",
                "Start another run with the new budget.");
  }
  if (!basis_.has_value()) {
    throw Error(ErrorCode::kUsage,
                "the run is not pruning yet",
                "Change its budget once the model is loaded.");
  }
  RequireSameTarget(basis_->spec, wanted);
  static_cast<void>(basis_->Replan(wanted, kept_));
  wanted_ = wanted;
}

std::optional<plan::BudgetSpec> BudgetChanges::Take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(wanted_, std::nullopt);
}

}  // namespace sentei::engine
