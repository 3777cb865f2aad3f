// SPDX-License-Identifier: Apache-2.0
#include "ui/models/budget_frames.h"

#include "ui/models/planned_units.h"
#include "ui/text.h"

#include <algorithm>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

std::vector<std::uint32_t> Unsigned(const std::vector<std::int64_t>& units) {
  return {units.begin(), units.end()};
}

}  // namespace

BudgetFrames::BudgetFrames(Workspace& workspace,
                           const LayerTableModel& model,
                           const BudgetCommands& commands,
                           const ImportanceSource& importance)
    : workspace_(workspace), model_(model), commands_(commands), importance_(importance) {}

const ImportanceScores& BudgetFrames::ScoresOf(MapValues values, FamilyGroup group) const {
  switch (values) {
    case MapValues::kNorms:
      return importance_.weights();
    case MapValues::kDifference:
      return importance_.difference();
    case MapValues::kImportance:
      break;
  }
  return importance_.scores(group);
}

viz::HeatMapFrame BudgetFrames::Frame(MapValues values, FamilyGroup group) const {
  const ImportanceScores& scores = ScoresOf(values, group);
  viz::HeatMapFrame frame;
  frame.columns = ColumnsOf(group);
  for (const LayerRow& row : model_.rows()) frame.rows.push_back(RowOf(row, values, group));
  frame.criterion = CriterionOf(values, scores);
  frame.step = scores.step;
  frame.protocol = ProtocolOf(values, scores);
  return frame;
}

viz::HeatMapColumns BudgetFrames::ColumnsOf(FamilyGroup group) const {
  viz::HeatMapColumns columns;
  const OpenedModelPtr& model = workspace_.session().model();
  if (group == FamilyGroup::kFfn || model == nullptr || !model->IsPrunable()) return columns;
  columns.kind = viz::HeatMapKind::kKvGroups;
  const bool groups = workspace_.budget().state().spec.attention_kind == plan::UnitKind::kKvGroup;
  for (const plan::LayerShape& layer : model->description->layers) {
    const auto kv = static_cast<std::size_t>(layer.num_kv_heads);
    const auto query = static_cast<std::size_t>(layer.num_query_heads);
    columns.groups = std::max(columns.groups, groups ? kv : query);
    // A query head as the unit stands for itself: any of a group may leave.
    if (groups && kv > 0) columns.heads_per_group = std::max(columns.heads_per_group, query / kv);
  }
  return columns;
}

viz::HeatMapRow BudgetFrames::RowOf(const LayerRow& row,
                                    MapValues values,
                                    FamilyGroup group) const {
  const FamilyPlace place{row.layer, group};
  viz::HeatMapRow shown;
  shown.layer = row.layer;
  const SliderState& slider = row.of(group);
  shown.locked = slider.locked;
  shown.values = ScoresOf(values, group).At(place);
  const plan::FamilyLimit limit = LimitOf(workspace_.budget().state().spec, row.layer, group);
  shown.protected_units = Unsigned(limit.protected_units);
  shown.forced_units = Unsigned(limit.forced_units);
  const plan::UnitFamily* family = commands_.Family(row.layer, group);
  const viz::SharedValues ranked = importance_.scores(group).At(place);
  const bool stripes = family != nullptr && family->units_per_group != family->num_units;
  const bool marked = !limit.protected_units.empty() || !limit.forced_units.empty();
  if (family != nullptr && (stripes || marked || ranked != shown.values)) {
    shown.plan_mask = PlanOf(*family, slider.kept);
  }
  if (shown.plan_mask == nullptr) shown.planned_kept = static_cast<std::size_t>(slider.kept);
  return shown;
}

viz::SharedMask BudgetFrames::PlanOf(const plan::UnitFamily& family, std::int64_t kept) const {
  const FamilyPlace place{family.layer, family.group()};
  const viz::SharedValues ranked = importance_.scores(family.group()).At(place);
  const plan::FamilyLimit limit =
      LimitOf(workspace_.budget().state().spec, family.layer, family.group());
  Planned& planned = planned_[place];
  const bool same = planned.mask != nullptr && planned.ranked == ranked && planned.kept == kept &&
                    planned.limit == limit;
  if (!same) planned = {ranked, kept, limit, PlannedMask(family, ranked, kept, limit)};
  return planned.mask;
}

