// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_frames.h"

#include "core/plan/schedule.h"
#include "ui/models/run_settings.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("RunFrames", text); }

plan::FamilyGroup GroupOf(plan::UnitKind kind) {
  return kind == plan::UnitKind::kFfnChannel ? plan::FamilyGroup::kFfn
                                             : plan::FamilyGroup::kAttention;
}

const plan::LayerShape* ShapeOf(const plan::ModelDescription* dense, std::int64_t layer) {
  if (dense == nullptr || layer < 0 || layer >= dense->num_layers()) return nullptr;
  return &dense->layers[static_cast<std::size_t>(layer)];
}

std::int64_t UnitsOf(const RunTrace& trace, const run::FamilyState& family) {
  const auto found = trace.units.find({family.layer, family.kind});
  return found == trace.units.end() ? family.kept : found->second;
}

viz::HeatMapColumns ColumnsOf(const RunTrace& trace,
                              const std::vector<const run::FamilyState*>& families,
                              const plan::ModelDescription* dense) {
  viz::HeatMapColumns columns;
  if (families.empty() || families.front()->kind != plan::UnitKind::kKvGroup) return columns;
  columns.kind = viz::HeatMapKind::kKvGroups;
  for (const run::FamilyState* family : families) {
    columns.groups = std::max(columns.groups, static_cast<std::size_t>(UnitsOf(trace, *family)));
  }
  const plan::LayerShape* shape = ShapeOf(dense, families.front()->layer);
  if (shape != nullptr && shape->num_kv_heads > 0) {
    columns.heads_per_group =
        static_cast<std::size_t>(shape->num_query_heads / shape->num_kv_heads);
  }
  return columns;
}

bool IsLocked(const RunTrace& trace, std::int64_t layer, plan::FamilyGroup group) {
  if (!trace.budget.has_value()) return false;
  for (const plan::LayerLimit& limit : trace.budget->layers) {
    if (limit.layer != layer) continue;
    const plan::FamilyLimit& own = group == plan::FamilyGroup::kFfn ? limit.ffn : limit.attention;
    return own.locked.value_or(false);
  }
  return false;
}

viz::HeatMapRow RowOf(const RunTrace& trace,
                      const run::FamilyState& family,
                      const viz::HeatMapColumns& columns,
                      std::int64_t units) {
  viz::HeatMapRow row;
  row.layer = family.layer;
  row.values = family.scores;
  row.keep_mask = family.keep;
  row.locked = IsLocked(trace, family.layer, GroupOf(family.kind));
  // A family of another width than its map would be drawn in the wrong columns.
  const bool fits = columns.kind == viz::HeatMapKind::kChannels ||
                    static_cast<std::size_t>(units) == columns.groups;
  if (!fits) {
    row.values = nullptr;
    row.keep_mask = nullptr;
  }
  return row;
}

QString TensorLine(plan::UnitKind kind,
                   const plan::ModelDescription& dense,
                   const viz::HeatMapCell& cell) {
  const bool ffn = kind == plan::UnitKind::kFfnChannel;
  const auto size = static_cast<std::size_t>(ffn ? 1 : dense.head_dim);
  const auto projection = ffn                                ? plan::Projection::kGate
                          : kind == plan::UnitKind::kKvGroup ? plan::Projection::kK
                                                             : plan::Projection::kQ;
  const QString name = ToQString(plan::WeightName(cell.layer, projection));
  const auto first = static_cast<std::int64_t>(cell.unit * size);
  if (ffn) return Words(QT_TRANSLATE_NOOP("RunFrames", "%1 row %2")).arg(name, Count(first));
  return Words(QT_TRANSLATE_NOOP("RunFrames", "%1 rows %2–%3"))
      .arg(name, Count(first), Count(first + static_cast<std::int64_t>(size) - 1));
}

std::vector<const run::FamilyState*> FamiliesOf(const RunTrace& trace, plan::FamilyGroup group) {
  std::vector<const run::FamilyState*> families;
  for (const run::FamilyState& family : trace.families) {
    if (GroupOf(family.kind) == group) families.push_back(&family);
  }
  std::ranges::sort(families, {}, [](const run::FamilyState* family) { return family->layer; });
  return families;
}

}  // namespace

QString CriterionWord(const std::string& criterion) {
  return ChoiceWord("prune.criterion", Shown(criterion));
}

QStringList RunProtocol(const RunTrace& trace) {
  QStringList lines;
  if (trace.started.has_value()) {
    const run::RunStarted& started = *trace.started;
    const QString model = QFileInfo(ToQString(started.model_path)).fileName();
    lines << Words(QT_TRANSLATE_NOOP("RunFrames", "Run %1")).arg(Shown(started.run_id));
    lines << Words(QT_TRANSLATE_NOOP("RunFrames", "Model %1 (%2)"))
                 .arg(Shown(ToStd(model)), Shown(started.model_id.substr(0, 12)));
    lines << Words(QT_TRANSLATE_NOOP("RunFrames", "Device %1, %2"))
                 .arg(Shown(started.device_name), Shown(started.dtype));
  }
  if (trace.spec.has_value()) {
    const QString text = QFileInfo(ToQString(trace.spec->train.text.path)).fileName();
    lines << Words(QT_TRANSLATE_NOOP("RunFrames", "Text %1, seed %2"))
                 .arg(Shown(ToStd(text)), QString::number(trace.spec->seed));
  }
  if (!trace.criterion.empty()) {
    lines << Words(QT_TRANSLATE_NOOP("RunFrames", "Criterion %1, iteration %2"))
                 .arg(CriterionWord(trace.criterion), Count(trace.scores_step));
  }
  if (const run::EvalDone* dense = trace.Eval("dense")) {
    lines << Words(QT_TRANSLATE_NOOP("RunFrames", "Perplexity: %1")).arg(ProtocolText(*dense));
  }
  return lines;
}

