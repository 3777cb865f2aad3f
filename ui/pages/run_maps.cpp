// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_maps.h"

#include "ui/language_binding.h"
#include "ui/models/run_frames.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/panel_row.h"
#include "ui/workspace.h"
#include "viz/heat_map.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"
#include "viz/tool_tip.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace sentei::ui {

RunMaps::RunMaps(Workspace& workspace, QWidget* parent) : QWidget(parent), workspace_(workspace) {
  row_ = new PanelRow(QStringLiteral("run-maps"));
  Build(heads_, plan::FamilyGroup::kAttention, QStringLiteral("run-heads"));
  Build(ffn_, plan::FamilyGroup::kFfn, QStringLiteral("run-ffn"));
  row_->AddPanel(heads_.panel, 2);
  row_->AddPanel(ffn_.panel, 3);
  BuildFfnTools();
  heads_.panel->AddHeaderWidget(MakeLock(heads_));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(row_);
  OnLanguage(this, [this] { Retranslate(); });
}

void RunMaps::Build(Side& side, plan::FamilyGroup group, const QString& name) {
  side.group = group;
  side.panel = new viz::PlotPanel(name);
  side.map = side.panel->SetPlot(new viz::HeatMap);
  side.map->setObjectName(name + QStringLiteral("-map"));
  side.map->SetCellNotes([this, &side](const viz::HeatMapCell& cell) {
    return trace_ == nullptr ? QStringList() : CellNotes(*trace_, side.group, dense(), cell);
  });
  connect(side.map, &viz::HeatMap::CellDescribed, &workspace_, &Workspace::ShowStatus);
  connect(side.panel, &viz::PlotPanel::ExportFinished, &workspace_, &Workspace::ShowStatus);
}

void RunMaps::BuildFfnTools() {
  order_ = new viz::SegmentedSwitch({QString(), QString()});
  order_->SetObjectName(QStringLiteral("run-ffn-order"));
  scale_ = new viz::SegmentedSwitch({QString(), QString()});
  scale_->SetObjectName(QStringLiteral("run-ffn-scale"));
  ffn_.panel->AddHeaderWidget(order_);
  ffn_.panel->AddHeaderWidget(scale_);
  ffn_.panel->AddHeaderWidget(MakeLock(ffn_));
  order_->SetCurrent(static_cast<int>(ffn_.map->order()));
  scale_->SetCurrent(static_cast<int>(ffn_.map->scale()));
  connect(order_, &viz::SegmentedSwitch::Chosen, this, [this](int option) {
    ffn_.map->SetOrder(static_cast<viz::UnitOrder>(option));
  });
  connect(scale_, &viz::SegmentedSwitch::Chosen, this, [this](int option) {
    ffn_.map->SetScale(static_cast<viz::ValueScale>(option));
    heads_.map->SetScale(static_cast<viz::ValueScale>(option));
  });
}

QToolButton* RunMaps::MakeLock(Side& side) {
  auto* lock = new QToolButton;
  lock->setObjectName(side.panel->objectName() + QStringLiteral("-lock"));
  lock->setCheckable(true);
  const auto show = [lock, map = side.map] {
    const bool locked = map->range_mode() == viz::RangeMode::kLocked;
    lock->setChecked(locked);
    lock->setIcon(ThemedIcon(locked ? QStringLiteral("lock") : QStringLiteral("unlock")));
  };
  connect(lock, &QToolButton::clicked, side.map, [map = side.map, show](bool on) {
    map->SetRangeMode(on ? viz::RangeMode::kLocked : viz::RangeMode::kFollow);
    show();
  });
  connect(side.map, &viz::HeatMap::RangeModeChanged, lock, show);
  OnLanguage(lock, [lock] {
    lock->setToolTip(viz::ToolTipOf(tr("Keep the colour scale while scores change")));
    lock->setAccessibleName(tr("Lock the colour scale"));
  });
  show();
  return lock;
}

const plan::ModelDescription* RunMaps::dense() const {
  return model_ != nullptr && model_->description.has_value() ? &*model_->description : nullptr;
}

void RunMaps::Reset() {
  trace_ = nullptr;
  heads_.map->Reset();
  ffn_.map->Reset();
}

void RunMaps::Show(const RunTrace& trace, const OpenedModelPtr& model) {
  trace_ = &trace;
  model_ = model;
  Refresh(heads_);
  Refresh(ffn_);
}

void RunMaps::Refresh(Side& side) {
  viz::HeatMapFrame frame = HeatFrame(*trace_, side.group, dense());
  const bool scored = std::ranges::any_of(
      frame.rows, [](const viz::HeatMapRow& row) { return row.values != nullptr; });
  if (!scored) {
    side.panel->SetCaption({});
    side.panel->ShowEmpty(trace_->finished.has_value()
                              ? tr("No scores of this run are stored.")
                              : tr("Scores appear with the first scored iteration."));
    return;
  }
  side.panel->SetCaption(tr("%1 · iteration %2").arg(frame.criterion, Count(trace_->scores_step)));
  side.map->SetFrame(std::move(frame));
  if (!side.panel->IsTableShown()) side.panel->ShowPlot();
}

void RunMaps::Retranslate() {
  heads_.panel->SetTitle(tr("Heads"));
  ffn_.panel->SetTitle(tr("FFN channels"));
  heads_.map->SetTitle(tr("Importance by layer and query head"));
  ffn_.map->SetTitle(tr("Importance by layer and FFN channel"));
  row_->SetName(0, tr("Heads"));
  row_->SetName(1, tr("FFN channels"));
  order_->SetOptions({tr("Sorted"), tr("By index")});
  order_->setAccessibleName(tr("Order of channels"));
  scale_->SetOptions({tr("Linear"), tr("Log")});
  scale_->setAccessibleName(tr("Colour scale"));
  if (trace_ != nullptr) {
    Refresh(heads_);
    Refresh(ffn_);
  }
}

}  // namespace sentei::ui
