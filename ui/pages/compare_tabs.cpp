// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_tabs.h"

#include "ui/language_binding.h"
#include "ui/pages/compare_curves.h"
#include "ui/pages/compare_difference.h"
#include "ui/pages/compare_layers.h"
#include "ui/pages/compare_lineage.h"
#include "ui/pages/compare_overview.h"
#include "ui/pages/compare_places.h"
#include "ui/pages/compare_settings.h"
#include "ui/theme/theme.h"

#include <QTabBar>

namespace sentei::ui {
namespace {

const QString kTabKey = QStringLiteral("compare-tab");

}  // namespace

CompareTabs::CompareTabs(Workspace& workspace, ComparedRuns& runs, QWidget* parent)
    : QTabWidget(parent), workspace_(workspace), frames_(workspace.library()) {
  setObjectName(QStringLiteral("compare-tabs"));
  setDocumentMode(true);
  tabBar()->setObjectName(QStringLiteral("compare-tab-bar"));
  AddPanel(new OverviewPanel, [] { return tr("Overview"); });
  AddPanel(new CurvesPanel(QStringLiteral("compare-curves"), CurvesPanel::Form::kWhole),
           [] { return tr("Curves"); });
  AddPanel(new ValuesPanel(QStringLiteral("compare-settings"), ValuesPanel::About::kSettings),
           [] { return tr("Settings"); });
  AddPanel(new ParallelPanel(QStringLiteral("compare-parallel")), [] { return tr("Parallel"); });
  AddPanel(new ParetoPanel(QStringLiteral("compare-pareto"), PanelForm::kWhole),
           [] { return tr("Pareto"); });
  AddPanel(new LayersPanel(frames_), [] { return tr("Layers"); });
  AddPanel(new DifferencePanel(frames_), [] { return tr("Heat map Δ"); });
  AddPanel(new LineagePanel(workspace.library()), [] { return tr("Lineage"); });
  AddPanel(new ValuesPanel(QStringLiteral("compare-environment"), ValuesPanel::About::kEnvironment),
           [] { return tr("Environment"); });
  OnLanguage(this, [this] {
    setAccessibleName(tr("Views of the chosen runs"));
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      setTabText(static_cast<int>(i), panels_[i].title());
    }
  });
  setCurrentIndex(workspace.settings().State(kTabKey, 0).toInt());
  connect(this, &QTabWidget::currentChanged, this, [this](int tab) {
    workspace_.settings().SetState(kTabKey, tab);
  });
  connect(&runs, &ComparedRuns::Changed, this, [this, &runs] {
    for (const Tab& tab : panels_) tab.panel->SetComparison(runs.comparison());
  });
}

void CompareTabs::AddPanel(ComparePanel* panel, std::function<QString()> title) {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->addWidget(panel);
  addTab(page, title());
  connect(panel, &ComparePanel::RunActivated, this, &CompareTabs::RunActivated);
  connect(panel, &ComparePanel::Described, &workspace_, &Workspace::ShowStatus);
  panels_.push_back({panel, std::move(title)});
}

void CompareTabs::SetRoom(Room room) { setTabVisible(0, room == Room::kWide); }

}  // namespace sentei::ui
