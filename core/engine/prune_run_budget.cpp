// SPDX-License-Identifier: Apache-2.0
// What a pruning run does about caps that change while it runs.
#include "core/base/error.h"
#include "core/engine/prune_run.h"

#include <utility>

namespace sentei::engine {

void PruneRun::OpenBudget() {
  context_.control->budget().Open(*basis_, plan::KeptCounts(session_->pruning()->masks().keep()));
  TellUnits();
}

void PruneRun::TellUnits() {
  const PruneController& pruning = *session_->pruning();
  BudgetChanges& changes = context_.control->budget();
  if (!pruning.finished()) return changes.Tell(plan::KeptCounts(pruning.masks().keep()));
  if (changes.Close() == BudgetChanges::Closed::kQuietly) return;
  context_.emit(run::Warned{"the new budget came too late: the last pruning event is over"});
}

// Each change is solved again for the counts it was solved for at first: the plans, and with them
// all that follows, are the same.
void PruneRun::ReplayBudgetChanges(const nlohmann::json& changes) {
  for (const nlohmann::json& change : changes) {
    const auto spec = change.at("budget").get<plan::BudgetSpec>();
    budget_ = basis_->Replan(spec, change.at("kept").get<std::vector<std::int64_t>>());
    basis_->spec = spec;
    session_->ChangeBudget(*budget_);
    context_.emit(run::BudgetChanged{.step = change.at("step").get<std::int64_t>(),
                                     .budget_json = nlohmann::json(spec).dump()});
  }
  budget_changes_ = changes;
}

void PruneRun::TakeBudgetChange() {
  const std::optional<plan::BudgetSpec> wanted = context_.control->budget().Take();
  if (!wanted.has_value()) return;
  const std::vector<std::int64_t> kept = plan::KeptCounts(session_->pruning()->masks().keep());
  try {
    budget_ = basis_->Replan(*wanted, kept);
  } catch (const Error& refused) {
    // Units have left since the request was weighed.
    context_.emit(run::Warned{fmt::format("the new budget came too late: {}", refused.what())});
    return;
  }
  basis_->spec = *wanted;
  context_.control->budget().Accept(*wanted);
  session_->ChangeBudget(*budget_);
  const nlohmann::json budget = *wanted;
  budget_changes_.push_back({{"step", session_->step()}, {"budget", budget}, {"kept", kept}});
  context_.emit(run::BudgetChanged{.step = session_->step(), .budget_json = budget.dump()});
  context_.emit(run::Noted{budget_->sentence});
  Save();
}

}  // namespace sentei::engine
