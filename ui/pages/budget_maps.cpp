// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_maps.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/heat_map.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"
#include "viz/tool_tip.h"

#include <QStackedWidget>
#include <QTabBar>
#include <utility>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

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
    : BudgetPanel(workspace, model, commands, selection, parent),
      importance_(workspace),
      frames_(workspace, model, commands, importance_),
      tabs_(new QTabBar),
      stack_(new QStackedWidget) {
  setObjectName(QStringLiteral("budget-maps"));
  tabs_->setObjectName(QStringLiteral("budget-map-tabs"));
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  MakeMap(kHeads, MapValues::kImportance, FamilyGroup::kAttention, QStringLiteral("budget-heads"));
  MakeMap(kChannels, MapValues::kImportance, FamilyGroup::kFfn, QStringLiteral("budget-channels"));
  MakeMap(kNorms, MapValues::kNorms, FamilyGroup::kFfn, QStringLiteral("budget-norms"));
  MakeMap(
      kDifference, MapValues::kDifference, FamilyGroup::kFfn, QStringLiteral("budget-difference"));
  MakeOrderSwitch();
  column()->addWidget(tabs_);
  column()->addWidget(stack_, 1);
  connect(&model, &LayerTableModel::Refreshed, this, &BudgetMaps::RefreshSoon);
  ConnectSources();
  OnLanguage(this, [this] { Retranslate(); });
  tabs_->setCurrentIndex(kChannels);
}

void BudgetMaps::ConnectSources() {
  connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
    stack_->setCurrentIndex(tab);
    RefreshSoon();
  });
  connect(&importance_, &ImportanceSource::Changed, this, &BudgetMaps::TakeImportance);
  connect(&selection(), &LayerSelection::Changed, this, &BudgetMaps::ShowSelection);
  connect(&workspace().session(), &ModelSession::Opened, this, [this] {
    for (const Map& one : maps_) one.map->Reset();
  });
}

void BudgetMaps::Retranslate() {
  tabs_->setAccessibleName(tr("Importance maps"));
  tabs_->setTabText(kHeads, tr("Heads"));
  tabs_->setTabText(kChannels, tr("FFN channels"));
  tabs_->setTabText(kNorms, tr("Norms"));
  tabs_->setTabText(kDifference, tr("Δ last run"));
  tabs_->setTabToolTip(
      kNorms,
      viz::ToolTipOf(tr("How large the weights of each unit are beside the others of its layer; "
                        "known without a run")));
  tabs_->setTabToolTip(
      kDifference,
      viz::ToolTipOf(tr("Where the last run found units more or less important than the sizes of "
                        "their weights suggest")));
  maps_[kHeads].map->SetTitle(tr("Importance of heads"));
  maps_[kChannels].map->SetTitle(tr("Importance of FFN channels"));
  maps_[kNorms].map->SetTitle(tr("Weight norms"));
  maps_[kDifference].map->SetTitle(tr("Last run less weight norms"));
  for (const Map& one : maps_) {
    if (one.units == nullptr) continue;
    one.units->SetOptions({tr("Heads"), tr("FFN")});
    one.units->setAccessibleName(tr("Units of the map"));
  }
  RefreshSoon();
}

void BudgetMaps::MakeMap(Tab tab, MapValues values, FamilyGroup group, const QString& name) {
  Map& made = maps_.at(tab);
  made.values = values;
  made.panel = new viz::PlotPanel(name);
  made.map = made.panel->SetPlot(new viz::HeatMap);
  made.map->setObjectName(name + QStringLiteral("-map"));
  made.map->SetEditing(viz::HeatMap::Editing::kOn);
  made.map->SetOrder(viz::UnitOrder::kSorted);
  if (values == MapValues::kDifference) made.map->SetColors(viz::HeatMapColors::kDiverging);
  if (values != MapValues::kImportance) MakeUnitSwitch(made, name + QStringLiteral("-units"));
  made.map->SetCellNotes([this, &made](const viz::HeatMapCell& cell) {
    return frames_.Notes(made.values, made.group, cell.layer, static_cast<std::int64_t>(cell.unit));
  });
  ShowGroup(made, group);
  tabs_->addTab(QString());
  stack_->addWidget(made.panel);
  ConnectMap(made);
}

