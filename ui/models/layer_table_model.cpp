// SPDX-License-Identifier: Apache-2.0
#include "ui/models/layer_table_model.h"

#include "ui/text.h"
#include "viz/tool_tip.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

constexpr std::array kGroups{FamilyGroup::kAttention, FamilyGroup::kFfn};

FamilyGroup GroupOf(LayerColumn column) {
  return column == LayerColumn::kAttention || column == LayerColumn::kAttentionFloor ||
                 column == LayerColumn::kAttentionCap
             ? FamilyGroup::kAttention
             : FamilyGroup::kFfn;
}

bool IsLimit(LayerColumn column) {
  return column == LayerColumn::kAttentionFloor || column == LayerColumn::kAttentionCap ||
         column == LayerColumn::kFfnFloor || column == LayerColumn::kFfnCap;
}

bool IsFloor(LayerColumn column) {
  return column == LayerColumn::kAttentionFloor || column == LayerColumn::kFfnFloor;
}

// The counts of the target without what was drawn by hand; empty where that has no answer.
KeptCounts WithoutDrawn(const plan::ModelDescription& model, const BudgetDocument& document) {
  plan::BudgetSpec spec = document.state().spec;
  if (spec.mode == plan::BudgetMode::kCustom) return {};
  for (plan::LayerLimit& layer : spec.layers) {
    layer.attention.keep.reset();
    layer.ffn.keep.reset();
  }
  KeptCounts counts;
  try {
    const plan::BudgetPlan plan = plan::ResolveBudget(
        model, document.families(), spec, document.state().profile, document.state().dtype);
    for (const plan::FamilyPlan& family : plan.families) {
      counts[{family.layer, family.group()}] = family.keep;
    }
  } catch (const Error&) {
    counts.clear();  // a mark to show, no more
  }
  return counts;
}

void Join(SliderState& all, const SliderState& one) {
  all.mixed = all.mixed || all.kept != one.kept || one.mixed;
  all.units = std::max(all.units, one.units);
  all.floor = std::min(all.floor, one.floor);
  all.cap_lowest = std::min(all.cap_lowest, one.cap_lowest);
  all.lowest = std::min(all.lowest, one.lowest);
  all.locked = all.locked && one.locked;
  all.drawn = all.drawn || one.drawn;
  all.suggested.reset();
}

}  // namespace

LayerTableModel::LayerTableModel(Workspace& workspace, BudgetCommands& commands, QObject* parent)
    : QAbstractTableModel(parent), workspace_(workspace), commands_(commands) {
  refresh_.setSingleShot(true);
  refresh_.setInterval(0);
  connect(&refresh_, &QTimer::timeout, this, &LayerTableModel::RefreshNow);
  connect(&workspace.budget(), &BudgetDocument::Changed, &refresh_, qOverload<>(&QTimer::start));
  connect(&workspace.session(), &ModelSession::Opened, this, [this] {
    suggested_.clear();
    sparklines_.clear();
  });
  RefreshNow();
}

int LayerTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int LayerTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kLayerColumns;
}

SliderState LayerTableModel::SliderOf(std::int64_t layer, FamilyGroup group) const {
  SliderState state;
  const auto range = commands_.Range(layer, group);
  if (!range.has_value()) return state;
  const auto planned = planned_.find({layer, group});
  const plan::FamilyLimit limit = LimitOf(workspace_.budget().state().spec, layer, group);
  state.units = range->num_units;
  state.kept = limit.keep.value_or(planned == planned_.end() ? range->num_units : planned->second);
  state.floor = range->floor;
  state.cap = range->cap;
  state.cap_lowest = range->cap_lowest;
  state.lowest = range->lowest();
  state.alignment = range->alignment;
  state.locked = range->IsLocked();
  state.reason = range->IsLocked() ? LockText(range->lock) : range->obstacle;
  const auto suggestion = suggested_.find({layer, group});
  const bool by_suggestion = suggestion != suggested_.end() && limit.keep == suggestion->second;
  state.drawn = limit.keep.has_value() && !by_suggestion;
  const auto target = untouched_.find({layer, group});
  if (state.drawn && suggestion != suggested_.end()) {
    state.suggested = suggestion->second;
  } else if (state.drawn && target != untouched_.end() && target->second != state.kept) {
    state.suggested = target->second;
  }
  return state;
}

