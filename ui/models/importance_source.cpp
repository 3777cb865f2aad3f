// SPDX-License-Identifier: Apache-2.0
#include "ui/models/importance_source.h"

#include "core/plan/weight_importance.h"
#include "ui/background.h"
#include "ui/models/importance_difference.h"
#include "ui/models/listed_run.h"

#include <fmt/format.h>

#include <algorithm>

namespace sentei::ui {
namespace {

constexpr int kCollectEvery = 100;       // milliseconds
constexpr std::int64_t kLookAtRuns = 8;  // newest runs of the model that may have scores

using MaybeScores = std::shared_ptr<const LastScores>;

// Locked families have none, the first of them most of all.
bool HasScores(const run::PruneEventDone& event) {
  return std::ranges::any_of(event.families, [](const run::FamilyState& family) {
    return family.scores != nullptr && !family.scores->empty();
  });
}

// nullptr where no run of the model kept scores.
Result<MaybeScores> FindLastScores(storage::RunStore& store, const std::string& model_id) {
  const auto runs =
      store.List(fmt::format("kind = prune and model_id = '{}'", model_id), kLookAtRuns);
  if (!runs.has_value()) return runs.error();
  for (const run::RunSummary& summary : runs.value()) {
    auto event = store.LastPruneEvent(summary.id);
    if (!event.has_value() || !event.value().has_value() || !HasScores(*event.value())) continue;
    return MaybeScores(
        std::make_shared<LastScores>(LastScores{summary, *std::move(event).value()}));
  }
  return MaybeScores();
}

}  // namespace

bool ImportanceScores::Has(plan::FamilyGroup group) const {
  return std::ranges::any_of(families, [group](const auto& family) {
    return family.first.second == group && family.second != nullptr;
  });
}

viz::SharedValues ImportanceScores::At(const FamilyPlace& place) const {
  const auto found = families.find(place);
  return found == families.end() ? nullptr : found->second;
}

ImportanceSource::ImportanceSource(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {
  collect_.setInterval(kCollectEvery);
  connect(&collect_, &QTimer::timeout, this, &ImportanceSource::Collect);
  connect(&workspace.session(), &ModelSession::Opened, this, &ImportanceSource::Restart);
  connect(&workspace.session(), &ModelSession::Closed, this, &ImportanceSource::Restart);
  connect(&workspace.library(), &RunLibrary::Changed, this, &ImportanceSource::AskLastRun);
  connect(&workspace.budget(), &BudgetDocument::Changed, this, [this] {
    if (workspace_.budget().state().spec.attention_kind != kind_) Restart();
  });
}

ImportanceSource::~ImportanceSource() { stop_.request_stop(); }

const ImportanceScores& ImportanceSource::scores(plan::FamilyGroup group) const {
  return run_.Has(group) ? run_ : weights_;
}

viz::SharedMask ImportanceSource::KeptByRun(const FamilyPlace& place) const {
  const auto found = kept_by_run_.find(place);
  return found == kept_by_run_.end() ? nullptr : found->second;
}

void ImportanceSource::Activate() {
  if (active_) return;
  active_ = true;
  Restart();
}

void ImportanceSource::WantWeights() {
  wants_weights_ = true;
  ReadWeights();
}

void ImportanceSource::ReadAgain() {
  failure_.reset();
  ReadWeights();
  emit Changed();
}

bool ImportanceSource::IsReady() const {
  const OpenedModelPtr& model = workspace_.session().model();
  return active_ && model != nullptr && model->IsPrunable();
}

bool ImportanceSource::NeedsWeights() const {
  return wants_weights_ || !run_.Has(plan::FamilyGroup::kAttention) ||
         !run_.Has(plan::FamilyGroup::kFfn);
}

void ImportanceSource::StopReading() {
  stop_.request_stop();
  collect_.stop();
  mailbox_.reset();
}

void ImportanceSource::Restart() {
  StopReading();
  ++attempt_;
  weights_ = {};
  run_ = {};
  difference_ = {};
  kept_by_run_.clear();
  run_id_.clear();
  run_state_ = RunState::kAsked;
  wants_weights_ = false;
  failure_.reset();
  families_.clear();
  kind_ = workspace_.budget().state().spec.attention_kind;
  if (IsReady()) {
    families_ = plan::BuildUnitFamilies(*workspace_.session().model()->description, kind_);
    weights_.expected = families_.size();
  }
  emit Changed();
  ReadWeights();
  AskLastRun();
}

void ImportanceSource::AskLastRun() {
  if (!IsReady()) return;
  workspace_.library().Ask(
      this,
      [id = workspace_.session().model()->model_id](storage::RunStore& store) {
        return FindLastScores(store, id);
      },
      [this, attempt = attempt_](const Result<MaybeScores>& found) {
        if (attempt != attempt_) return;
        if (!found.has_value()) {
          if (run_state_ != RunState::kFound) TakeNoRun(RunState::kUnreadable);
        } else if (found.value() == nullptr) {
          TakeNoRun(RunState::kNone);
        } else {
          TakeRun(*found.value());
        }
      });
}

void ImportanceSource::TakeRun(const LastScores& last) {
  const bool known =
      run_state_ == RunState::kFound && run_id_ == last.summary.id && run_.step == last.event.step;
  if (known) return;
  run_ = {};
  difference_ = {};
  kept_by_run_.clear();
  TakeFamilies(last.event);
  if (run_.families.empty()) return TakeNoRun(RunState::kNone);
  run_state_ = RunState::kFound;
  run_id_ = last.summary.id;
  run_.run = NameOf(last.summary);
  run_.criterion = last.event.criterion;
  run_.step = last.event.step;
  run_.expected = run_.families.size();
  if (!NeedsWeights()) StopReading();
  ReadWeights();
  UpdateDifference();
  emit Changed();
}

void ImportanceSource::TakeFamilies(const run::PruneEventDone& event) {
  std::map<std::pair<std::int64_t, plan::UnitKind>, const run::FamilyState*> states;
  for (const run::FamilyState& state : event.families) states[{state.layer, state.kind}] = &state;
  for (const plan::UnitFamily& family : families_) {
    const auto found = states.find({family.layer, family.kind});
    if (found == states.end() || found->second->scores == nullptr) continue;
    if (std::ssize(*found->second->scores) != family.num_units) continue;
    const FamilyPlace place{family.layer, family.group()};
    run_.families[place] = found->second->scores;
    kept_by_run_[place] = found->second->keep;
  }
}

void ImportanceSource::TakeNoRun(RunState state) {
  if (run_state_ == state) return;
  run_ = {};
  difference_ = {};
  kept_by_run_.clear();
  run_id_.clear();
  run_state_ = state;
  ReadWeights();
  emit Changed();
}

void ImportanceSource::ReadWeights() {
  const bool reads = mailbox_ != nullptr;
  if (!IsReady() || reads || failure_.has_value() || !NeedsWeights()) return;
  reading_.clear();
  for (const plan::UnitFamily& family : families_) {
    if (weights_.At({family.layer, family.group()}) == nullptr) reading_.push_back(family);
  }
  if (!reading_.empty()) StartReading();
}

void ImportanceSource::StartReading() {
  stop_ = std::stop_source();
  mailbox_ = std::make_shared<Mailbox>();
  collect_.start();
  InBackground(
      this,
      [model = workspace_.session().model(),
       families = reading_,
       box = mailbox_,
       stop = stop_.get_token()] {
        const auto put = [&box](std::size_t family, std::vector<float> values) {
          const std::scoped_lock lock(box->mutex);
          box->arrived.emplace_back(family, std::move(values));
        };
        return plan::ComputeWeightImportance(
            *model->source,
            *model->description,
            families,
            {plan::ImportancePower::kAbsolute, plan::ImportanceScope::kLocal},
            put,
            stop);
      },
      [this, box = mailbox_](const Result<formats::Reading>& done) {
        if (box == mailbox_) EndReading(done);
      });
}

void ImportanceSource::EndReading(const Result<formats::Reading>& done) {
  Collect();
  collect_.stop();
  mailbox_.reset();
  if (done.has_value()) return;
  failure_ = done.error();
  workspace_.ShowFailure(done.error());
  emit Changed();
}

void ImportanceSource::Collect() {
  if (mailbox_ == nullptr) return;
  std::vector<std::pair<std::size_t, std::vector<float>>> arrived;
  {
    const std::scoped_lock lock(mailbox_->mutex);
    arrived.swap(mailbox_->arrived);
  }
  if (arrived.empty()) return;
  for (auto& [index, values] : arrived) {
    const plan::UnitFamily& family = reading_.at(index);
    weights_.families[{family.layer, family.group()}] =
        std::make_shared<const std::vector<float>>(std::move(values));
  }
  UpdateDifference();
  emit Changed();
}

void ImportanceSource::UpdateDifference() {
  if (run_state_ != RunState::kFound) return;
  difference_.run = run_.run;
  difference_.criterion = run_.criterion;
  difference_.step = run_.step;
  difference_.expected = run_.families.size();
  for (const auto& [place, scores] : run_.families) {
    const viz::SharedValues weights = weights_.At(place);
    if (weights == nullptr || difference_.families.contains(place)) continue;
    difference_.families[place] = RelativeDifference(*scores, *weights, KeptByRun(place));
  }
}

}  // namespace sentei::ui