QString BudgetFrames::CriterionOf(MapValues values, const ImportanceScores& scores) const {
  if (values == MapValues::kNorms) return tr("weight norms");
  if (scores.run.isEmpty()) return tr("weights only");
  const QString criterion = Shown(scores.criterion);
  return values == MapValues::kDifference ? tr("%1 less weight norms").arg(criterion) : criterion;
}

QStringList BudgetFrames::ProtocolOf(MapValues values, const ImportanceScores& scores) const {
  QStringList lines;
  if (!scores.run.isEmpty()) lines += tr("Run %1").arg(scores.run);
  const OpenedModelPtr& model = workspace_.session().model();
  if (model != nullptr) lines += tr("Model %1").arg(model->name);
  if (values == MapValues::kNorms || scores.run.isEmpty()) {
    lines += tr("Sum of |w| over the weights of a unit, every tensor scaled within its layer");
  }
  if (values == MapValues::kDifference) {
    lines += tr("Both divided by their mean over the units of the layer that the run kept");
  }
  return lines;
}

QString BudgetFrames::Caption(MapValues values, FamilyGroup group, viz::ValueScale scale) const {
  const ImportanceScores& scores = ScoresOf(values, group);
  QString caption;
  switch (values) {
    case MapValues::kNorms:
      caption = tr("weight norms, per layer");
      break;
    case MapValues::kDifference:
      caption = tr("last run less weight norms, per layer");
      break;
    case MapValues::kImportance: {
      const QString criterion = CriterionOf(values, scores);
      caption = scores.step.has_value()
                    ? tr("importance, %1 of step %2").arg(criterion).arg(*scores.step)
                    : tr("importance, %1").arg(criterion);
    }
  }
  if (scale == viz::ValueScale::kLog) caption += tr(", log", "scale of a map");
  if (scores.IsPartial()) {
    caption += tr(", %1 of %2 families")
                   .arg(Count(static_cast<std::int64_t>(scores.families.size())),
                        Count(static_cast<std::int64_t>(scores.expected)));
  }
  return caption;
}

QStringList BudgetFrames::Notes(MapValues values,
                                FamilyGroup group,
                                std::int64_t layer,
                                std::int64_t unit) const {
  QStringList notes;
  const plan::UnitFamily* family = commands_.Family(layer, group);
  if (family == nullptr || family->members.empty()) return notes;
  if (values == MapValues::kDifference) {
    const ImportanceScores& run = importance_.last_run();
    notes += tr("Run %1, step %2").arg(run.run).arg(run.step.value_or(0));
    const viz::SharedMask kept = importance_.KeptByRun({layer, group});
    if (!viz::Keeps(kept, static_cast<std::size_t>(unit)))
      notes += tr("Left in it, no score since");
  }
  switch (commands_.MarkOf(layer, group, unit)) {
    case UnitMark::kProtected:
      notes += tr("Protected by hand");
      break;
    case UnitMark::kForced:
      notes += tr("Forced out by hand");
      break;
    case UnitMark::kNone:
      break;
  }
  const plan::FamilyMember& member = family->members.front();
  const std::int64_t first = unit * member.unit_size;
  const QString name = Shown(plan::WeightName(layer, member.projection));
  notes +=
      member.unit_size == 1
          ? tr("%1, row %2").arg(name, Count(first))
          : tr("%1, rows %2 to %3").arg(name, Count(first), Count(first + member.unit_size - 1));
  return notes;
}

bool BudgetFrames::WouldStay(FamilyGroup group, std::int64_t layer, std::int64_t unit) const {
  const plan::UnitFamily* family = commands_.Family(layer, group);
  const viz::SharedValues scores = importance_.scores(group).At({layer, group});
  if (family == nullptr || scores == nullptr) return true;
  const viz::SharedMask mask = PlanOf(*family, commands_.Kept(layer, group));
  return viz::Keeps(mask, static_cast<std::size_t>(unit));
}

}  // namespace sentei::ui