void LayerTableModel::ReadPlan() {
  const BudgetDocument& document = workspace_.budget();
  planned_.clear();
  untouched_.clear();
  if (document.plan() == nullptr) return;
  for (const plan::FamilyPlan& family : document.plan()->families) {
    planned_[{family.layer, family.group()}] = family.keep;
  }
  if (!DrawnCounts(document.state().spec).empty() && workspace_.session().model() != nullptr) {
    untouched_ = WithoutDrawn(*workspace_.session().model()->description, document);
  }
}

std::vector<LayerRow> LayerTableModel::ReadRows() {
  std::vector<LayerRow> rows;
  const OpenedModelPtr& model = workspace_.session().model();
  if (model == nullptr || !model->IsPrunable()) return rows;
  ReadPlan();
  rows.resize(model->description->layers.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    LayerRow& row = rows[i];
    row.layer = static_cast<std::int64_t>(i);
    row.attention = SliderOf(row.layer, FamilyGroup::kAttention);
    row.ffn = SliderOf(row.layer, FamilyGroup::kFfn);
    row.locked = row.attention.locked || row.ffn.locked;
    for (const FamilyGroup group : kGroups) {
      const plan::UnitFamily* family = commands_.Family(row.layer, group);
      if (family != nullptr)
        row.delta -= (family->num_units - row.of(group).kept) * family->unit_cost;
    }
    const auto line = sparklines_.find(row.layer);
    if (line != sparklines_.end()) row.sparkline = line->second;
  }
  return rows;
}

void LayerTableModel::RefreshNow() {
  refresh_.stop();
  std::vector<LayerRow> rows = ReadRows();
  if (rows.size() != rows_.size()) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    emit Refreshed();
    return;
  }
  rows_.swap(rows);
  for (std::size_t first = 0; first < rows_.size(); ++first) {
    if (rows_[first] == rows[first]) continue;
    std::size_t last = first;
    while (last + 1 < rows_.size() && rows_[last + 1] != rows[last + 1]) ++last;
    emit dataChanged(index(static_cast<int>(first), 0),
                     index(static_cast<int>(last), kLayerColumns - 1));
    first = last;
  }
  emit Refreshed();
}

QVariant LayerTableModel::TextOf(const LayerRow& row, LayerColumn column) const {
  switch (column) {
    case LayerColumn::kLayer:
      return Count(row.layer);
    case LayerColumn::kAttention:
      return Count(row.attention.kept);
    case LayerColumn::kFfn:
      return Count(row.ffn.kept);
    case LayerColumn::kAttentionFloor:
      return Count(row.attention.floor);
    case LayerColumn::kFfnFloor:
      return Count(row.ffn.floor);
    case LayerColumn::kAttentionCap:
      return Percent(row.attention.cap);
    case LayerColumn::kFfnCap:
      return Percent(row.ffn.cap);
    case LayerColumn::kDelta:
      return row.delta == 0 ? None() : CountShort(static_cast<double>(row.delta));
    case LayerColumn::kLock:
    case LayerColumn::kSensitivity:
      break;
  }
  return {};
}

QVariant LayerTableModel::EditOf(const LayerRow& row, LayerColumn column) const {
  const SliderState& slider = row.of(GroupOf(column));
  if (IsFloor(column)) return static_cast<int>(slider.floor);
  if (IsLimit(column)) return 100.0 * slider.cap;
  return {};
}

