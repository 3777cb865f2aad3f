// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_live.h"

#include "ui/language_binding.h"
#include "ui/models/run_trace.h"
#include "ui/pages/run_curves.h"
#include "ui/pages/run_end_card.h"
#include "ui/pages/run_journal.h"
#include "ui/pages/run_kpis.h"
#include "ui/pages/run_maps.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel_row.h"
#include "ui/workspace.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kNarrow = 960;
constexpr int kLeastMaps = 236;
constexpr int kLeastPlots = 204;

}  // namespace

RunLive::RunLive(Workspace& workspace, QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("run-live"));
  kpis_ = new RunKpis;
  end_ = new RunEndCard;
  maps_ = new RunMaps(workspace);
  quality_ = new RunQualityPanel(workspace);
  sparsity_ = new RunSparsityPanel(workspace);
  journal_ = new RunJournal(workspace);
  plots_ = new PanelRow(QStringLiteral("run-plots"));
  plots_->AddPanel(quality_, 4);
  plots_->AddPanel(sparsity_, 3);
  plots_->AddPanel(journal_, 3);
  maps_->setMinimumHeight(Px(kLeastMaps));
  plots_->setMinimumHeight(Px(kLeastPlots));
  auto* inner = new QWidget;
  auto* panels = new QVBoxLayout(inner);
  panels->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  panels->setSpacing(Px(8));
  panels->addWidget(end_);
  panels->addWidget(maps_, 3);
  panels->addWidget(plots_, 2);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(inner);
  scroll->viewport()->setAutoFillBackground(false);
  inner->setAutoFillBackground(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(kpis_);
  column->addWidget(scroll, 1);
  OnLanguage(this, [this] {
    plots_->SetName(0, tr("Loss"));
    plots_->SetName(1, tr("Sparsity"));
    plots_->SetName(2, tr("Events"));
  });
}

void RunLive::Reset() {
  maps_->Reset();
  quality_->Reset();
  sparsity_->Reset();
  journal_->Reset();
  end_->Reset();
}

void RunLive::Show(const RunTrace& trace, const OpenedModelPtr& model) {
  if (trace.beginnings != beginnings_) {
    Reset();
    beginnings_ = trace.beginnings;
  }
  kpis_->Show(trace);
  end_->Show(trace);
  maps_->Show(trace, model);
  quality_->Show(trace);
  sparsity_->Show(trace);
  journal_->Show(trace);
}

void RunLive::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  for (PanelRow* row : {&maps_->row(), plots_}) {
    const bool fits = width() >= Px(kNarrow) && row->SideBySideWidth() + Px(16) <= width();
    row->SetForm(fits ? PanelRow::Form::kSideBySide : PanelRow::Form::kTabs);
  }
}

}  // namespace sentei::ui
