// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_places.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/parallel_plot.h"
#include "viz/plot_panel.h"
#include "viz/scatter_plot.h"
#include "viz/tool_tip.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>

namespace sentei::ui {
namespace {

RunQuantity QuantityIn(const QComboBox* combo, RunQuantity otherwise) {
  if (combo == nullptr || !combo->currentData().isValid()) return otherwise;
  return static_cast<RunQuantity>(combo->currentData().toInt());
}

void FillQuantities(QComboBox& combo, RunQuantity first) {
  const RunQuantity chosen = QuantityIn(&combo, first);
  combo.clear();
  for (const RunQuantity quantity : NumericQuantities()) {
    combo.addItem(QuantityName(quantity), static_cast<int>(quantity));
  }
  combo.setCurrentIndex(combo.findData(static_cast<int>(chosen)));
}

QString ProtocolLine(const QString& protocol, std::size_t left_out) {
  if (left_out == 0) return protocol;
  const QString others = QCoreApplication::translate("ComparePlaces",
                                                     "%n run(s) measured otherwise left out",
                                                     nullptr,
                                                     static_cast<int>(left_out));
  return protocol.isEmpty() ? others : protocol + QStringLiteral(" · ") + others;
}

}  // namespace

ParetoPanel::ParetoPanel(const QString& object_name, PanelForm form, QWidget* parent)
    : ComparePanel(parent) {
  panel_ = new viz::PlotPanel(object_name);
  plot_ = panel_->SetPlot(new viz::ScatterPlot);
  if (form == PanelForm::kWhole) {
    x_ = new QComboBox;
    x_->setObjectName(object_name + QStringLiteral("-x"));
    y_ = new QComboBox;
    y_->setObjectName(object_name + QStringLiteral("-y"));
    for (QComboBox* combo : {x_, y_}) {
      panel_->AddHeaderWidget(combo);
      connect(combo, &QComboBox::activated, this, &ParetoPanel::RequestRefresh);
    }
    OnLanguage(this, [this] {
      FillQuantities(*x_, RunQuantity::kParameters);
      FillQuantities(*y_, RunQuantity::kPerplexity);
      x_->setAccessibleName(tr("Horizontal axis"));
      y_->setAccessibleName(tr("Vertical axis"));
      x_->setToolTip(viz::ToolTipOf(tr("Horizontal axis")));
      y_->setToolTip(viz::ToolTipOf(tr("Vertical axis")));
    });
  }
  column()->addWidget(panel_, 1);
  connect(plot_,
          &viz::ScatterPlot::PointActivated,
          this,
          [this](int point, Qt::KeyboardModifiers modifiers) {
            if (point < 0 || static_cast<std::size_t>(point) >= ids_.size()) return;
            emit RunActivated(ToQString(ids_[static_cast<std::size_t>(point)]), modifiers);
          });
  connect(plot_, &viz::ScatterPlot::PointDescribed, this, &ParetoPanel::Described);
  connect(panel_, &viz::PlotPanel::ExportFinished, this, &ParetoPanel::Described);
}

void ParetoPanel::Refresh() {
  const RunQuantity x = QuantityIn(x_, RunQuantity::kParameters);
  const RunQuantity y = QuantityIn(y_, RunQuantity::kPerplexity);
  ScatterRuns scatter = ScatterOf(comparison(), x, y);
  const QString caption = ProtocolLine(scatter.protocol, scatter.left_out);
  panel_->SetTitle(tr("Pareto"));
  panel_->SetCaption(caption);
  plot_->SetTitle(tr("%1 over %2").arg(QuantityName(y), QuantityName(x)));
  plot_->SetProtocol({caption});
  plot_->SetAxes(ScatterAxisOf(x), ScatterAxisOf(y));
  ids_ = std::move(scatter.ids);
  const bool nothing = scatter.points.empty();
  plot_->SetPoints(std::move(scatter.points));
  if (nothing) return panel_->ShowEmpty(tr("No run of the list has both quantities."));
  if (!panel_->IsTableShown()) panel_->ShowPlot();
}

ParallelPanel::ParallelPanel(const QString& object_name, QWidget* parent) : ComparePanel(parent) {
  panel_ = new viz::PlotPanel(object_name);
  plot_ = panel_->SetPlot(new viz::ParallelPlot);
  in_range_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  in_range_->setObjectName(object_name + QStringLiteral("-in-range"));
  panel_->AddHeaderWidget(in_range_);
  column()->addWidget(panel_, 1);
  connect(plot_, &viz::ParallelPlot::BrushChanged, this, &ParallelPanel::CountInRange);
  connect(plot_, &viz::ParallelPlot::Described, this, &ParallelPanel::Described);
  connect(panel_, &viz::PlotPanel::ExportFinished, this, &ParallelPanel::Described);
  connect(plot_, &viz::ParallelPlot::RunActivated, this, [this](int run) {
    if (run < 0 || static_cast<std::size_t>(run) >= ids_.size()) return;
    emit RunActivated(ToQString(ids_[static_cast<std::size_t>(run)]), Qt::ControlModifier);
  });
}

void ParallelPanel::CountInRange() {
  in_range_->setText(tr("%1 of %2 runs in range")
                         .arg(Count(static_cast<qint64>(plot_->InRangeCount())),
                              Count(static_cast<qint64>(plot_->shown_runs()))));
}

void ParallelPanel::Refresh() {
  ParallelRuns parallel = ParallelOf(comparison());
  const QString protocol = ProtocolLine(parallel.protocol, parallel.left_out);
  panel_->SetTitle(tr("Parallel coordinates"));
  panel_->SetCaption(protocol.isEmpty() ? tr("drag along an axis to filter, its title to move it")
                                        : tr("perplexity: %1").arg(protocol));
  plot_->SetTitle(tr("Runs on the settings and results that differ"));
  plot_->SetProtocol({protocol});
  ids_ = std::move(parallel.ids);
  const bool nothing = parallel.axes.size() < 2 || parallel.runs.size() < 2;
  plot_->SetData(std::move(parallel.axes), std::move(parallel.runs));
  CountInRange();
  in_range_->setVisible(!nothing);
  if (nothing)
    return panel_->ShowEmpty(tr("The runs of the list differ in too little to compare."));
  if (!panel_->IsTableShown()) panel_->ShowPlot();
}

}  // namespace sentei::ui
