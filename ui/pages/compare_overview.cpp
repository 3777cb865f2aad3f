// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_overview.h"

#include "ui/pages/compare_cards.h"
#include "ui/pages/compare_curves.h"
#include "ui/pages/compare_places.h"
#include "ui/pages/compare_settings.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QScrollArea>

namespace sentei::ui {

OverviewPanel::OverviewPanel(QWidget* parent) : ComparePanel(parent) {
  auto* cards = new CardsPanel;
  auto* pareto = new ParetoPanel(QStringLiteral("overview-pareto"), PanelForm::kCompact);
  auto* curves = new CurvesPanel(QStringLiteral("overview-curves"), CurvesPanel::Form::kCompact);
  auto* settings =
      new ValuesPanel(QStringLiteral("overview-settings"), ValuesPanel::About::kSettings);
  auto* parallel = new ParallelPanel(QStringLiteral("overview-parallel"));
  for (ComparePanel* panel :
       std::initializer_list<ComparePanel*>{cards, pareto, curves, settings, parallel}) {
    Add(panel);
  }
  auto* row = new QHBoxLayout;
  row->setSpacing(Px(8));
  row->addWidget(pareto, 1);
  row->addWidget(curves, 1);
  row->addWidget(settings, 1);
  for (QWidget* panel : std::initializer_list<QWidget*>{pareto, curves, settings}) {
    panel->setMinimumSize(Px(240), Px(200));
  }
  parallel->setMinimumHeight(Px(170));
  auto* content = new QWidget;
  auto* rows = new QVBoxLayout(content);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(Px(8));
  rows->addWidget(cards);
  rows->addLayout(row, 3);
  rows->addWidget(parallel, 2);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("compare-overview"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(content);
  column()->addWidget(scroll, 1);
}

void OverviewPanel::Add(ComparePanel* panel) {
  panels_.push_back(panel);
  connect(panel, &ComparePanel::RunActivated, this, &OverviewPanel::RunActivated);
  connect(panel, &ComparePanel::Described, this, &OverviewPanel::Described);
}

void OverviewPanel::Refresh() {
  for (ComparePanel* panel : panels_) panel->SetComparison(comparison());
}

}  // namespace sentei::ui
