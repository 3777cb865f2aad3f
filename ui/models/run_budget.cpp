// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_budget.h"

#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <algorithm>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("RunBudget", text); }

/// Limits aside, what makes a budget.
bool SameAim(const plan::BudgetSpec& one, const plan::BudgetSpec& other) {
  return one.mode == other.mode && one.target_kind == other.target_kind &&
         one.target == other.target && one.attention_kind == other.attention_kind;
}

QString PassedLimit(const RunTrace& trace, const plan::BudgetPlan& plan) {
  for (const plan::FamilyPlan& family : plan.families) {
    const auto state = std::ranges::find_if(trace.families, [&](const run::FamilyState& one) {
      return one.layer == family.layer && one.kind == family.kind;
    });
    if (state == trace.families.end() || state->kept >= family.choices.back()) continue;
    const char* text =
        family.kind == plan::UnitKind::kFfnChannel
            ? QT_TRANSLATE_NOOP(
                  "RunBudget", "Layer %1 keeps %2 FFN channels already, below its new limit of %3.")
            : QT_TRANSLATE_NOOP(
                  "RunBudget",
                  "Layer %1 keeps %2 attention units already, below its new limit of %3.");
    return Words(text).arg(Count(family.layer), Count(state->kept), Count(family.choices.back()));
  }
  return {};
}

}  // namespace

BudgetDrift DriftOf(const RunTrace& trace, const BudgetDocument& budget) {
  using enum BudgetDrift::Kind;
  const bool runs = trace.budget.has_value() && !trace.finished.has_value();
  if (!runs || budget.plan() == nullptr || budget.state().spec == *trace.budget) return {};
  if (!SameAim(budget.state().spec, *trace.budget)) {
    return {kNotNow,
            Words(QT_TRANSLATE_NOOP(
                "RunBudget",
                "The run keeps the budget it began with: mode, target and unit cannot change "
                "while it runs. The next run takes the new one."))};
  }
  if (budget.problem().has_value()) return {kNotNow, CoreSentence(budget.problem()->message)};
  if (const QString passed = PassedLimit(trace, *budget.plan()); !passed.isEmpty()) {
    return {kNotNow, passed};
  }
  return {kApplicable,
          Words(QT_TRANSLATE_NOOP("RunBudget",
                                  "The run keeps the budget it began with. Its limits can still "
                                  "be replaced by the new ones."))};
}

}  // namespace sentei::ui