QString LayerTableModel::AccessibleTextOf(const LayerRow& row, LayerColumn column) const {
  switch (column) {
    case LayerColumn::kLock:
      return row.locked ? tr("locked") : tr("open");
    case LayerColumn::kSensitivity:
      return row.sparkline.empty() ? tr("not measured")
                                   : tr("rises by %1 nats").arg(Number(row.sparkline.back(), 2));
    case LayerColumn::kAttention:
    case LayerColumn::kFfn: {
      const SliderState& slider = row.of(GroupOf(column));
      QString text = tr("%1 of %2 kept").arg(Count(slider.kept), Count(slider.units));
      if (slider.drawn) text += tr(", by hand");
      if (slider.locked) text += tr(", locked");
      return text;
    }
    default:
      return TextOf(row, column).toString();
  }
}

QVariant LayerTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const LayerRow& shown = row(index.row());
  const auto column = static_cast<LayerColumn>(index.column());
  switch (role) {
    case Qt::DisplayRole:
      return TextOf(shown, column);
    case Qt::EditRole:
      return EditOf(shown, column);
    case Qt::TextAlignmentRole:
      return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
      return tr("Layer %1, %2: %3")
          .arg(Count(shown.layer),
               headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
               AccessibleTextOf(shown, column));
    case Qt::ToolTipRole:
      if (column == LayerColumn::kLock && shown.locked) {
        return viz::ToolTipOf(shown.ffn.locked ? shown.ffn.reason : shown.attention.reason);
      }
      if (column == LayerColumn::kAttention || column == LayerColumn::kFfn) {
        return viz::ToolTipOf(shown.of(GroupOf(column)).reason);
      }
      return {};
    default:
      return {};
  }
}

QVariant LayerTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  const bool groups = workspace_.budget().state().spec.attention_kind == plan::UnitKind::kKvGroup;
  switch (static_cast<LayerColumn>(section)) {
    case LayerColumn::kLayer:
      return tr("Layer");
    case LayerColumn::kLock:
      return tr("Lock");
    case LayerColumn::kAttention:
      return groups ? tr("KV groups kept") : tr("Heads kept");
    case LayerColumn::kFfn:
      return tr("FFN channels kept");
    case LayerColumn::kSensitivity:
      return tr("Sens.");
    case LayerColumn::kAttentionFloor:
      return groups ? tr("KV floor") : tr("Head floor");
    case LayerColumn::kAttentionCap:
      return groups ? tr("KV cap") : tr("Head cap");
    case LayerColumn::kFfnFloor:
      return tr("FFN floor");
    case LayerColumn::kFfnCap:
      return tr("FFN cap");
    case LayerColumn::kDelta:
      return tr("Δ params");
  }
  return {};
}

Qt::ItemFlags LayerTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  if (index.isValid() && IsLimit(static_cast<LayerColumn>(index.column()))) {
    flags |= Qt::ItemIsEditable;
  }
  return flags;
}

bool LayerTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const auto column = static_cast<LayerColumn>(index.column());
  if (role != Qt::EditRole || !IsLimit(column) || value == EditOf(row(index.row()), column)) {
    return false;
  }
  const LayerList layers{row(index.row()).layer};
  if (IsFloor(column)) {
    commands_.SetFloor(layers, GroupOf(column), value.toInt());
  } else {
    commands_.SetCap(layers, GroupOf(column), value.toDouble() / 100.0);
  }
  return true;
}

LayerRow LayerTableModel::Summary(const std::vector<int>& rows) const {
  LayerRow summary;
  if (rows.empty()) return summary;
  summary = row(rows.front());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const LayerRow& next = row(rows[i]);
    Join(summary.attention, next.attention);
    Join(summary.ffn, next.ffn);
    summary.locked = summary.locked || next.locked;
    summary.delta += next.delta;
  }
  summary.sparkline.clear();
  return summary;
}

int LayerTableModel::ManualRows() const {
  return static_cast<int>(std::ranges::count_if(
      rows_, [](const LayerRow& row) { return row.attention.drawn || row.ffn.drawn; }));
}

void LayerTableModel::SetSuggested(KeptCounts suggested) {
  suggested_ = std::move(suggested);
  refresh_.start();
}

void LayerTableModel::SetSparklines(std::map<std::int64_t, std::vector<double>> sparklines) {
  sparklines_ = std::move(sparklines);
  refresh_.start();
}

}  // namespace sentei::ui
