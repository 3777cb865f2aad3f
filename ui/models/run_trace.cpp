// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_trace.h"

#include "core/base/error.h"
#include "ui/job_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace sentei::ui {
namespace {

constexpr double kLossMemory = 0.9;

template <typename Spec>
std::optional<Spec> Parsed(const std::string& text) {
  try {
    const auto json = nlohmann::json::parse(text);
    if constexpr (std::is_same_v<Spec, run::RunSpec>) {
      return run::RunSpecFromJson(json);
    } else {
      return json.get<Spec>();
    }
  } catch (const std::exception&) {
    return std::nullopt;  // of another version; the page then shows what the events say
  }
}

template <typename Item>
void DropAfter(std::vector<Item>& items, std::int64_t step) {
  std::erase_if(items, [step](const Item& item) { return item.step > step; });
}

}  // namespace

std::int64_t RunTrace::total_steps() const {
  if (!steps.empty()) return steps.back().steps;
  return spec.has_value() ? spec->train.steps : 0;
}

const run::EvalDone* RunTrace::Eval(std::string_view stage) const {
  const auto found = std::find_if(
      evals.rbegin(), evals.rend(), [&](const run::EvalDone& eval) { return eval.stage == stage; });
  return found == evals.rend() ? nullptr : &*found;
}

const run::EvalDone* RunTrace::NewestEval() const {
  const auto found = std::find_if(evals.rbegin(), evals.rend(), [](const run::EvalDone& eval) {
    return eval.stage != "dense";
  });
  return found == evals.rend() ? nullptr : &*found;
}

void RunTrace::Smooth(double loss) {
  smooth_loss_ =
      smooth_loss_.has_value() ? kLossMemory * *smooth_loss_ + (1.0 - kLossMemory) * loss : loss;
}

RunEntry& RunTrace::Enter(RunEntry::Kind kind, std::string text) {
  RunEntry entry;
  entry.kind = kind;
  entry.step = step();
  entry.text = std::move(text);
  entries.push_back(std::move(entry));
  return entries.back();
}

void RunTrace::Start(const run::RunStarted& event) {
  const std::int64_t beginning = beginnings + 1;
  if (event.resumed_from_step < 0) *this = {};
  beginnings = beginning;
  finished.reset();
  started = event;
  spec = Parsed<run::RunSpec>(event.spec_json);
  if (spec.has_value() && !budget.has_value()) budget = spec->budget;
  if (event.resumed_from_step < 0) return;
  DropAfter(steps, event.resumed_from_step);
  smooth_loss_.reset();
  for (const run::StepDone& kept : steps) Smooth(kept.loss);
  DropAfter(evals, event.resumed_from_step);
  DropAfter(checkpoints, event.resumed_from_step);
  DropAfter(entries, event.resumed_from_step);
  for (auto& [key, pruned] : pruned_at) {
    for (std::int32_t& at : pruned) {
      if (at > event.resumed_from_step) at = 0;
    }
  }
  Enter(RunEntry::Kind::kResumed).step = event.resumed_from_step;
}

void RunTrace::Remember(const run::FamilyState& state, std::int64_t step) {
  const FamilyKey key{state.layer, state.kind};
  if (state.keep != nullptr) {
    units[key] = static_cast<std::int64_t>(state.keep->size());
    auto& pruned = pruned_at[key];
    pruned.resize(state.keep->size(), 0);
    for (std::size_t unit = 0; unit < pruned.size(); ++unit) {
      if ((*state.keep)[unit] != 0) {
        pruned[unit] = 0;
      } else if (pruned[unit] == 0) {
        pruned[unit] = static_cast<std::int32_t>(std::max<std::int64_t>(1, step));
      }
    }
  } else {
    std::int64_t& known = units[key];
    known = std::max(known, state.kept);
  }
  const auto found = std::ranges::find_if(families, [&](const run::FamilyState& family) {
    return family.layer == state.layer && family.kind == state.kind;
  });
  if (found == families.end()) {
    families.push_back(state);
    return;
  }
  found->kept = state.kept;
  if (state.scores != nullptr) found->scores = state.scores;
  if (state.keep != nullptr) found->keep = state.keep;
}

