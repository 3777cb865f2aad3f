// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_maps.h"

#include "ui/language_binding.h"
#include "ui/models/planned_units.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/heat_map.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

std::vector<std::uint32_t> Unsigned(const std::vector<std::int64_t>& units) {
  return {units.begin(), units.end()};
}

std::set<std::int64_t> Between(std::int64_t first, std::int64_t last) {
  std::set<std::int64_t> layers;
  for (std::int64_t layer = std::min(first, last); layer <= std::max(first, last); ++layer) {
    layers.insert(layer);
  }
  return layers;
}

}  // namespace

BudgetMaps::BudgetMaps(Workspace& workspace,
                       LayerTableModel& model,
                       BudgetCommands& commands,
                       LayerSelection& selection,
                       QWidget* parent)
    : QFrame(parent),
      workspace_(workspace),
      model_(model),
      commands_(commands),
      selection_(selection),
      importance_(workspace),
      tabs_(new QTabBar),
      stack_(new QStackedWidget) {
  setObjectName(QStringLiteral("budget-maps"));
  tabs_->setObjectName(QStringLiteral("budget-map-tabs"));
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  heads_ = MakeTab(FamilyGroup::kAttention, QStringLiteral("budget-heads"));
  ffn_ = MakeTab(FamilyGroup::kFfn, QStringLiteral("budget-channels"));
  MakeOrderSwitch(ffn_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(tabs_);
  column->addWidget(stack_, 1);
  connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
    stack_->setCurrentIndex(tab);
    RefreshSoon();
  });
  refresh_.setSingleShot(true);
  refresh_.setInterval(0);
  connect(&refresh_, &QTimer::timeout, this, &BudgetMaps::Refresh);
  connect(&model, &LayerTableModel::Refreshed, this, &BudgetMaps::RefreshSoon);
  connect(&importance_, &ImportanceSource::Changed, this, &BudgetMaps::TakeImportance);
  connect(&selection, &LayerSelection::Changed, this, &BudgetMaps::ShowSelection);
  connect(&workspace.session(), &ModelSession::Opened, this, [this] {
    for (const Tab* tab : {&heads_, &ffn_}) tab->map->Reset();
  });
  OnLanguage(this, [this] {
    tabs_->setAccessibleName(tr("Importance maps"));
    tabs_->setTabText(0, tr("Heads"));
    tabs_->setTabText(1, tr("FFN channels"));
    heads_.map->SetTitle(tr("Importance of heads"));
    ffn_.map->SetTitle(tr("Importance of FFN channels"));
    RefreshSoon();
  });
  tabs_->setCurrentIndex(1);
}

BudgetMaps::Tab BudgetMaps::MakeTab(FamilyGroup group, const QString& name) {
  Tab tab;
  tab.group = group;
  tab.panel = new viz::PlotPanel(name);
  tab.map = tab.panel->SetPlot(new viz::HeatMap);
  tab.map->setObjectName(name + QStringLiteral("-map"));
  tab.map->SetEditing(viz::HeatMap::Editing::kOn);
  tab.map->SetScale(group == FamilyGroup::kFfn ? viz::ValueScale::kLog : viz::ValueScale::kLinear);
  tab.map->SetCellNotes([this, group](const viz::HeatMapCell& cell) {
    return NotesOf(group, cell.layer, static_cast<std::int64_t>(cell.unit));
  });
  tabs_->addTab(QString());
  stack_->addWidget(tab.panel);
  Connect(tab);
  return tab;
}

void BudgetMaps::MakeOrderSwitch(Tab& tab) {
  order_ = new viz::SegmentedSwitch({QString(), QString()});
  order_->SetObjectName(QStringLiteral("budget-channel-order"));
  tab.panel->AddHeaderWidget(order_);
  tab.map->SetOrder(viz::UnitOrder::kSorted);
  order_->SetCurrent(0);
  connect(order_, &viz::SegmentedSwitch::Chosen, tab.map, [map = tab.map](int option) {
    map->SetOrder(option == 0 ? viz::UnitOrder::kSorted : viz::UnitOrder::kByIndex);
  });
  OnLanguage(order_, [this] {
    order_->setAccessibleName(tr("Order of the channels"));
    order_->SetOptions({tr("Sorted"), tr("By index")});
  });
}

