// SPDX-License-Identifier: Apache-2.0
#include "ui/models/sensitivity_data.h"

#include "core/run/sweep_curves.h"
#include "ui/text.h"

#include <fmt/format.h>

#include <set>

namespace sentei::ui {
namespace {

constexpr int kSparkPoints = 9;
constexpr std::int64_t kLookAtRuns = 8;

using MaybeRun = std::shared_ptr<const run::RunRecord>;

Result<MaybeRun> FindLastSweep(storage::RunStore& store, const std::string& model_id) {
  const auto runs =
      store.List(fmt::format("kind = sweep and model_id = '{}'", model_id), kLookAtRuns);
  if (!runs.has_value()) return runs.error();
  for (const run::RunSummary& summary : runs.value()) {
    auto record = store.Show(summary.id);
    if (record.has_value() && !record.value().sweep.empty()) {
      return MaybeRun(std::make_shared<run::RunRecord>(std::move(record).value()));
    }
  }
  return MaybeRun();
}

}  // namespace

SensitivityData::SensitivityData(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {
  rebuild_.setSingleShot(true);
  rebuild_.setInterval(0);
  connect(&rebuild_, &QTimer::timeout, this, &SensitivityData::Rebuild);
  connect(&workspace.session(), &ModelSession::Opened, this, &SensitivityData::Restart);
  connect(&workspace.session(), &ModelSession::Closed, this, &SensitivityData::Restart);
  connect(&workspace.bridge(), &RunBridge::EventArrived, this, &SensitivityData::OnEvent);
  Restart();
}

void SensitivityData::Restart() {
  ++attempt_;
  run_id_.clear();
  expected_ = 0;
  points_.clear();
  dense_.reset();
  Rebuild();
  AskStored();
}

void SensitivityData::AskStored() {
  const OpenedModelPtr& model = workspace_.session().model();
  if (model == nullptr || !model->IsPrunable()) return;
  workspace_.library().Ask(
      this,
      [id = model->model_id](storage::RunStore& store) { return FindLastSweep(store, id); },
      [this, attempt = attempt_](const Result<MaybeRun>& found) {
        const bool late = attempt != attempt_ || !run_id_.isEmpty();
        if (late || !found.has_value() || found.value() == nullptr) return;
        const run::RunRecord& record = *found.value();
        run_id_ = ToQString(record.summary.id);
        points_ = record.sweep;
        if (const run::EvalDone* dense = record.Eval("dense")) dense_ = *dense;
        Rebuild();
      });
}

bool SensitivityData::IsOurs(const Job& job) const {
  const OpenedModelPtr& model = workspace_.session().model();
  return job.spec.kind == run::RunKind::kSweep && model != nullptr &&
         job.spec.model == model->source->path().string();
}

void SensitivityData::OnEvent(const QString& run_id, const run::RunEvent& event) {
  const Job* job = workspace_.jobs().Find(run_id);
  if (job == nullptr || !IsOurs(*job)) return;
  if (const auto* dense = std::get_if<run::EvalDone>(&event)) {
    if (dense->stage != "dense") return;
    // The old curves stay until the new sweep has a point of its own.
    run_id_ = run_id;
    points_.clear();
    dense_ = *dense;
    const auto& layers = job->spec.sweep.layers;
    const auto all = workspace_.session().model()->description->layers.size();
    expected_ = static_cast<int>(layers.empty() ? all : layers.size());
  } else if (const auto* point = std::get_if<run::SweepPoint>(&event)) {
    if (run_id != run_id_) return;
    points_.push_back(*point);
    rebuild_.start();
  } else if (std::holds_alternative<run::RunFinished>(event) && run_id == run_id_) {
    expected_ = 0;
    rebuild_.start();
  }
}

void SensitivityData::Rebuild() {
  rebuild_.stop();
  curves_ = dense_.has_value() ? run::CurvesOf(points_, dense_->mean_loss)
                               : std::vector<plan::SensitivityCurve>{};
  emit Changed();
}

int SensitivityData::Layers(plan::FamilyGroup group) const {
  std::set<std::int64_t> layers;
  for (const plan::SensitivityCurve& curve : curves_) {
    const bool ffn = curve.kind == plan::UnitKind::kFfnChannel;
    if (ffn == (group == plan::FamilyGroup::kFfn)) layers.insert(curve.layer);
  }
  return static_cast<int>(layers.size());
}

std::map<std::int64_t, std::vector<double>> SensitivityData::Sparklines() const {
  std::map<std::int64_t, std::vector<double>> lines;
  for (const plan::SensitivityCurve& curve : curves_) {
    if (curve.points.empty()) continue;
    if (curve.kind != plan::UnitKind::kFfnChannel && lines.contains(curve.layer)) continue;
    const plan::LossRise rise(curve);
    const double last = curve.points.back().ratio;
    std::vector<double>& line = lines[curve.layer];
    line.clear();
    for (int i = 0; i < kSparkPoints; ++i) {
      line.push_back(rise.At(last * i / (kSparkPoints - 1)));
    }
  }
  return lines;
}

QStringList SensitivityData::Protocol() const {
  if (!dense_.has_value()) return {};
  return {tr("%n windows of %1 tokens", nullptr, static_cast<int>(dense_->windows))
              .arg(Count(dense_->length)),
          tr("Text %1").arg(Shown(dense_->text_path)),
          tr("Text hash %1").arg(Shown(dense_->text_hash)),
          Shown(dense_->dtype + ", " + dense_->device),
          tr("Dense perplexity %1").arg(Number(dense_->perplexity, 2))};
}

}  // namespace sentei::ui