void RunTrace::Prune(const run::PruneEventDone& event) {
  RunEntry entry;
  entry.kind = RunEntry::Kind::kPruned;
  entry.step = event.step;
  std::int64_t last_layer = -1;
  for (const run::FamilyState& state : event.families) {
    const FamilyKey key{state.layer, state.kind};
    const auto before = std::ranges::find_if(families, [&](const run::FamilyState& family) {
      return family.layer == state.layer && family.kind == state.kind;
    });
    std::int64_t had = before != families.end() ? before->kept : 0;
    if (before == families.end()) {
      had = state.keep != nullptr ? static_cast<std::int64_t>(state.keep->size()) : state.kept;
    }
    const std::int64_t left = std::max<std::int64_t>(0, had - state.kept);
    (state.kind == plan::UnitKind::kFfnChannel ? entry.channels : entry.attention_units) += left;
    if (left > 0 && state.layer != last_layer) {
      ++entry.layers;
      last_layer = state.layer;
    }
    Remember(state, event.step);
  }
  criterion = event.criterion;
  scores_step = event.step;
  ++prune_events;
  entries.push_back(std::move(entry));
}

void RunTrace::Score(const run::ScoresUpdated& event) {
  for (const run::FamilyState& state : event.families) Remember(state, event.step);
  criterion = event.criterion;
  scores_step = event.step;
}

void RunTrace::Add(const run::RunEvent& event) {
  using Kind = RunEntry::Kind;
  if (const auto* begin = std::get_if<run::RunStarted>(&event)) {
    Start(*begin);
  } else if (const auto* change = std::get_if<run::PhaseChanged>(&event)) {
    phase = change->phase;
    progress = {};
    Enter(Kind::kPhase, change->detail).phase = change->phase;
  } else if (const auto* done = std::get_if<run::Progress>(&event)) {
    progress = *done;
  } else if (const auto* one = std::get_if<run::StepDone>(&event)) {
    steps.push_back(*one);
    Smooth(one->loss);
  } else if (const auto* eval = std::get_if<run::EvalDone>(&event)) {
    evals.push_back(*eval);
    RunEntry& entry = Enter(Kind::kPerplexity, eval->stage);
    entry.step = eval->step;
    entry.value = eval->perplexity;
  } else if (const auto* pruned = std::get_if<run::PruneEventDone>(&event)) {
    Prune(*pruned);
  } else if (const auto* scores = std::get_if<run::ScoresUpdated>(&event)) {
    Score(*scores);
  } else if (const auto* saved = std::get_if<run::CheckpointSaved>(&event)) {
    checkpoints.push_back(*saved);
    RunEntry& entry = Enter(Kind::kCheckpoint);
    entry.step = saved->step;
    entry.value = static_cast<double>(saved->bytes);
  } else if (const auto* compact = std::get_if<run::CompactionDone>(&event)) {
    compaction = *compact;
  } else if (const auto* wrote = std::get_if<run::ExportDone>(&event)) {
    exported = *wrote;
  } else if (const auto* proof = std::get_if<run::VerifyDone>(&event)) {
    verified = *proof;
  } else if (const auto* caps = std::get_if<run::BudgetChanged>(&event)) {
    budget = Parsed<plan::BudgetSpec>(caps->budget_json);
    Enter(Kind::kBudget);
  } else if (const auto* warning = std::get_if<run::Warned>(&event)) {
    Enter(Kind::kWarning, warning->message);
  } else if (const auto* note = std::get_if<run::Noted>(&event)) {
    Enter(Kind::kNote, note->message);
  } else if (const auto* end = std::get_if<run::RunFinished>(&event)) {
    finished = *end;
  }
}

}  // namespace sentei::ui