void BudgetMaps::Connect(const Tab& tab) {
  const FamilyGroup group = tab.group;
  using viz::HeatMap;
  connect(tab.map, &HeatMap::CellDescribed, &workspace_, &Workspace::ShowStatus);
  connect(tab.map, &HeatMap::RowSelected, this, &BudgetMaps::SelectRow);
  connect(
      tab.map, &HeatMap::CellActivated, this, [this, group](std::int64_t layer, std::size_t unit) {
        ToggleMark(group, layer, static_cast<std::int64_t>(unit));
      });
  connect(tab.map,
          &HeatMap::ProtectRequested,
          this,
          [this, group](std::int64_t layer, std::size_t unit) {
            SetOrRelease(group, layer, static_cast<std::int64_t>(unit), UnitMark::kProtected);
          });
  connect(
      tab.map, &HeatMap::ForceRequested, this, [this, group](std::int64_t layer, std::size_t unit) {
        SetOrRelease(group, layer, static_cast<std::int64_t>(unit), UnitMark::kForced);
      });
  connect(tab.panel, &viz::PlotPanel::ExportFinished, &workspace_, &Workspace::ShowStatus);
}

viz::HeatMap* BudgetMaps::map(FamilyGroup group) const {
  return group == FamilyGroup::kFfn ? ffn_.map : heads_.map;
}

void BudgetMaps::showEvent(QShowEvent* event) {
  QFrame::showEvent(event);
  RefreshSoon();
}

// The scale is locked to what the map showed first, which is all of it once everything is there.
void BudgetMaps::TakeImportance() {
  const bool complete = partial_ && !importance_.scores().IsPartial();
  partial_ = importance_.scores().IsPartial();
  if (complete) {
    for (const Tab* tab : {&heads_, &ffn_}) tab->map->Reset();
  }
  RefreshSoon();
}

void BudgetMaps::Refresh() {
  if (!isVisible()) return;  // Activate and the next change come back here
  RefreshTab(tabs_->currentIndex() == 0 ? heads_ : ffn_);
}

void BudgetMaps::RefreshTab(const Tab& tab) {
  const ImportanceScores& scores = importance_.scores();
  if (workspace_.session().model() == nullptr) return tab.panel->ShowEmpty(tr("No model is open."));
  if (scores.families.empty() && scores.IsPartial()) {
    return tab.panel->ShowLoading(
        tr("Reading %n tensors…",
           nullptr,
           static_cast<int>(workspace_.session().model()->source->tensors().size())));
  }
  QString caption = scores.step.has_value()
                        ? tr("importance, %1 of step %2").arg(scores.criterion).arg(*scores.step)
                        : tr("importance, %1").arg(scores.criterion);
  if (tab.map->scale() == viz::ValueScale::kLog) caption += tr(", log", "scale of a map");
  if (scores.IsPartial()) {
    caption += tr(", %1 of %2 families")
                   .arg(Count(static_cast<std::int64_t>(scores.families.size())),
                        Count(static_cast<std::int64_t>(scores.expected)));
  }
  tab.panel->SetCaption(caption);
  tab.map->SetFrame(FrameOf(tab.group));
  if (!tab.panel->IsTableShown()) tab.panel->ShowPlot();
}

