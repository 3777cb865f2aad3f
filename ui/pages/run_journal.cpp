// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_journal.h"

#include "ui/language_binding.h"
#include "ui/models/run_entries_model.h"
#include "ui/models/run_frames.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/bar_plot.h"
#include "viz/plot_panel.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kLogLines = 5000;

bool BelongsToLog(const RunEntry& entry) {
  return entry.kind == RunEntry::Kind::kPhase || entry.kind == RunEntry::Kind::kNote ||
         entry.kind == RunEntry::Kind::kWarning || entry.kind == RunEntry::Kind::kResumed;
}

}  // namespace

RunJournal::RunJournal(Workspace& workspace, QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("run-journal"));
  Mark(this, "area", "panel");
  model_ = new RunEntriesModel(this);
  tabs_ = new QTabWidget;
  tabs_->setObjectName(QStringLiteral("run-journal-tabs"));
  tabs_->setDocumentMode(true);
  BuildEvents();
  BuildKept(workspace);
  log_ = new QPlainTextEdit;
  log_->setObjectName(QStringLiteral("run-log"));
  log_->setReadOnly(true);
  log_->setTabChangesFocus(true);
  log_->setFrameShape(QFrame::NoFrame);
  log_->setMaximumBlockCount(kLogLines);
  log_->setFont(FontFor(TypeRole::kMono));
  tabs_->addTab(events_, QString());
  tabs_->addTab(kept_, QString());
  tabs_->addTab(log_, QString());
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->addWidget(tabs_);
  OnLanguage(this, [this] { Retranslate(); });
}

void RunJournal::BuildEvents() {
  events_ = new QTableView;
  events_->setObjectName(QStringLiteral("run-events"));
  events_->setModel(model_);
  events_->setShowGrid(false);
  events_->setSelectionBehavior(QAbstractItemView::SelectRows);
  events_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  events_->setTabKeyNavigation(false);
  events_->horizontalHeader()->setStretchLastSection(true);
  events_->horizontalHeader()->setSectionResizeMode(RunEntriesModel::kStep, QHeaderView::Fixed);
  events_->setColumnWidth(RunEntriesModel::kStep, Px(72));
  events_->horizontalHeader()->hide();
  events_->verticalHeader()->hide();
  events_->verticalHeader()->setDefaultSectionSize(Px(26));
}

void RunJournal::BuildKept(Workspace& workspace) {
  kept_ = new viz::PlotPanel(QStringLiteral("run-kept"));
  bars_ = kept_->SetPlot(new viz::BarPlot);
  bars_->setObjectName(QStringLiteral("run-kept-plot"));
  bars_->SetNumbers(viz::NumberStyle::kPercent);
  connect(bars_, &viz::BarPlot::PointDescribed, &workspace, &Workspace::ShowStatus);
  connect(kept_, &viz::PlotPanel::ExportFinished, &workspace, &Workspace::ShowStatus);
}

void RunJournal::Reset() {
  model_->Clear();
  log_->clear();
  logged_ = 0;
}

void RunJournal::Show(const RunTrace& trace) {
  model_->Show(trace.entries);
  ShowKept(trace);
  ShowLog(trace);
}

void RunJournal::ShowKept(const RunTrace& trace) {
  if (trace.families.empty()) {
    return kept_->ShowEmpty(tr("Bars appear with the first scored iteration."));
  }
  std::vector<viz::BarSeries> series;
  for (const auto group : {plan::FamilyGroup::kAttention, plan::FamilyGroup::kFfn}) {
    viz::BarSeries one = KeptBars(trace, group);
    if (!one.bars.empty()) series.push_back(std::move(one));
  }
  bars_->SetSeries(std::move(series));
  bars_->SetProtocol(RunProtocol(trace));
  kept_->SetLegend(bars_->Legend());
  if (!kept_->IsTableShown()) kept_->ShowPlot();
}

void RunJournal::ShowLog(const RunTrace& trace) {
  if (logged_ > trace.entries.size()) {
    log_->clear();
    logged_ = 0;
  }
  for (; logged_ < trace.entries.size(); ++logged_) {
    const RunEntry& entry = trace.entries[logged_];
    if (!BelongsToLog(entry)) continue;
    log_->appendPlainText(QStringLiteral("%1  %2").arg(entry.step, 6).arg(EntryText(entry)));
  }
}

void RunJournal::Retranslate() {
  tabs_->setTabText(0, tr("Events"));
  tabs_->setTabText(1, tr("Kept"));
  tabs_->setTabText(2, tr("Log"));
  events_->setAccessibleName(tr("Events of this run"));
  log_->setAccessibleName(tr("Log of this run"));
  kept_->SetTitle(tr("Kept units by layer"));
  bars_->SetTitle(tr("Kept units by layer"));
  bars_->SetTitles(tr("layer"), tr("share of units kept"));
  model_->Retranslate();
  log_->clear();
  logged_ = 0;
}

}  // namespace sentei::ui