void BudgetMaps::MakeUnitSwitch(Map& of, const QString& name) {
  of.units = new viz::SegmentedSwitch({QString(), QString()});
  of.units->SetObjectName(name);
  of.panel->AddHeaderWidget(of.units);
  connect(of.units, &viz::SegmentedSwitch::Chosen, this, [this, &of](int option) {
    ShowGroup(of, option == 0 ? FamilyGroup::kAttention : FamilyGroup::kFfn);
  });
}

// Norms and scores of channels are heavy-tailed, those of the few heads are not.
void BudgetMaps::ShowGroup(Map& of, FamilyGroup group) {
  of.group = group;
  const bool ffn = group == FamilyGroup::kFfn;
  of.map->SetScale(ffn ? viz::ValueScale::kLog : viz::ValueScale::kLinear);
  if (of.units != nullptr) of.units->SetCurrent(ffn ? 1 : 0);
  RefreshSoon();
}

void BudgetMaps::MakeOrderSwitch() {
  order_ = new viz::SegmentedSwitch({QString(), QString()});
  order_->SetObjectName(QStringLiteral("budget-channel-order"));
  maps_[kChannels].panel->AddHeaderWidget(order_);
  order_->SetCurrent(0);
  connect(order_, &viz::SegmentedSwitch::Chosen, this, [this](int option) {
    const auto order = option == 0 ? viz::UnitOrder::kSorted : viz::UnitOrder::kByIndex;
    for (const Map& one : maps_) one.map->SetOrder(order);
  });
  OnLanguage(order_, [this] {
    order_->setAccessibleName(tr("Order of the channels"));
    order_->SetOptions({tr("Sorted"), tr("By index")});
  });
}

void BudgetMaps::ConnectMap(const Map& of) {
  using viz::HeatMap;
  connect(of.map, &HeatMap::CellDescribed, &workspace(), &Workspace::ShowStatus);
  connect(of.map, &HeatMap::RowSelected, this, &BudgetMaps::SelectRow);
  connect(of.map, &HeatMap::CellActivated, this, [this, &of](std::int64_t layer, std::size_t unit) {
    ToggleMark(of.group, layer, static_cast<std::int64_t>(unit));
  });
  connect(
      of.map, &HeatMap::ProtectRequested, this, [this, &of](std::int64_t layer, std::size_t unit) {
        SetOrRelease(of.group, layer, static_cast<std::int64_t>(unit), UnitMark::kProtected);
      });
  connect(
      of.map, &HeatMap::ForceRequested, this, [this, &of](std::int64_t layer, std::size_t unit) {
        SetOrRelease(of.group, layer, static_cast<std::int64_t>(unit), UnitMark::kForced);
      });
  connect(of.panel, &viz::PlotPanel::ExportFinished, &workspace(), &Workspace::ShowStatus);
  connect(of.panel, &viz::PlotPanel::EmptyButtonClicked, this, [this, &of] { TakeWayOut(of); });
}

void BudgetMaps::showEvent(QShowEvent* event) {
  BudgetPanel::showEvent(event);
  RefreshSoon();
}

// The scale is locked to what the map showed first, which is all of it once everything is there.
void BudgetMaps::TakeImportance() {
  const bool partial = importance_.weights().IsPartial() || importance_.difference().IsPartial();
  const bool complete = std::exchange(partial_, partial) && !partial;
  if (complete) {
    for (const Map& one : maps_) one.map->Reset();
  }
  RefreshSoon();
}

void BudgetMaps::Refresh() {
  if (!isVisible()) return;  // Activate and the next change come back here
  RefreshMap(maps_.at(static_cast<std::size_t>(tabs_->currentIndex())));
}

