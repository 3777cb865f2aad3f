// SPDX-License-Identifier: Apache-2.0
#include "ui/models/importance_source.h"

#include "core/plan/weight_importance.h"
#include "ui/background.h"
#include "ui/text.h"

#include <fmt/format.h>

namespace sentei::ui {
namespace {

constexpr int kCollectEvery = 100;       // milliseconds
constexpr std::int64_t kLookAtRuns = 8;  // newest runs of the model that may have scores

using MaybeRun = std::shared_ptr<const run::RunRecord>;

bool HasScores(const run::RunRecord& record) {
  if (record.prune_events.empty()) return false;
  const auto& families = record.prune_events.back().event.families;
  return !families.empty() && families.front().scores != nullptr;
}

// The newest pruning run of the model that kept its scores; nullptr where there is none.
Result<MaybeRun> FindLastRun(storage::RunStore& store, const std::string& model_id) {
  const auto runs =
      store.List(fmt::format("kind = prune and model_id = '{}'", model_id), kLookAtRuns);
  if (!runs.has_value()) return runs.error();
  for (const run::RunSummary& summary : runs.value()) {
    if (summary.step == 0) continue;
    auto record = store.Show(summary.id, storage::Detail::kScores);
    if (record.has_value() && HasScores(record.value())) {
      return MaybeRun(std::make_shared<run::RunRecord>(std::move(record).value()));
    }
  }
  return MaybeRun();
}

}  // namespace

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

void ImportanceSource::Activate() {
  if (active_) return;
  active_ = true;
  Restart();
}

void ImportanceSource::StopReading() {
  stop_.request_stop();
  collect_.stop();
  mailbox_.reset();
}

void ImportanceSource::Restart() {
  StopReading();
  ++attempt_;
  scores_ = {};
  kind_ = workspace_.budget().state().spec.attention_kind;
  families_.clear();
  emit Changed();
  const OpenedModelPtr& model = workspace_.session().model();
  if (!active_ || model == nullptr || !model->IsPrunable()) return;
  families_ = plan::BuildUnitFamilies(*model->description, kind_);
  ReadWeights();
  AskLastRun();
}

void ImportanceSource::AskLastRun() {
  const OpenedModelPtr& model = workspace_.session().model();
  if (!active_ || model == nullptr || !model->IsPrunable()) return;
  workspace_.library().Ask(
      this,
      [id = model->model_id](storage::RunStore& store) { return FindLastRun(store, id); },
      [this, attempt = attempt_](const Result<MaybeRun>& found) {
        // A library that cannot be read is the Compare page's to tell; the weights are shown.
        if (attempt != attempt_ || !found.has_value() || found.value() == nullptr) return;
        TakeRun(*found.value());
      });
}

void ImportanceSource::TakeRun(const run::RunRecord& record) {
  const run::PruneEventDone& event = record.prune_events.back().event;
  ImportanceScores scores;
  scores.expected = event.families.size();
  for (const run::FamilyState& family : event.families) {
    const bool ffn = family.kind == plan::UnitKind::kFfnChannel;
    if (family.scores == nullptr || (!ffn && family.kind != kind_)) continue;
    scores.families[{family.layer, ffn ? plan::FamilyGroup::kFfn : plan::FamilyGroup::kAttention}] =
        family.scores;
  }
  scores.expected = scores.families.size();
  if (scores.families.empty()) return;
  StopReading();
  scores.criterion = Shown(event.criterion);
  scores.step = event.step;
  const std::string& name = record.summary.name.empty() ? record.summary.id : record.summary.name;
  scores.protocol = {tr("Run %1").arg(Shown(name)),
                     tr("Model %1").arg(workspace_.session().model()->name)};
  scores_ = std::move(scores);
  emit Changed();
}

void ImportanceSource::ReadWeights() {
  stop_ = std::stop_source();
  mailbox_ = std::make_shared<Mailbox>();
  scores_.criterion = tr("weights only");
  scores_.expected = families_.size();
  scores_.protocol = {tr("Model %1").arg(workspace_.session().model()->name)};
  collect_.start();
  InBackground(
      this,
      [model = workspace_.session().model(),
       families = families_,
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
        if (box != mailbox_) return;
        Collect();
        collect_.stop();
        if (!done.has_value()) workspace_.ShowFailure(done.error());
      });
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
    const plan::UnitFamily& family = families_.at(index);
    scores_.families[{family.layer, family.group()}] =
        std::make_shared<const std::vector<float>>(std::move(values));
  }
  emit Changed();
}

}  // namespace sentei::ui