viz::HeatMapColumns BudgetMaps::ColumnsOf(FamilyGroup group) const {
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

viz::HeatMapRow BudgetMaps::RowOf(const LayerRow& row, FamilyGroup group) const {
  viz::HeatMapRow shown;
  shown.layer = row.layer;
  const SliderState& slider = row.of(group);
  shown.locked = slider.locked;
  const auto& families = importance_.scores().families;
  const auto scores = families.find({row.layer, group});
  if (scores != families.end()) shown.values = scores->second;
  const plan::FamilyLimit limit = LimitOf(workspace_.budget().state().spec, row.layer, group);
  shown.protected_units = Unsigned(limit.protected_units);
  shown.forced_units = Unsigned(limit.forced_units);
  const plan::UnitFamily* family = commands_.Family(row.layer, group);
  const bool stripes = family != nullptr && family->units_per_group != family->num_units;
  const bool marked = !limit.protected_units.empty() || !limit.forced_units.empty();
  if (family != nullptr && (stripes || marked)) {
    shown.plan_mask = PlannedMask(*family, shown.values, slider.kept, limit);
  }
  if (shown.plan_mask == nullptr) shown.planned_kept = static_cast<std::size_t>(slider.kept);
  return shown;
}

viz::HeatMapFrame BudgetMaps::FrameOf(FamilyGroup group) const {
  viz::HeatMapFrame frame;
  frame.columns = ColumnsOf(group);
  for (const LayerRow& row : model_.rows()) frame.rows.push_back(RowOf(row, group));
  frame.criterion = importance_.scores().criterion;
  frame.step = importance_.scores().step;
  frame.protocol = importance_.scores().protocol;
  return frame;
}

QStringList BudgetMaps::NotesOf(FamilyGroup group, std::int64_t layer, std::int64_t unit) const {
  QStringList notes;
  const plan::UnitFamily* family = commands_.Family(layer, group);
  if (family == nullptr || family->members.empty()) return notes;
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

bool BudgetMaps::WouldStay(FamilyGroup group, std::int64_t layer, std::int64_t unit) const {
  const plan::UnitFamily* family = commands_.Family(layer, group);
  const auto scores = importance_.scores().families.find({layer, group});
  if (family == nullptr || scores == importance_.scores().families.end()) return true;
  const viz::SharedMask mask = PlannedMask(*family,
                                           scores->second,
                                           commands_.Kept(layer, group),
                                           LimitOf(workspace_.budget().state().spec, layer, group));
  return viz::Keeps(mask, static_cast<std::size_t>(unit));
}

void BudgetMaps::ToggleMark(FamilyGroup group, std::int64_t layer, std::int64_t unit) {
  if (commands_.MarkOf(layer, group, unit) != UnitMark::kNone) {
    return commands_.SetMark(layer, group, unit, UnitMark::kNone);
  }
  const bool stays = WouldStay(group, layer, unit);
  commands_.SetMark(layer, group, unit, stays ? UnitMark::kForced : UnitMark::kProtected);
}

void BudgetMaps::SetOrRelease(FamilyGroup group,
                              std::int64_t layer,
                              std::int64_t unit,
                              UnitMark mark) {
  const bool has = commands_.MarkOf(layer, group, unit) == mark;
  commands_.SetMark(layer, group, unit, has ? UnitMark::kNone : mark);
}

void BudgetMaps::SelectRow(std::int64_t layer, Qt::KeyboardModifiers modifiers) {
  std::set<std::int64_t> layers{layer};
  if (modifiers.testFlag(Qt::ControlModifier)) {
    layers = selection_.layers();
    if (!layers.insert(layer).second) layers.erase(layer);
  } else if (modifiers.testFlag(Qt::ShiftModifier) && selection_.current().has_value()) {
    layers = Between(*selection_.current(), layer);
  }
  selection_.Set(std::move(layers), layer);
}

void BudgetMaps::ShowSelection() {
  for (const Tab* tab : {&heads_, &ffn_}) {
    tab->map->SetSelectedLayers(selection_.layers());
    tab->map->SetCurrentLayer(selection_.current());
  }
}

}  // namespace sentei::ui