viz::HeatMapFrame HeatFrame(const RunTrace& trace,
                            plan::FamilyGroup group,
                            const plan::ModelDescription* dense) {
  const auto families = FamiliesOf(trace, group);
  viz::HeatMapFrame frame;
  frame.columns = ColumnsOf(trace, families, dense);
  for (const run::FamilyState* family : families) {
    frame.rows.push_back(RowOf(trace, *family, frame.columns, UnitsOf(trace, *family)));
  }
  frame.criterion = CriterionWord(trace.criterion);
  frame.step = trace.scores_step;
  frame.protocol = RunProtocol(trace);
  return frame;
}

QStringList CellNotes(const RunTrace& trace,
                      plan::FamilyGroup group,
                      const plan::ModelDescription* dense,
                      const viz::HeatMapCell& cell) {
  QStringList lines;
  for (const run::FamilyState* family : FamiliesOf(trace, group)) {
    if (family->layer != cell.layer) continue;
    const auto found = trace.pruned_at.find({family->layer, family->kind});
    if (cell.fate == viz::UnitFate::kPruned && found != trace.pruned_at.end() &&
        cell.unit < found->second.size() && found->second[cell.unit] > 0) {
      lines << Words(QT_TRANSLATE_NOOP("RunFrames", "pruned at iteration %1"))
                   .arg(Count(found->second[cell.unit]));
    }
    if (dense != nullptr) lines << TensorLine(family->kind, *dense, cell);
  }
  return lines;
}

viz::BarSeries KeptBars(const RunTrace& trace, plan::FamilyGroup group) {
  viz::BarSeries series;
  const bool ffn = group == plan::FamilyGroup::kFfn;
  series.name = ffn ? Words(QT_TRANSLATE_NOOP("RunFrames", "FFN channels"))
                    : Words(QT_TRANSLATE_NOOP("RunFrames", "attention units"));
  series.style = ffn ? viz::SeriesStyle{viz::SeriesStyle::Kind::kLive, 0}
                     : viz::SeriesStyle{viz::SeriesStyle::Kind::kRun, 1};
  for (const run::FamilyState* family : FamiliesOf(trace, group)) {
    viz::Bar bar;
    bar.name = Words(QT_TRANSLATE_NOOP("RunFrames", "layer %1")).arg(family->layer);
    bar.label = QString::number(family->layer);
    // Shares, so that a handful of groups and a thousand channels stand on one axis.
    const double units = std::max(1.0, static_cast<double>(UnitsOf(trace, *family)));
    bar.kept = static_cast<double>(family->kept) / units;
    bar.total = 1.0;
    series.bars.push_back(bar);
  }
  return series;
}

std::vector<QPointF> PlannedSparsity(const RunTrace& trace) {
  std::vector<QPointF> points;
  for (const run::StepDone& step : trace.steps) {
    points.emplace_back(static_cast<double>(step.step), step.target_sparsity);
  }
  const bool known = trace.spec.has_value() && !trace.finished.has_value() &&
                     trace.spec->prune.schedule == run::PruneSchedule::kIterative &&
                     trace.spec->budget.target_kind == plan::TargetKind::kParameterShare;
  if (!known) return points;
  const run::PruneSpec& prune = trace.spec->prune;
  plan::CubicSchedule schedule;
  schedule.steps = trace.total_steps();
  schedule.initial = prune.initial_ratio;
  schedule.warmup = prune.warmup;
  schedule.cooldown = prune.cooldown;
  schedule.every = prune.every;
  const std::int64_t stride = std::max<std::int64_t>(1, schedule.steps / 200);
  for (std::int64_t step = trace.step() + 1; step <= schedule.steps; step += stride) {
    points.emplace_back(static_cast<double>(step),
                        plan::Sigma(schedule, step) * trace.spec->budget.target);
  }
  return points;
}

std::vector<viz::CurvePlot::Note> CurveNotes(const RunTrace& trace) {
  std::vector<viz::CurvePlot::Note> notes;
  for (const RunEntry& entry : trace.entries) {
    const bool budget = entry.kind == RunEntry::Kind::kBudget;
    const bool own = entry.kind == RunEntry::Kind::kNote && entry.text != run::kPausedNote &&
                     entry.text != run::kContinuedNote;
    // What is said before the first step is about the run as a whole, not about a moment of it.
    if ((!budget && !own) || entry.step == 0) continue;
    viz::CurvePlot::Note note;
    note.x = static_cast<double>(entry.step);
    note.text = EntryText(entry);
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace sentei::ui