void BudgetMaps::RefreshMap(const Map& of) {
  if (of.values != MapValues::kImportance) importance_.WantWeights();
  of.panel->SetCaption({});
  if (ShowNothing(of)) return;
  of.panel->SetCaption(frames_.Caption(of.values, of.group, of.map->scale()));
  of.map->SetFrame(frames_.Frame(of.values, of.group));
  if (!of.panel->IsTableShown()) of.panel->ShowPlot();
}

bool BudgetMaps::ShowNothing(const Map& of) {
  const OpenedModelPtr& model = workspace().session().model();
  if (model == nullptr) {
    of.panel->ShowEmpty(tr("No model is open."));
    return true;
  }
  if (of.values == MapValues::kDifference && ShowNoDifference(of)) return true;
  if (!frames_.ScoresOf(of.values, of.group).families.empty()) return false;
  if (const auto& failure = importance_.failure()) {
    of.panel->ShowEmpty(tr("The weights could not be read: %1").arg(Shown(failure->message)),
                        tr("Read again"));
  } else {
    of.panel->ShowLoading(
        tr("Reading %n tensors…", nullptr, static_cast<int>(model->source->tensors().size())));
  }
  return true;
}

bool BudgetMaps::ShowNoDifference(const Map& of) {
  switch (importance_.run_state()) {
    case ImportanceSource::RunState::kAsked:
      of.panel->ShowLoading(tr("Reading scores…"));
      return true;
    case ImportanceSource::RunState::kUnreadable:
      of.panel->ShowEmpty(tr("The stored runs cannot be read. The Compare page says why."));
      return true;
    case ImportanceSource::RunState::kNone:
      of.panel->ShowEmpty(tr("No pruning run of this model has scores yet. After one, this map "
                             "shows where it differs from the weight norms."),
                          tr("Run…"));
      return true;
    case ImportanceSource::RunState::kFound:
      break;
  }
  if (importance_.last_run().Has(of.group)) return false;
  const QString& run = importance_.last_run().run;
  of.panel->ShowEmpty(
      of.group == FamilyGroup::kFfn
          ? tr("The last run, %1, scored no FFN channels: they were locked. Unlock layers and run "
               "again to compare.")
                .arg(run)
          : tr("The last run, %1, scored no heads: they were locked, or units of another kind. Set "
               "Attention to Free and run again to compare.")
                .arg(run));
  return true;
}

void BudgetMaps::TakeWayOut(const Map& of) {
  const bool no_run = of.values == MapValues::kDifference &&
                      importance_.run_state() == ImportanceSource::RunState::kNone;
  if (no_run) {
    emit RunRequested();
  } else {
    importance_.ReadAgain();
  }
}

void BudgetMaps::ToggleMark(FamilyGroup group, std::int64_t layer, std::int64_t unit) {
  if (commands().MarkOf(layer, group, unit) != UnitMark::kNone) {
    return commands().SetMark(layer, group, unit, UnitMark::kNone);
  }
  const bool stays = frames_.WouldStay(group, layer, unit);
  commands().SetMark(layer, group, unit, stays ? UnitMark::kForced : UnitMark::kProtected);
}

void BudgetMaps::SetOrRelease(FamilyGroup group,
                              std::int64_t layer,
                              std::int64_t unit,
                              UnitMark mark) {
  const bool has = commands().MarkOf(layer, group, unit) == mark;
  commands().SetMark(layer, group, unit, has ? UnitMark::kNone : mark);
}

void BudgetMaps::SelectRow(std::int64_t layer, Qt::KeyboardModifiers modifiers) {
  std::set<std::int64_t> layers{layer};
  if (modifiers.testFlag(Qt::ControlModifier)) {
    layers = selection().layers();
    if (!layers.insert(layer).second) layers.erase(layer);
  } else if (modifiers.testFlag(Qt::ShiftModifier) && selection().current().has_value()) {
    layers = Between(*selection().current(), layer);
  }
  selection().Set(std::move(layers), layer);
}

void BudgetMaps::ShowSelection() {
  for (const Map& one : maps_) {
    one.map->SetSelectedLayers(selection().layers());
    one.map->SetCurrentLayer(selection().current());
  }
}

}  // namespace sentei::ui
